"""Filters in a listener's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.words import key_name


def parts(wanted: Mapping[str, Any], artist_name: str) -> dict[str, str]:
    """Words for each thing that narrows, by the name of its filter.

    The two ends of a range are one thing (`tempo`), and so are key and mode (`key`).
    """
    words = {
        "mood": wanted.get("mood", ""),
        "genre": wanted.get("genre", ""),
        "artist": f"by {artist_name}" if "artist" in wanted else "",
        "key": _key(wanted.get("key", ""), wanted.get("mode", "")),
        "mixes_with": f"that mix with {wanted['mixes_with']}" if "mixes_with" in wanted else "",
        "q": f"with “{wanted['q']}”" if "q" in wanted else "",
        "tempo": _range(wanted, "tempo", "BPM"),
        "energy": _range(wanted, "energy", "%", 100, "energy "),
        "brightness": _range(wanted, "brightness", "%", 100, "brightness "),
    }
    return {name: said for name, said in words.items() if said}


def sentence(said: Mapping[str, str]) -> str:
    """`lively songs in A minor, 90–120 BPM`; `all songs` where nothing narrows."""
    if not said:
        return "all songs"
    before = [said[name] for name in ("mood", "genre") if name in said]
    after = [said[name] for name in ("artist", "key", "mixes_with", "q") if name in said]
    ranges = [said[name] for name in ("tempo", "energy", "brightness") if name in said]
    return ", ".join([" ".join([*before, "songs", *after]), *ranges])


def _key(key: str, mode: str) -> str:
    if key:
        return f"in {key_name(key, mode).strip()}"
    return f"in a {mode} key" if mode else ""


def _range(
    wanted: Mapping[str, Any], name: str, unit: str, factor: float = 1, before: str = ""
) -> str:
    """`90–120 BPM`, `90 BPM`, `from 90 BPM`, `up to 120 BPM`."""
    low, high = (
        "" if end is None else plain(end * factor)
        for end in (wanted.get(f"{name}_min"), wanted.get(f"{name}_max"))
    )
    if low and high:
        said = low if low == high else f"{low}–{high}"
    else:
        said = f"from {low}" if low else f"up to {high}" if high else ""
    return f"{before}{said} {unit}" if said else ""


def extent(low: float | None, high: float | None, factor: float) -> str:
    """`to 90`, `90–110`, `130+`."""
    if low is None or high is None:
        return f"to {plain((high or 0) * factor)}" if low is None else f"{plain(low * factor)}+"
    return f"{plain(low * factor)}–{plain(high * factor)}"


def plain(number: float) -> str:
    """`90`, `0.25`: no more digits than it has."""
    return f"{round(number, 3):g}"
