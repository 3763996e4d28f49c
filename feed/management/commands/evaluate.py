import json
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from feed.evaluation import interactions, measuring, tables
from feed.evaluation.analysed import TooFewSongsError
from feed.evaluation.measuring import Figures, NothingToMeasureError, Simulation
from feed.models import Evaluation

Measure = Callable[[Callable[[], None]], Figures]


class Command(BaseCommand):
    help = (
        "Measure how good recommendations are, against simpler ways: on this instance's own plays,"
        " on simulated listeners, on files of interactions. Without options: on plays and"
        " simulated listeners. Figures are kept, and drawn in the admin."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plays", action="store_true", help="this instance's own plays")
        parser.add_argument("--simulated", action="store_true", help="simulated listeners")
        parser.add_argument(
            "--interactions",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="listener,song,weight with that heading, or lines of numbers: a listener's, then"
            " those of songs; may be gzipped and given more than once",
        )
        parser.add_argument("--listeners", type=int, default=100, metavar="N", help="simulated")
        parser.add_argument("--swipes", type=int, default=40, metavar="N", help="of each of them")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--json", action="store_true", help="print figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["listeners"] < 1 or options["swipes"] < 1:
            raise CommandError("There has to be at least one listener with one swipe.")
        everything = not (options["plays"] or options["simulated"] or options["interactions"])
        results: list[Evaluation] = []
        with _progress(self.stderr.isatty()) as progress:
            measured = partial(self._measured, progress, results)
            if options["plays"] or everything:
                measured(measuring.OWN_PLAYS, 5, measuring.of_own_plays)
            for path in options["interactions"]:
                measured(measuring.name_of(path), 4, self._of_file(path, options["seed"]))
            if options["simulated"] or everything:
                simulation = Simulation(options["listeners"], options["swipes"], options["seed"])
                measure = partial(measuring.of_simulated_listeners, simulation)
                measured(measuring.SIMULATED, simulation.listeners, measure)
        self._report(results, as_json=options["json"])

    def _of_file(self, path: Path, seed: int) -> Measure:
        try:
            found = interactions.read(path)
        except interactions.UnreadableError as error:
            raise CommandError(str(error)) from error
        for sentence in found.refused:
            self.stderr.write(f"{path.name}: {sentence}")
        return partial(measuring.of_interactions, found, seed)

    def _measured(
        self,
        progress: Progress,
        results: list[Evaluation],
        dataset: str,
        steps: int,
        measure: Measure,
    ) -> None:
        bar = progress.add_task(dataset.capitalize(), total=steps)
        try:
            figures = measure(lambda: progress.advance(bar))
        except (NothingToMeasureError, TooFewSongsError) as error:
            self.stderr.write(f"{dataset.capitalize()}: {error}")
            return
        results.append(Evaluation.objects.create(dataset=dataset, figures=figures))

    def _report(self, results: list[Evaluation], *, as_json: bool) -> None:
        if as_json:
            content = [{"dataset": r.dataset, "figures": r.figures} for r in results]
            self.stdout.write(json.dumps(content, indent=2, ensure_ascii=False))
            return
        console = Console(file=self.stdout)  # type: ignore[arg-type]
        for result in results:
            console.print(tables.as_rich(result.dataset, result.figures))


def _progress(is_terminal: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not is_terminal,
    )
