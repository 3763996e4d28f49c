from types import SimpleNamespace

import pytest

from catalog.models import Analysis
from feed.causes import Cause
from feed.models import Play
from feed.why import differences, reason

Source = Play.Source


def facts(**changes):
    usual = {"tempo_bpm": 120.0, "tempo_confidence": 0.9, "key": "A", "mode": "minor"}
    return Analysis(**(usual | {"energy": 0.5, "brightness": 0.5} | changes))


def song(title="Undertow", **changes):
    return SimpleNamespace(title=title, analysis=facts(**changes))


def test_a_reason_names_the_song_and_the_real_differences():
    changed = song(tempo_bpm=116.0, energy=0.2)
    why = reason(changed, Cause(Source.MOOD, 5, anchor_liked=True), song("Slow Harbour"))
    assert str(why) == "Because you liked Slow Harbour: same key, 4 BPM slower, calmer"


def test_small_differences_are_called_small():
    assert differences(facts(key="C", energy=0.65), facts()) == "same tempo, a little more energy"


def test_unknown_facts_are_not_made_up():
    unknown = facts(tempo_bpm=None, key="", energy=None, brightness=None)
    assert differences(unknown, facts()) == "much alike"
    unsure = facts(tempo_bpm=90.0, tempo_confidence=0.1)
    assert differences(unsure, facts()) == "same key"


def test_only_songs_that_were_liked_are_called_liked():
    assert str(reason(song(), Cause(Source.TASTE, 5), song("X"))).startswith("Because you stayed")


def test_who_reposted_is_named():
    assert str(reason(song(), Cause(Source.PEOPLE, person="ada"), None)) == "Reposted by ada"
    assert "you follow" in str(reason(song(), Cause(Source.PEOPLE), None))


def test_co_listening_names_the_song_it_leans_on():
    why = reason(song(), Cause(Source.COLISTEN, 5, anchor_liked=True), song("Slow Harbour"))
    assert str(why) == "Kept by the same people as a song you liked, Slow Harbour"


def test_the_dial_says_what_it_found():
    assert "easy, flowing" in str(reason(song(energy=0.3), Cause(Source.DIAL), None))


@pytest.mark.parametrize("source", Source)
def test_every_source_has_words(source):
    assert str(reason(song(), Cause(source), None))
