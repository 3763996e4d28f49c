import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from catalog.heatmaps import Batch, Outcome, Result, save, sources


class Command(BaseCommand):
    help = (
        "Read most-replayed curves from yt-dlp's .info.json files, from folders of them, or from"
        " a CSV file with the columns audio_file,info_json. Songs are found by the name of the"
        " file that the curve lies beside, or by artist, title and length. Clips whose best window"
        " moves are rendered anew by the workers. Safe to repeat."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        paths = [path.expanduser() for path in options["paths"]]
        if missing := [str(path) for path in paths if not path.exists()]:
            raise CommandError(f"There is nothing at {', '.join(missing)}.")
        with _progress(self.stderr.isatty()) as progress:
            batch = _read(paths, progress)
            results, moving = _save(batch, progress)
        self._summarise([*results, *batch.refused], moving, as_json=options["json"])

    def _summarise(self, results: list[Result], moving: int, *, as_json: bool) -> None:
        counts = Counter(result.outcome for result in results)
        refused = [result for result in results if result.outcome is Outcome.REFUSED]
        if as_json:
            summary = {
                "files": len(results),
                "imported": counts[Outcome.IMPORTED],
                "unchanged": counts[Outcome.UNCHANGED],
                "clips_moving": moving,
                "refused": [{"path": r.path, "reason": r.reason} for r in refused],
            }
            self.stdout.write(json.dumps(summary, indent=2, ensure_ascii=False))
            return
        for result in refused:
            self.stdout.write(f"Refused: {result.path}: {result.reason}")
        clips = "1 clip" if moving == 1 else f"{moving} clips"
        self.stdout.write(
            f"{counts[Outcome.IMPORTED]} imported, {counts[Outcome.UNCHANGED]} unchanged,"
            f" {len(refused)} refused; {clips} to be rendered anew."
        )
        if not results:
            self.stdout.write("No .info.json files were found there.")


def _read(paths: list[Path], progress: Progress) -> Batch:
    files = list(sources(paths))
    bar = progress.add_task("Reading curves", total=len(files))
    batch = Batch()
    for file in files:
        batch.add(file)
        progress.advance(bar)
    return batch


def _save(batch: Batch, progress: Progress) -> tuple[list[Result], int]:
    """What became of each match, and how many clips move."""
    bar = progress.add_task("Choosing clips", total=len(batch.best))
    results, moving = [], 0
    for match in batch.best.values():
        result, moves = save(match)
        results.append(result)
        moving += moves
        progress.advance(bar)
    return results, moving


def _progress(is_terminal: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not is_terminal,
    )
