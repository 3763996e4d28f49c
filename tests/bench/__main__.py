"""`make bench`: measures, prints tables, writes JSON under var/bench. Nothing here can fail a test.

`make bench ARGS="quality --labels FILE.csv"` runs one part.
"""

import json
import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from importlib import import_module
from pathlib import Path

from tests.bench.kept import RESULTS
from tests.bench.tables import Table

PARTS = ("quality", "analysis", "serving")
BASELINES = ("librosa", "essentia", "extractor")


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
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if options.baselines == []:
        options.baselines = ("librosa", "essentia")
    return options


def _measured(part: str, options: Namespace) -> list[Table]:
    module = import_module(f"tests.bench.{part}")
    if part in ("serving", "analysis"):
        return [Table.of_figures(part, module.measure())]
    return module.measure(options)


def _report(part: str, tables: list[Table]) -> None:
    from rich.console import Console

    content = [table.as_json() for table in tables]
    (RESULTS / f"{part}.json").write_text(json.dumps(content, indent=2, ensure_ascii=False))
    console = Console()
    for table in tables:
        console.print(table.as_rich())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
