"""Ways to recommend from what was listened to: a split in, n x k songs out, -1 at the end.

None recommends what a listener is known to have.
"""

from collections.abc import Callable, Iterator

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.neighbors import NearestNeighbors

from feed.colisten import CoListening
from feed.evaluation.splitting import Split

Contender = Callable[[Split, int], np.ndarray]
_BATCH = 256


def random(split: Split, k: int) -> np.ndarray:
    rng = np.random.default_rng(1)
    return _best(split.asked, k, lambda known: rng.random(known.shape))


def popularity(split: Split, k: int) -> np.ndarray:
    """Songs by the number of listeners."""
    listeners = np.bincount(split.known.indices, minlength=split.known.shape[1]).astype(float)
    return _best(split.asked, k, lambda known: np.tile(listeners, (known.shape[0], 1)))


def item_cosine(split: Split, k: int) -> np.ndarray:
    """The songs most alike to a listener's in who listens to them (Sarwar et al., 2001)."""
    heard = (split.known > 0).astype(np.float32)
    lengths = np.sqrt(np.bincount(heard.indices, minlength=heard.shape[1]))
    normalised = heard @ diags(1 / np.maximum(lengths, 1)).astype(np.float32)
    columns = normalised.T.tocsr()

    def scores(known: csr_matrix) -> np.ndarray:
        songs = (known > 0).astype(np.float32) @ columns
        return (songs @ normalised).toarray()

    return _best(split.asked, k, scores)


def prototype(features: np.ndarray) -> Contender:
    """What came before ClipFeed: plain nearest neighbours of the last song, by tempo, tonality and
    energy. `features` is songs x 3; NaN where a song was not analysed."""

    def recommend(split: Split, k: int) -> np.ndarray:
        analysed = np.flatnonzero(np.isfinite(features).all(axis=1))
        found = np.full((len(split.rows), k), -1)
        most = int(np.diff(split.asked.indptr).max(initial=0)) + k
        search = NearestNeighbors(n_neighbors=min(most, len(analysed))).fit(features[analysed])
        for row, last in enumerate(split.last):
            if last >= 0 and np.isfinite(features[last]).all():
                near = analysed[search.kneighbors(features[last][None], return_distance=False)[0]]
                unknown = near[~np.isin(near, split.asked[row].indices)][:k]
                found[row, : len(unknown)] = unknown
        return found

    return recommend


def ours(split: Split, k: int) -> np.ndarray:
    """Co-listening as the feed knows it."""
    songs, scores = CoListening().fit(split.known).recommend(split.asked, k)
    return np.where(np.isfinite(scores), songs, -1)


def _best(asked: csr_matrix, k: int, scores_of: Callable[[csr_matrix], np.ndarray]) -> np.ndarray:
    """The k songs with the highest scores of each row, without those it holds."""
    return np.concatenate([_top(known, scores_of(known), k) for known in _batches(asked)])


def _batches(asked: csr_matrix) -> Iterator[csr_matrix]:
    for start in range(0, max(asked.shape[0], 1), _BATCH):
        yield asked[start : start + _BATCH]


def _top(known: csr_matrix, scores: np.ndarray, k: int) -> np.ndarray:
    scores[known.nonzero()] = -np.inf
    count = min(k, scores.shape[1])
    songs = np.argpartition(-scores, count - 1, axis=1)[:, :count]
    values = np.take_along_axis(scores, songs, 1)
    order = np.argsort(-values, axis=1, kind="stable")
    songs, values = np.take_along_axis(songs, order, 1), np.take_along_axis(values, order, 1)
    found = np.full((len(scores), k), -1)
    found[:, :count] = np.where(np.isfinite(values), songs, -1)
    return found
