"""Which candidates become cards. Pure: candidates in, candidates out."""

from collections.abc import Sequence

import numpy as np

from feed.candidates import Candidate
from feed.models import Play

# How often each source gets a card while it has songs left.
SHARES = {
    Play.Source.MOOD: 0.62,
    Play.Source.TASTE: 0.14,
    Play.Source.FRESH: 0.10,
    Play.Source.EXPLORE: 0.14,
}
# A card comes from the best few of its source: near enough, and not the same order every time.
BEST = 6


def choose(
    found: Sequence[Candidate],
    last_artist_id: int | None,
    count: int,
    rng: np.random.Generator,
) -> list[Candidate]:
    """Up to `count` candidates, never two by one artist in a row: fewer cards rather than that."""
    left = list(found)
    chosen: list[Candidate] = []
    while len(chosen) < count:
        open_now = [c for c in left if c.artist_id != last_artist_id]
        if not open_now:
            break
        pick = _pick(open_now, rng)
        chosen.append(pick)
        left.remove(pick)
        last_artist_id = pick.artist_id
    return chosen


def _pick(candidates: Sequence[Candidate], rng: np.random.Generator) -> Candidate:
    by_source: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_source.setdefault(candidate.source, []).append(candidate)
    sources = list(by_source)
    shares = np.array([SHARES[Play.Source(source)] for source in sources])
    source = sources[int(rng.choice(len(sources), p=shares / shares.sum()))]
    best = sorted(by_source[source], key=lambda candidate: candidate.rank)[:BEST]
    weights = 1 / np.arange(1, len(best) + 1)
    return best[int(rng.choice(len(best), p=weights / weights.sum()))]


def spaced(
    candidates: Sequence[Candidate], last_artist_id: int | None, count: int
) -> list[Candidate]:
    """The first `count`, reordered so that artists alternate as long as there is another one."""
    left = list(candidates)
    chosen: list[Candidate] = []
    while left and len(chosen) < count:
        pick = next((c for c in left if c.artist_id != last_artist_id), left[0])
        chosen.append(pick)
        left.remove(pick)
        last_artist_id = pick.artist_id
    return chosen
