"""What the feed knows of a listener, for them to take along."""

from collections.abc import Sequence
from typing import Any

from catalog.models import Song
from feed.beliefs import Belief, Beliefs
from feed.models import Taste
from feed.signals import Signal
from social.models import Listener


def export_of(
    listener: Listener, asked: Taste, signals: Sequence[Signal], beliefs: Beliefs
) -> dict[str, Any]:
    """Plain data: what was done, what is believed because of it, what was asked."""
    songs = Song.objects.in_bulk({signal.song_id for signal in signals})
    artists = dict(Song.objects.filter(pk__in=songs).values_list("pk", "artist__name"))
    return {
        "listener": listener.public_id if listener.pk else None,
        "beliefs": {
            kind: [_belief(belief) for belief in getattr(beliefs, kind)]
            for kind in ("sounds", "artists", "tempi", "keys", "away")
        },
        "signals": [
            {
                "song": songs[signal.song_id].public_id,
                "title": songs[signal.song_id].title,
                "artist": artists[signal.song_id],
                "act": signal.act,
                "weight": round(signal.weight, 3),
                "at": signal.at.isoformat(),
            }
            for signal in signals
        ],
        "asked": {
            "nothing_already_liked": asked.skip_liked,
            "dial": {
                "energy": asked.dial_energy,
                "brightness": asked.dial_brightness,
                "released_at": asked.dial_released_at,
            },
            "forgotten_before": asked.forgotten_before,
        },
    }


def _belief(belief: Belief) -> dict[str, Any]:
    songs = [{"song": song.public_id, "title": song.title} for song in belief.songs]
    return {
        "words": belief.words,
        "detail": belief.detail,
        "share": belief.share,
        "songs": songs,
    }
