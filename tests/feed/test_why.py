from types import SimpleNamespace

from catalog.models import Analysis
from feed.models import Play
from feed.why import differences, reason


def facts(**changes):
    usual = {"tempo_bpm": 120.0, "tempo_confidence": 0.9, "key": "A", "mode": "minor"}
    return Analysis(**(usual | {"energy": 0.5, "brightness": 0.5} | changes))


def song(title="Undertow", **changes):
    return SimpleNamespace(title=title, analysis=facts(**changes))


def test_a_reason_names_the_song_and_the_real_differences():
    why = reason(song(tempo_bpm=116.0, energy=0.2), Play.Source.MOOD, song("Slow Harbour"), True)
    assert str(why) == "Because you liked Slow Harbour: same key, 4 BPM slower, calmer"


def test_small_differences_are_called_small():
    assert differences(facts(key="C", energy=0.65), facts()) == "same tempo, a little more energy"


def test_unknown_facts_are_not_made_up():
    unknown = facts(tempo_bpm=None, key="", energy=None, brightness=None)
    assert differences(unknown, facts()) == "much alike"
    unsure = facts(tempo_bpm=90.0, tempo_confidence=0.1)
    assert differences(unsure, facts()) == "same key"


def test_exploring_says_so():
    assert "at random" in str(reason(song(), Play.Source.EXPLORE, None, False))
    assert "step away" in str(reason(song(), Play.Source.EXPLORE, song("Other"), False))


def test_only_songs_that_were_liked_are_called_liked():
    assert str(reason(song(), Play.Source.TASTE, song("X"), False)).startswith("Because you stayed")
