import time
from argparse import ArgumentParser
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from feed.simulation import catalogue, history, marks, removing
from feed.simulation.sounds import Sounds


class Command(BaseCommand):
    help = (
        "Fill the database with songs that nobody made and a history that nobody lived, to see how"
        " ClipFeed grows. Simulated songs have no sound: this is for an instance without real"
        " ones. --remove takes away everything simulated, and nothing else."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--songs", type=_count, default=20_000, metavar="N")
        parser.add_argument("--listeners", type=_count, default=1_000, metavar="N")
        parser.add_argument("--plays", type=_count, default=1_000_000, metavar="N")
        parser.add_argument("--seed", type=int, default=1, help="another seed, another catalogue")
        parser.add_argument("--remove", action="store_true", help="take away what is simulated")
        parser.add_argument("--yes", action="store_true", help="even among real songs")

    def handle(self, *args: Any, **options: Any) -> None:
        with _progress(self.stderr.isatty()) as progress:
            if options["remove"]:
                self._remove(progress)
            else:
                self._refuse_unless_fit(yes=options["yes"])
                self._fill(progress, **options)

    def _refuse_unless_fit(self, *, yes: bool) -> None:
        if marks.simulated_songs().exists() or marks.simulated_listeners().exists():
            raise CommandError("There is a simulation already: simulate --remove takes it away.")
        if not yes and (real := marks.real_song_count()):
            raise CommandError(
                f"This instance has real songs ({real:,}): listeners would meet songs without sound"
                " among them. Use another one (CLIPFEED_VAR, DATABASE_URL), or insist with --yes."
            )

    def _fill(
        self, progress: Progress, *, songs: int, listeners: int, plays: int, seed: int, **_: Any
    ) -> None:
        rng, now = np.random.default_rng(seed), timezone.now()
        started = time.perf_counter()
        sounds = Sounds.draw(songs, rng)
        bar = progress.add_task("Songs", total=songs)
        first = catalogue.write(sounds, now, rng, lambda n: progress.advance(bar, n))
        self._say(songs, "songs", started)
        started = time.perf_counter()
        bar = progress.add_task("Plays", total=plays)
        made = history.write(
            sounds, first, listeners, plays, now, rng, lambda n: progress.advance(bar, n)
        )
        self._say(made, f"plays of {listeners:,} listeners", started)
        self.stdout.write("Now `manage.py refit` fits the models to them.")

    def _remove(self, progress: Progress) -> None:
        total = marks.simulated_songs().count() + marks.simulated_listeners().count()
        bar = progress.add_task("Taking away", total=total)
        gone = removing.remove(lambda n: progress.advance(bar, n))
        self.stdout.write(
            f"Gone: {gone['songs']:,} simulated songs, {gone['artists']:,} artists and"
            f" {gone['listeners']:,} listeners with all they did."
        )

    def _say(self, count: int, what: str, started: float) -> None:
        seconds = time.perf_counter() - started
        self.stdout.write(f"{count:,} {what} in {seconds:.1f} s ({count / seconds:,.0f} a second)")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(text)
    return int(text)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f} a second" if task.speed else "")


def _progress(is_terminal: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not is_terminal,
    )
