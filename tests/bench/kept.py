"""What was heard is kept under var/bench, so that a second run asks only for what has changed."""

import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import current_process, get_context
from pathlib import Path
from typing import TypeVar

from rich.progress import track

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "var" / "bench"
_KEPT = RESULTS / "kept"

Answer = TypeVar("Answer")


def sources_hash(sources: Path) -> str:
    """Of a Python file, or of all below a folder."""
    files = [sources] if sources.is_file() else sorted(sources.rglob("*.py"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def heard(
    listen: Callable[[Path], Answer],
    paths: Sequence[Path],
    *,
    version: str,
    sources: Path,
) -> list[Answer | None]:
    """`listen(path)` for each path, a process per core; None where it refused the file.

    An answer is known again by the file's content, the function's name, `version` and the Python
    `sources` that it comes from.
    """
    stamp = f"{listen.__name__} {version} {sources_hash(sources)}"
    work = [(listen, path, stamp, sources) for path in paths]
    # Fresh processes: a fork would share this one's database connection and warm caches.
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), _compile_for_itself) as pool:
        answers = pool.map(_recalled, work)
        return list(track(answers, f"{listen.__name__} ...", len(work), transient=True))


def _compile_for_itself() -> None:
    """Two processes that write the same compiled parts of librosa leave some that crash."""
    os.environ["NUMBA_CACHE_DIR"] = str(RESULTS / "numba" / current_process().name)


def _recalled(work: tuple[Callable[[Path], Answer], Path, str, Path]) -> Answer | None:
    listen, path, stamp, sources = work
    with path.open("rb") as audio:
        content = hashlib.file_digest(audio, "sha256").hexdigest()
    kept = _KEPT / f"{hashlib.sha256(f'{content} {stamp}'.encode()).hexdigest()}.pickle"
    if kept.exists():
        return pickle.loads(kept.read_bytes())
    answer = _answer(listen, path)
    # Sources that were edited meanwhile may be half of what answered.
    if sources_hash(sources) in stamp:
        _KEPT.mkdir(parents=True, exist_ok=True)
        half = kept.with_suffix(f".{os.getpid()}")
        half.write_bytes(pickle.dumps(answer))
        half.replace(kept)
    return answer


def _answer(listen: Callable[[Path], Answer], path: Path) -> Answer | None:
    """None where the file is refused: one song must not end a run over a thousand."""
    try:
        return listen(path)
    except Exception as error:
        sys.stderr.write(f"{listen.__name__}: {path.name}: {error}\n")
        return None
