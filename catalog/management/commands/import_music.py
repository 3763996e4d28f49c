import json
import time
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

from catalog.ingest import Outcome, Result, add_file, audio_files

_WATCH_SECONDS = 60


class Command(BaseCommand):
    help = "Add audio files, and all audio files in folders, to the catalogue. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")
        parser.add_argument(
            "--watch", action="store_true", help="go on, and add new files as they appear"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        paths = [path.expanduser() for path in options["paths"]]
        if missing := [str(path) for path in paths if not path.exists()]:
            raise CommandError(f"There is nothing at {', '.join(missing)}.")
        seen: dict[Path, float] = {}
        while True:
            results = self._import_new(paths, seen)
            if results or not options["watch"]:
                self._summarise(results, as_json=options["json"])
            if not options["watch"]:
                break
            time.sleep(_WATCH_SECONDS)

    def _import_new(self, paths: list[Path], seen: dict[Path, float]) -> list[Result]:
        """Add what was not there, or not like this, the last time; `seen` is brought up to date."""
        files = [path for path in audio_files(paths) if seen.get(path) != _changed_at(path)]
        results = []
        with _progress(self.stderr.isatty()) as progress:
            bar = progress.add_task("Adding songs", total=len(files), rate="")
            started = time.monotonic()
            for count, path in enumerate(files, start=1):
                result = add_file(path)
                results.append(result)
                seen[path] = _changed_at(path)
                if result.outcome is Outcome.REFUSED:
                    progress.console.print(f"Refused: {path}: {result.reason}", markup=False)
                rate = count / max(time.monotonic() - started, 1e-3)
                progress.update(bar, advance=1, rate=f"{rate:.1f} songs/s")
        return results

    def _summarise(self, results: list[Result], *, as_json: bool) -> None:
        counts = Counter(result.outcome for result in results)
        refused = [result for result in results if result.outcome is Outcome.REFUSED]
        if as_json:
            summary = {
                "files": len(results),
                "added": counts[Outcome.ADDED],
                "already_here": counts[Outcome.ALREADY_HERE],
                "refused": [{"path": r.path, "reason": r.reason} for r in refused],
            }
            self.stdout.write(json.dumps(summary, indent=2, ensure_ascii=False))
            return
        self.stdout.write(
            f"{counts[Outcome.ADDED]} added, {counts[Outcome.ALREADY_HERE]} already here,"
            f" {len(refused)} refused."
        )
        if not results:
            self.stdout.write("No audio files were found there.")


def _progress(is_terminal: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not is_terminal,
    )


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
