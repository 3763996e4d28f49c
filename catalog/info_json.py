"""What yt-dlp writes beside a download: `NAME.info.json`, with the video's most-replayed curve.

The curve is the field `heatmap`: about a hundred `{start_time, end_time, value}` in seconds and
0..1, or null where a video has none.
"""

import json
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

# Comments make these files large; what is larger is no such file.
MAX_BYTES = 64 * 1024**2
_FEWEST_BINS, _MOST_BINS = 10, 10_000
# Bins follow on each other but for rounding.
_SEAM_S = 0.5
_LONGEST_S = 24 * 3600
# What channels add to a title: (Official Video), [Lyrics], (Remastered 2011) ...
_NOISE = re.compile(
    r"[(\[][^)\]]*\b(?:official|video|audio|lyrics?|visuali[sz]er|hd|hq|4k|mv|m/v|remaster(?:ed)?)"
    r"\b[^)\]]*[)\]]",
    re.IGNORECASE,
)


class InfoError(Exception):
    """The file tells of no curve; the message is a sentence that says why."""


@dataclass(frozen=True, eq=False)
class Recording:
    """A recording that was replayed somewhere; `bins` as in `catalog.peaks.Curve`.

    `credits` are the pairs of artist and title it may be known by, the likeliest first.
    """

    source: str
    origin: str
    duration_s: float
    credits: tuple[tuple[str, str], ...]
    bins: np.ndarray


def read(path: Path) -> Recording:
    """What the file at `path` tells; raises `InfoError`."""
    info = _load(path)
    if not isinstance(info, dict):
        raise InfoError("This is JSON, but not what yt-dlp says of a video.")
    if info.get("_type", "video") != "video":
        raise InfoError("This tells of a playlist or channel, not of one recording.")
    bins = _bins(info.get("heatmap"))
    return Recording(
        source=_text(info, "extractor")[:40].lower() or "unknown",
        origin=(_text(info, "webpage_url") or _text(info, "id"))[:500],
        duration_s=_duration_s(info, bins),
        credits=_credits(info),
        bins=bins,
    )


def _load(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InfoError(f"The file is larger than {MAX_BYTES // 1024**2} MB.")
        return json.loads(path.read_bytes())
    except OSError as error:
        raise InfoError(f"The file cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise InfoError("The file is not JSON.") from error


def _bins(heatmap: Any) -> np.ndarray:
    """n x 3, ascending, whatever their order in the file."""
    if not heatmap:
        raise InfoError("There is no most-replayed curve for this video.")
    if not isinstance(heatmap, list):
        raise InfoError("The curve is not a list of bins.")
    if not _FEWEST_BINS <= len(heatmap) <= _MOST_BINS:
        raise InfoError(f"A curve has about 100 bins, and this one {len(heatmap)}.")
    bins = np.array([_bin(entry, place) for place, entry in enumerate(heatmap, start=1)])
    bins = bins[np.argsort(bins[:, 0], kind="stable")]
    apart = np.flatnonzero(np.abs(bins[1:, 0] - bins[:-1, 1]) > _SEAM_S)
    if apart.size:
        raise InfoError(f"The bins do not follow on each other at {bins[apart[0], 1]:.1f} s.")
    return bins


def _bin(entry: Any, place: int) -> tuple[float, float, float]:
    if not isinstance(entry, dict):
        raise InfoError(f"Bin {place} is not a bin.")
    start_s, end_s, value = (_number(entry.get(k)) for k in ("start_time", "end_time", "value"))
    if start_s is None or end_s is None or value is None:
        raise InfoError(f"Bin {place} lacks a number where a time or value should be.")
    if not 0 <= start_s < end_s <= _LONGEST_S:
        raise InfoError(f"Bin {place} goes from {start_s:g} s to {end_s:g} s.")
    if not 0 <= value <= 1:
        raise InfoError(f"Bin {place} has the value {value:g}, not one between 0 and 1.")
    return start_s, end_s, value


def _number(value: Any) -> float | None:
    """A finite number; None for anything else that JSON, or Python's idea of it, can hold."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _duration_s(info: dict[str, Any], bins: np.ndarray) -> float:
    """The video's own length; where it is not told, the curve's."""
    duration_s = _number(info.get("duration"))
    if duration_s is None or not 0 < duration_s <= _LONGEST_S:
        return float(bins[-1, 1])
    return duration_s


def _credits(info: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """From the music's own fields, then from "Artist - Title", then from the channel's name."""
    title = clean_title(_text(info, "title"))
    artists = [*_names(info.get("artists")), *_names(info.get("artist"))]
    channel = (_text(info, "channel") or _text(info, "uploader")).removesuffix(" - Topic")
    pairs = [(artist, _text(info, "track") or title) for artist in artists]
    parts = re.split(r"\s+[-–—]\s+", title, maxsplit=1)
    if len(parts) == 2:
        pairs += [(parts[0], parts[1]), (parts[1], parts[0])]
    pairs.append((channel, _text(info, "track") or title))
    return tuple(dict.fromkeys((a, clean_title(t)) for a, t in pairs if a and t))


def _names(value: Any) -> list[str]:
    """One name or several in a list; a name of several artists, and its first one."""
    names = value if isinstance(value, list) else [value]
    whole = [_line(name) for name in names if isinstance(name, str)]
    first = [re.split(r",|;|\s(?:feat|ft)\b\.?", name, maxsplit=1)[0].strip() for name in whole]
    return [*whole, *first]


def clean_title(title: str) -> str:
    """Without what channels add in brackets."""
    return " ".join(_NOISE.sub(" ", title).split()) or title


def _text(info: dict[str, Any], name: str) -> str:
    value = info.get(name)
    return _line(value) if isinstance(value, str) else ""


def _line(text: str) -> str:
    """One line that any database can keep."""
    text = "".join(character if character.isprintable() else " " for character in text[:2000])
    return " ".join(text.split())
