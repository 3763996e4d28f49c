"""What a worker loads once, before it forks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WARM_UP = """
import os, sys, tempfile
import analysis
analysis.warm_up()
print(len(os.listdir("/proc/self/task")), os.listdir(tempfile.gettempdir()))
before = set(sys.modules)
analysis.analyse(sys.argv[1])
print(sorted(set(sys.modules) - before))
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts threads as Linux does")
def test_after_it_nothing_is_left_to_load_and_no_thread_would_be_lost_in_a_fork(tmp_path):
    from tests.analysis.sounds import clicks, write

    song = write(tmp_path / "song.wav", clicks(120, 10))
    (tmp_path / "tmp").mkdir()
    environment = os.environ | {"OMP_NUM_THREADS": "1", "TMPDIR": str(tmp_path / "tmp")}
    done = subprocess.run(
        [sys.executable, "-c", WARM_UP, str(song)],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines() == ["1 []", "[]"]
