import json
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

import analysis
from catalog.announcing import announce
from catalog.claims import AnalysisQuerySet
from catalog.models import Analysis

_LOOK_S = 1.0
# So long without one finished song, and perhaps nobody works.
_QUIET_S = 120.0


class Command(BaseCommand):
    help = (
        "Analyse songs again, by the workers. Their facts and clips serve until new ones are ready."
        " Without options: says how many songs each option means."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--outdated",
            action="store_true",
            help="songs whose facts an older (or newer) version of the analysis found",
        )
        parser.add_argument("--failed", action="store_true", help="songs whose analysis failed")
        parser.add_argument("--song", nargs="+", default=[], metavar="PUBLIC_ID")
        parser.add_argument("--all", action="store_true", help="every song")
        parser.add_argument("--no-wait", action="store_true", help="do not watch the work")
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = _wanted(options)
        if wanted is None:
            self._say_choices(as_json=options["json"])
            return
        song_ids = wanted.again(timezone.now())
        announce(song_ids)
        if not options["no_wait"] and not self._watch(song_ids):
            self.stderr.write("Stopped watching; the workers go on.")
        self._summarise(song_ids, as_json=options["json"])

    def _say_choices(self, *, as_json: bool) -> None:
        songs = Analysis.objects.all()
        counts = {
            "outdated": songs.outdated(analysis.VERSION).count(),
            "failed": songs.failed().count(),
            "all": songs.count(),
        }
        if as_json:
            self.stdout.write(json.dumps({"version": analysis.VERSION, **counts}, indent=2))
            return
        self.stdout.write(f"The analysis is at version {analysis.VERSION}. To analyse again:")
        for name, count in counts.items():
            self.stdout.write(f"  --{name:<10}{count:>8} song{'' if count == 1 else 's'}")
        self.stdout.write("  --song PUBLIC_ID ...   those named")

    def _watch(self, song_ids: Sequence[int]) -> bool:
        """Follow the work to its end; False where Ctrl-C ended the watching first."""
        ours, left = set(song_ids), len(song_ids)
        last_change = time.monotonic()
        with _progress(self.stderr.isatty()) as progress:
            bar = progress.add_task("Analysing again", total=left)
            try:
                while left:
                    time.sleep(_LOOK_S)
                    before, left = left, len(ours.intersection(_unfinished()))
                    progress.update(bar, completed=len(ours) - left)
                    if left != before:
                        last_change = time.monotonic()
                    elif time.monotonic() - last_change > _QUIET_S:
                        last_change = time.monotonic()
                        progress.console.print("Nothing was finished lately. Is a worker running?")
            except KeyboardInterrupt:
                return False
        return True

    def _summarise(self, song_ids: Sequence[int], *, as_json: bool) -> None:
        ours = set(song_ids)
        waiting = len(ours.intersection(_unfinished()))
        failed = [
            {"song": public_id, "title": title, "reason": error}
            for song_id, public_id, title, error in Analysis.objects.failed().values_list(
                "song_id", "song__public_id", "song__title", "error"
            )
            if song_id in ours
        ]
        done = len(ours) - waiting - len(failed)
        if as_json:
            summary = {"songs": len(ours), "done": done, "waiting": waiting, "failed": failed}
            self.stdout.write(json.dumps(summary, indent=2, ensure_ascii=False))
            return
        for failure in failed:
            self.stdout.write(f"Failed: {failure['song']} {failure['title']}: {failure['reason']}")
        self.stdout.write(f"{done} analysed again, {len(failed)} failed, {waiting} waiting.")


def _wanted(options: dict[str, Any]) -> AnalysisQuerySet | None:
    """The analyses that the options mean together; None without any option."""
    songs = Analysis.objects.all()
    if options["all"]:
        return songs
    chosen = songs.none()
    if options["outdated"]:
        chosen |= songs.outdated(analysis.VERSION)
    if options["failed"]:
        chosen |= songs.failed()
    if options["song"]:
        chosen |= _named(options["song"])
    return chosen if any(options[name] for name in ("outdated", "failed", "song")) else None


def _named(public_ids: list[str]) -> AnalysisQuerySet:
    named = Analysis.objects.filter(song__public_id__in=public_ids)
    known = set(named.values_list("song__public_id", flat=True))
    if missing := [public_id for public_id in public_ids if public_id not in known]:
        raise CommandError(f"There is no song {', '.join(missing)}.")
    return named


def _unfinished() -> set[int]:
    return set(Analysis.objects.unfinished().values_list("song_id", flat=True))


def _progress(is_terminal: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(stderr=True),
        disable=not is_terminal,
    )
