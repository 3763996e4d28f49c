"""Simulated listeners swiping through what recommenders hand them. Pure."""

from collections.abc import Callable, Mapping

import numpy as np

from feed.evaluation.recommenders import Recommender
from feed.evaluation.tastes import HiddenTaste, Swipe
from feed.evaluation.worlds import World

# As the feed's page asks for them.
CARDS = 3
Histories = dict[str, list[list[Swipe]]]


def swipe_all(
    world: World,
    recommenders: Mapping[str, Recommender],
    *,
    listeners: int,
    swipes: int,
    seed: int,
    done: Callable[[], None] = lambda: None,
) -> Histories:
    """What every listener did, by recommender; the same listeners, one after the other, for all.

    `done` is called after each listener.
    """
    histories: Histories = {name: [] for name in recommenders}
    for listener in range(listeners):
        taste = HiddenTaste.draw(world, swipes, np.random.default_rng([seed, listener]))
        for name, recommender in recommenders.items():
            histories[name].append(swipe_through(taste, recommender, listener, swipes))
        done()
    return histories


def swipe_through(
    taste: HiddenTaste, recommender: Recommender, listener: int, swipes: int
) -> list[Swipe]:
    """Cards met in order; fewer than `swipes` where nothing was left."""
    shown: list[Swipe] = []
    while len(shown) < swipes:
        rows = recommender.next_songs(listener, min(CARDS, swipes - len(shown)))
        if not len(rows):
            break
        for row in rows:
            swipe = taste.meet(int(row), shown)
            shown.append(swipe)
            recommender.heard(listener, swipe)
    return shown
