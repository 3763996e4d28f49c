"""`make bench`: measures, prints tables, writes JSON under var/bench. Nothing here can fail a test.

`make bench ARGS="serving"` runs one part.
"""

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "var" / "bench"
PARTS = ("serving", "analysis")


def main(wanted: list[str]) -> int:
    if unknown := set(wanted) - set(PARTS):
        sys.stderr.write(f"No such part: {', '.join(sorted(unknown))}; there are {PARTS}.\n")
        return 2
    RESULTS.mkdir(parents=True, exist_ok=True)
    # A data folder of its own: the instance's songs and plays are left alone.
    os.environ["CLIPFEED_VAR"] = str(RESULTS / "instance")
    os.environ["LOG_LEVEL"] = "WARNING"
    os.environ["DJANGO_SETTINGS_MODULE"] = "clipfeed.settings"
    import django

    django.setup()
    for part in wanted or PARTS:
        measure = __import__(f"tests.bench.{part}", fromlist=["measure"]).measure
        figures = measure()
        (RESULTS / f"{part}.json").write_text(json.dumps(figures, indent=2))
        _print(part, figures)
    return 0


def _print(part: str, figures: dict[str, float]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=part)
    table.add_column("what")
    table.add_column("figure", justify="right")
    for name, value in figures.items():
        table.add_row(name, f"{value:,.3f}" if isinstance(value, float) else f"{value:,}")
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
