from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from catalog import analysing, demo, filling


class Command(BaseCommand):
    help = "Fill the catalogue with the demo: songs this project composes itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--queue", action="store_true", help="let the workers do it; only if there is no music"
        )
        parser.add_argument(
            "--no-analysis",
            action="store_true",
            help="add the songs, leave analysis to the workers",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["queue"]:
            count = filling.queue_demo()
            if count:
                self.stdout.write(f"{count} demo songs are being composed.")
            return
        for number, song in enumerate(demo.SONGS, start=1):
            song_id = filling.add_demo_song(song.slug)
            if song_id and not options["no_analysis"]:
                analysing.analyse_song(song_id)
            state = "added" if song_id else "already here"
            self.stdout.write(f"{number}/{len(demo.SONGS)} {song.artist} – {song.title}: {state}")
