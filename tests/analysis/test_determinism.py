"""The same file gives the same facts to the last bit, whichever process hears it."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from tests.analysis.sounds import clicks, progression, write

ROOT = Path(__file__).resolve().parents[2]
PRINT_ALL = """
import sys
from dataclasses import asdict
import numpy as np
import analysis
for name, value in sorted(asdict(analysis.analyse(sys.argv[1])).items()):
    print(name, value.tobytes().hex() if isinstance(value, np.ndarray) else repr(value))
"""


def facts_in_a_fresh_process(path, threads):
    environment = os.environ | {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
    command = [sys.executable, "-c", PRINT_ALL, str(path)]
    return subprocess.run(
        command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()


def test_three_processes_find_the_same_whatever_their_threads(tmp_path):
    chords = progression(3, "minor", 40)
    samples = 0.3 * chords + 0.2 * clicks(127, 40)[: chords.size]
    samples += np.random.default_rng(1).normal(0, 0.02, samples.size)
    path = write(tmp_path / "song.flac", samples.astype(np.float32))
    first = facts_in_a_fresh_process(path, "1")
    assert len(first) > 12
    assert facts_in_a_fresh_process(path, "1") == first
    assert facts_in_a_fresh_process(path, "2") == first
