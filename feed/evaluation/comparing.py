"""All contenders on one split, in the same figures."""

import time
from collections.abc import Callable, Mapping

from feed.evaluation import metrics
from feed.evaluation.contenders import Contender
from feed.evaluation.splitting import Split

K = 20
Figures = dict[str, float]


def compare(
    split: Split, contenders: Mapping[str, Contender], done: Callable[[], None] = lambda: None
) -> dict[str, Figures]:
    """Figures by contender; `done` is called after each. Raises ValueError where there is nobody
    to ask for."""
    if not len(split.rows):
        raise ValueError("no listener has both songs that are known and songs that were held back")
    results = {}
    for name, contender in contenders.items():
        results[name] = _figures(split, contender)
        done()
    return results


def _figures(split: Split, contender: Contender) -> Figures:
    started = time.perf_counter()
    recommended = contender(split, K)
    seconds = time.perf_counter() - started
    counts = metrics.exposure(recommended, split.known.shape[1])
    return {
        f"recall@{K}": metrics.recall(recommended, split.held),
        f"NDCG@{K}": metrics.ndcg(recommended, split.held),
        "coverage": metrics.coverage(counts),
        "Gini": metrics.gini(counts),
        "novelty, bits": metrics.novelty(recommended, split.known),
        "seconds": seconds,
    }
