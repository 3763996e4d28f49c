"""The layout shows the architecture: imports run one way."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_imports_run_one_way():
    command = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([command], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_web_process_never_imports_librosa():
    code = (
        "import sys, django\n"
        "from clipfeed.wsgi import application\n"
        "import clipfeed.urls, catalog.tasks, feed.tasks\n"
        "loaded = {'librosa', 'numba'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {loaded}' if loaded else 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
