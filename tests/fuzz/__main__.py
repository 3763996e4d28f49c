"""`python -m tests.fuzz --count 10000`: damaged files, each of which must end cleanly.

`python -m tests.fuzz --show mp3 17 broken.mp3` writes one of them to a file to look at.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from rich.console import Console
from rich.progress import track

from tests.fuzz.mutations import mutated
from tests.fuzz.originals import FORMATS
from tests.fuzz.trial import Outcome, Trier


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many files")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    parser.add_argument("--show", nargs=3, metavar=("FORMAT", "SEED", "PATH"))
    options = parser.parse_args(arguments)
    if options.show:
        name, seed, path = options.show
        Path(path).write_bytes(mutated(name, int(seed)).content)
        return 0
    figures = run(options.count, options.first, options.jobs)
    for name, value in figures.items():
        sys.stdout.write(f"{name}: {value}\n")
    return 1 if figures["failures"] else 0


def run(count: int, first: int = 0, jobs: int = 1) -> dict[str, float]:
    """Try `count` mutants; failures go to stderr as they are found."""
    started = time.monotonic()
    says: Counter[str] = Counter()
    failures, peak_mb = 0, 0.0
    outcomes = track(
        tried(count, first, jobs),
        "Trying damaged files",
        total=count,
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )
    for outcome in outcomes:
        says["refused" if outcome.says else "analysed"] += 1
        peak_mb = max(peak_mb, outcome.peak_mb)
        if outcome.faults:
            failures += 1
            sys.stderr.write(f"{outcome}\n")
    return {
        "files": count,
        "analysed": says["analysed"],
        "refused": says["refused"],
        "failures": failures,
        "peak memory, MB": round(peak_mb),
        "seconds": round(time.monotonic() - started, 1),
    }


def tried(count: int, first: int = 0, jobs: int = 1) -> Iterator[Outcome]:
    """The outcomes of seeds from `first` on, every format in turn."""
    names = list(FORMATS)
    cases = [(names[seed % len(names)], seed) for seed in range(first, first + count)]
    triers = [Trier() for _ in range(jobs)]
    idle: SimpleQueue[Trier] = SimpleQueue()
    for trier in triers:
        idle.put(trier)

    def try_one(case: tuple[str, int]) -> Outcome:
        trier = idle.get()
        try:
            return trier.try_one(*case)
        finally:
            idle.put(trier)

    try:
        with ThreadPoolExecutor(jobs) as pool:
            yield from pool.map(try_one, cases)
    finally:
        for trier in triers:
            trier.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
