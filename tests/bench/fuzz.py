"""Ten thousand damaged files: each analysed, or refused with a sentence."""

import os

from tests.fuzz.__main__ import run

COUNT = 10_000


def measure() -> dict[str, float]:
    return run(COUNT, jobs=os.cpu_count() or 1)
