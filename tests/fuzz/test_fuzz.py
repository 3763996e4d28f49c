"""Damaged files end cleanly; the long run is `make bench ARGS=fuzz`."""

import os
import signal

import pytest

from tests.fuzz.__main__ import tried
from tests.fuzz.mutations import mutated
from tests.fuzz.originals import FORMATS, original
from tests.fuzz.trial import Limits, Trier

COUNT = 136
# Three hours fit into this; a file of seven seconds has no business beyond it.
PEAK_MB = 600
# Ogg files that lead beyond their claimed end, a film that is louder than any music.
FOUND = (("ogg", 52535), ("ogg", 54762), ("ogg", 56224), ("mp4", 56724))


def test_every_mutant_is_analysed_or_refused_with_a_sentence():
    outcomes = list(tried(COUNT))
    assert [str(outcome) for outcome in outcomes if outcome.faults] == []
    assert max(outcome.peak_mb for outcome in outcomes) < PEAK_MB
    refused = sum(bool(outcome.says) for outcome in outcomes)
    assert 0.2 < refused / COUNT < 0.8, "mutations should neither spare nor ruin every file"


def test_what_long_runs_found_stays_found():
    trier = Trier()
    try:
        outcomes = [trier.try_one(name, seed) for name, seed in FOUND]
    finally:
        trier.close()
    assert [str(outcome) for outcome in outcomes if outcome.faults] == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_seed_is_one_file_and_another_seed_another(name):
    original.cache_clear()
    first = mutated(name, 1).content
    original.cache_clear()
    assert mutated(name, 1).content == first
    assert mutated(name, 2).content != first


def _die(mutant):
    if mutant.seed:
        os.kill(os.getpid(), signal.SIGSEGV)


def _hang(mutant):
    if mutant.seed:
        signal.pause()


def _spin(mutant):
    while mutant.seed:
        pass


@pytest.mark.parametrize(
    ("evil", "limits", "says"),
    [
        (_die, Limits(), "SIGSEGV"),
        (_hang, Limits(time_s=2.0), "took more than 2 s"),
        (_spin, Limits(processor_s=1.0), "more than 1 s of processor time"),
    ],
)
def test_a_mutant_that_kills_or_hangs_is_a_failure_and_the_next_one_is_tried(evil, limits, says):
    trier = Trier(evil, limits)
    try:
        for _ in range(2):
            assert says in trier.try_one("wav", 17).faults[0]
    finally:
        trier.close()
