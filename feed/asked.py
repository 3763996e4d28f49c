"""What a listener asked of the feed: the mood dial, nothing they already like, fresh starts."""

from __future__ import annotations

from datetime import datetime, timedelta

from catalog.statements import Statement
from feed.choosing import Dial
from feed.models import Taste
from social.models import Listener

# A released dial fades into the listener's own mood.
DIAL_HALF_LIFE = timedelta(minutes=1)
_FORGOTTEN = 0.05
_ASKED = Statement(lambda listener_id: Taste.objects.filter(listener=listener_id))


def asked_by(listener: Listener) -> Taste:
    """One query; what nobody asked for yet is not kept."""
    if listener.pk is None:
        return Taste()
    known = _ASKED.rows(listener.pk)
    return known[0] if known else Taste(listener=listener)


def dial_of(asked: Taste, now: datetime) -> Dial | None:
    """Where the dial points, as strongly as it still counts."""
    if asked.dial_energy is None or asked.dial_brightness is None:
        return None
    if asked.dial_released_at is None:
        return Dial(asked.dial_energy, asked.dial_brightness, 1.0)
    age = max(now - asked.dial_released_at, timedelta())
    strength = 0.5 ** (age / DIAL_HALF_LIFE)
    if strength < _FORGOTTEN:
        return None
    return Dial(asked.dial_energy, asked.dial_brightness, strength, held=False)


def turn_dial(listener: Listener, energy: float, brightness: float) -> None:
    """Point the dial, 0..1 each, and hold it there."""
    Taste.objects.update_or_create(
        listener=listener,
        defaults={
            "dial_energy": energy,
            "dial_brightness": brightness,
            "dial_released_at": None,
        },
    )


def release_dial(listener: Listener, now: datetime) -> None:
    """Let the dial fade; one released before fades on as it did."""
    held = Taste.objects.filter(listener=listener, dial_released_at=None)
    held.exclude(dial_energy=None).update(dial_released_at=now)


def skip_liked(listener: Listener, wanted: bool) -> None:
    """Whether songs they like stay away."""
    Taste.objects.update_or_create(listener=listener, defaults={"skip_liked": wanted})
