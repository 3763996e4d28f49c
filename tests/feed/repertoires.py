"""Tiny catalogues without a database, for what is pure."""

import numpy as np

from feed.facts import FACTS
from feed.index import SongIndex
from feed.repertoire import Repertoire


def make_repertoire(vectors, **columns):
    """Songs 1, 2, 3… at `vectors`, each by an artist of its own unless told otherwise."""
    vectors = np.asarray(vectors, np.float32)
    ids = np.arange(1, len(vectors) + 1)
    facts = np.zeros(len(ids), FACTS)
    facts["artist_id"], facts["wheel"] = ids, -1
    facts["energy"] = facts["brightness"] = 0.5
    for name, values in columns.items():
        facts[name] = values
    # Within songs, everything varies alike.
    segments = np.repeat(vectors, 4, axis=0)
    segments += np.random.default_rng(0).normal(0, 0.1, segments.shape)
    index = SongIndex.build(ids, vectors, segments=segments, segment_ids=np.repeat(ids, 4))
    return Repertoire(index, facts)


def two_groups(each=20, **columns):
    """Songs 1 to `each` sound like each other, and so do the ones after them."""
    rng = np.random.default_rng(0)
    east, west = rng.normal(3, 0.5, (each, 8)), rng.normal(-3, 0.5, (each, 8))
    return make_repertoire(np.concatenate([east, west]), **columns)
