"""Co-listening against simpler ways, on a file of who listened to what.

`--interactions FILE` (CSV with `listener,song,weight`, or a line of numbers for each listener). A
fifth of each listener's songs, at random, is to be found in twenty recommendations; every model has
a fresh process, so that its memory is its own.
"""

import json
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

import numpy as np
from sklearn.decomposition import TruncatedSVD

from feed.colisten import CoListening
from feed.evaluation import contenders, interactions, metrics
from feed.evaluation.splitting import Split, at_random
from tests.bench.kept import ROOT
from tests.bench.tables import Table

K = 20
_SEEDS = (0, 1, 2)
_FIGURES = (f"recall@{K}", f"NDCG@{K}", "coverage", "seconds", "fit seconds", "peak MB")
# A smaller and denser part of the data.
_HEAVIEST, _POPULAR = 1900, 5000


def measure(options: Namespace) -> list[Table]:
    return tables(options.interactions) if options.interactions else []


def tables(path: Path) -> list[Table]:
    return [_table(path, part) for part in ("all", "dense")]


def _table(path: Path, part: str) -> Table:
    """A row for each model, the mean over seeds."""
    rows = []
    for model in MODELS:
        runs = [_in_fresh_process(path, part, model, seed) for seed in _SEEDS]
        rows.append((model, *np.mean(runs, axis=0).tolist()))
    columns = ("model", *_FIGURES)
    return Table(f"Co-listening: {path.name}, {part}", columns, tuple(rows), drawn=columns[1:4])


def _in_fresh_process(path: Path, part: str, model: str, seed: int) -> list[float]:
    command = [sys.executable, "-m", "tests.bench.colisten", str(path), part, model, str(seed)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def figures(path: Path, part: str, model: str, seed: int) -> list[float]:
    """`_FIGURES` of one model; the memory includes reading the file."""
    split = _split(path, part, seed)
    started = time.perf_counter()
    recommend = MODELS[model](split)
    fitted = time.perf_counter()
    found = recommend()
    ended = time.perf_counter()
    exposure = metrics.exposure(found, split.known.shape[1])
    quality = metrics.recall(found, split.held), metrics.ndcg(found, split.held)
    times = ended - started, fitted - started
    return [*quality, metrics.coverage(exposure), *times, _peak_mb()]


def _peak_mb() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) / 1024


def _split(path: Path, part: str, seed: int) -> Split:
    heard = interactions.read(path).matrix
    if part == "dense":
        heard = heard[:, _largest(heard.getnnz(axis=0), _POPULAR)]
        heard = heard[_largest(heard.getnnz(axis=1), _HEAVIEST)]
    return at_random(heard, 0.2, np.random.default_rng(seed))


def _largest(counts: np.ndarray, most: int) -> np.ndarray:
    return np.sort(np.argsort(-counts, kind="stable")[:most])


# --- Models: fit at once, recommend when called ---


def _popularity(split: Split):
    return lambda: contenders.popularity(split, K)


def _item_cosine(split: Split):
    """Fits within recommending: its similarities are never stored."""
    return lambda: contenders.item_cosine(split, K)


def _truncated_svd(split: Split):
    heard = (split.known > 0).astype(np.float32)
    factors = TruncatedSVD(64, random_state=0).fit(heard).components_.astype(np.float32)

    def recommend() -> np.ndarray:
        found = []
        for row in heard[split.rows]:
            scores = (row @ factors.T @ factors)[0]
            scores[row.indices] = -np.inf
            found.append(np.argsort(-scores, kind="stable")[:K])
        return np.array(found)

    return recommend


def _ours(split: Split):
    model = CoListening().fit(split.known)
    return lambda: model.recommend(split.asked, K)[0]


MODELS = {
    "popularity": _popularity,
    "TruncatedSVD, 64 factors": _truncated_svd,
    "item cosine": _item_cosine,
    "CoListening": _ours,
}


if __name__ == "__main__":
    file, wanted_part, wanted_model, wanted_seed = sys.argv[1:]
    wanted = figures(Path(file), wanted_part, wanted_model, int(wanted_seed))
    sys.stdout.write(json.dumps(wanted))
