"""Answers that are the same for every listener: asked for every other second, not every swipe."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.conf import settings

Answer = TypeVar("Answer")


class Remembered(Generic[Answer]):
    """A function without arguments whose answer holds for `SHARED_ANSWERS_S` in this process.

    Two threads may both ask when it has grown old; neither waits for the other.
    """

    def __init__(self, ask: Callable[[], Answer]) -> None:
        self._ask = ask
        self._kept: tuple[float, Answer] | None = None

    def __call__(self) -> Answer:
        kept = self._kept
        if kept is None or time.monotonic() - kept[0] > settings.SHARED_ANSWERS_S:
            kept = self._kept = (time.monotonic(), self._ask())
        return kept[1]
