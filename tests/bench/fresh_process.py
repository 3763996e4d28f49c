"""A process that does nothing but hear songs and say what memory that took, for `memory`.

It imports no more than the one that hears needs: what a chart or Django takes is not counted.
"""

import json
import sys
from pathlib import Path

from tests.bench.contenders import CONTENDERS


def main(task: str, contender: str, *paths: str) -> None:
    """Writes MB as JSON: of the `peak`, or for `growth` in use after each song."""
    used_mb = []
    for path in paths:
        CONTENDERS[contender](Path(path))
        used_mb.append(_status_mb("VmRSS"))
    sys.stdout.write(json.dumps([_status_mb("VmHWM")] if task == "peak" else used_mb))


def _status_mb(name: str) -> float:
    """From Linux's /proc: `getrusage` would count the parent's peak before `exec` too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    line = next(line for line in lines if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
