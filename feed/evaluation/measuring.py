"""What `manage.py evaluate` measures: three kinds of data, each with its contenders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.utils import timezone

from feed.evaluation import contenders, outcomes, prototype, splitting
from feed.evaluation.analysed import analysed_world
from feed.evaluation.comparing import compare
from feed.evaluation.feed_itself import FeedItself
from feed.evaluation.interactions import Interactions
from feed.evaluation.own_plays import own_split
from feed.evaluation.recommenders import (
    PopularSongs,
    PrototypeNeighbours,
    RandomSongs,
    Recommender,
)
from feed.evaluation.scratch import scratch_instance
from feed.evaluation.swiping import swipe_all
from feed.evaluation.tables import COSINE, OURS, POPULARITY, PROTOTYPE, RANDOM

OWN_PLAYS, SIMULATED = "own plays", "simulated listeners"
_HELD_SHARE = 0.2
_TIMES = "times the prototype"

Advance = Callable[[], None]
Figures = dict[str, dict[str, float]]


class NothingToMeasureError(Exception):
    """The data is too little to tell anything; says so in a sentence."""


@dataclass(frozen=True)
class Simulation:
    """So many simulated listeners, each with so many swipes."""

    listeners: int
    swipes: int
    seed: int


def of_own_plays(advance: Advance) -> Figures:
    """Songs kept and liked at first are known, those kept later are to be found."""
    split, song_ids = own_split()
    ways = _of_interactions() | {PROTOTYPE: contenders.prototype(prototype.features_of(song_ids))}
    return _compared(
        split, ways, advance, "Nobody kept songs both early and late in the plays yet."
    )


def of_interactions(interactions: Interactions, seed: int, advance: Advance) -> Figures:
    """A fifth of each listener's songs, at random, is to be found."""
    rng = np.random.default_rng(seed)
    split = splitting.at_random(interactions.matrix, _HELD_SHARE, rng)
    return _compared(split, _of_interactions(), advance, "No listener there has two songs.")


def _of_interactions() -> dict[str, contenders.Contender]:
    return {
        RANDOM: contenders.random,
        POPULARITY: contenders.popularity,
        COSINE: contenders.item_cosine,
        OURS: contenders.ours,
    }


def _compared(
    split: splitting.Split,
    ways: dict[str, contenders.Contender],
    advance: Advance,
    why_not: str,
) -> Figures:
    if not len(split.rows):
        raise NothingToMeasureError(why_not)
    return compare(split, ways, advance)


def of_simulated_listeners(simulation: Simulation, advance: Advance) -> Figures:
    """Raises TooFewSongsError without a catalogue to listen to."""
    seed = simulation.seed
    world = analysed_world(np.random.default_rng(seed))
    with scratch_instance(world.song_ids):
        recommenders: dict[str, Recommender] = {
            RANDOM: RandomSongs(world, np.random.default_rng(seed)),
            POPULARITY: PopularSongs(world, np.random.default_rng(seed)),
            PROTOTYPE: PrototypeNeighbours(world, np.random.default_rng(seed)),
            OURS: FeedItself(world, timezone.now(), np.random.default_rng(seed)),
        }
        histories = swipe_all(
            world,
            recommenders,
            listeners=simulation.listeners,
            swipes=simulation.swipes,
            seed=seed,
            done=advance,
        )
    figures = {name: outcomes.figures_of(world, each) for name, each in histories.items()}
    kept = f"kept after {outcomes.COLD}"
    for each in figures.values():
        each[_TIMES] = each[kept] / max(figures[PROTOTYPE][kept], 1e-9)
    return figures


def name_of(path: Path) -> str:
    """What figures of a file are kept under, so that they can be compared later."""
    return f"interactions in {path.name}"[:200]
