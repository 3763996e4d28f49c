"""`make bench`: measures; prints tables, writes JSON and PNG to var/bench. No test can fail here.

`make bench ARGS="quality --labels FILE.csv"` runs one part.
"""

import json
import os
import platform
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from tests.bench.kept import RESULTS
from tests.bench.tables import Table

PARTS = (
    "speed",
    "memory",
    "quality",
    "index",
    "highlights",
    "throughput",
    "serving",
    "api",
    "browser",
    "colisten",
    "fuzz",
)
BASELINES = ("librosa", "essentia", "extractor")
BROWSING = ("swiping", "first_page", "endurance", "lighthouse")


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    RESULTS.mkdir(parents=True, exist_ok=True)
    _keep_to_one_core()
    # A data folder of its own: the instance's songs and plays are left alone.
    os.environ["CLIPFEED_VAR"] = str(RESULTS / "instance")
    os.environ["LOG_LEVEL"] = "WARNING"
    os.environ["DJANGO_SETTINGS_MODULE"] = "clipfeed.settings"
    import django

    from tests.bench.labelled import LabelsError

    django.setup()
    for part in options.parts or PARTS:
        try:
            _report(part, _measured(part, options))
        except LabelsError as error:
            sys.stderr.write(f"{error}\n")
            return 2
    return 0


def _keep_to_one_core() -> None:
    """Before NumPy loads: every comparison is one core against one core."""
    for library in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
        os.environ[f"{library}_NUM_THREADS"] = "1"


def _options(arguments: list[str]) -> Namespace:
    parser = ArgumentParser(
        prog="make bench ARGS=", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all")
    parser.add_argument("--labels", type=Path, metavar="CSV", help="path,bpm,key,group")
    parser.add_argument("--music", type=Path, metavar="DIR", help="a folder of folders of songs")
    parser.add_argument(
        "--baselines",
        nargs="*",
        choices=BASELINES,
        default=(),
        help="ask other tools too: librosa and essentia, or those named",
    )
    parser.add_argument(
        "--interactions", type=Path, metavar="FILE", help="who listened to what, for colisten"
    )
    parser.add_argument(
        "--browsing",
        nargs="+",
        choices=BROWSING,
        default=BROWSING,
        help="what of browser to measure; everything",
    )
    parser.add_argument(
        "--songs", type=int, default=200, metavar="N", help="heard by one process for memory; 200"
    )
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if options.baselines == []:
        options.baselines = ("librosa", "essentia")
    return options


def _measured(part: str, options: Namespace) -> list[Table]:
    module = import_module(f"tests.bench.{part}")
    if part in ("serving", "fuzz"):
        return [Table.of_figures(part, module.measure())]
    return module.measure(options)


def _report(part: str, tables: list[Table]) -> None:
    from rich.console import Console

    from tests.bench.charts import draw_tables

    content = _circumstances() | {"tables": [table.as_json() for table in tables]}
    (RESULTS / f"{part}.json").write_text(json.dumps(content, indent=2, ensure_ascii=False))
    draw_tables(RESULTS / f"{part}.png", tables)
    console = Console()
    for table in tables:
        console.print(table.as_rich())


def _circumstances() -> dict[str, object]:
    """What figures depend on, for whoever compares them later."""
    import analysis

    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "analysis_version": analysis.VERSION,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
