"""Analysis facts in a listener's words."""

from analysis.facts import PITCH_CLASSES

# Who made a song of which nobody wrote it down.
UNKNOWN_ARTIST = "Unknown artist"

KEY_NAMES = {"C#": "C♯", "D#": "E♭", "F#": "F♯", "G#": "A♭", "A#": "B♭"}

# A window less certain than this is called a guess.
SURE = 0.4
# A tempo less certain than this drifts, breathes or is guessed: none is shown.
SURE_TEMPO = 0.2

# Rows: calm to energetic; columns: dark to bright.
_MOODS = (
    ("still, deep", "calm, warm", "gentle, airy"),
    ("dusky, steady", "easy, flowing", "light, open"),
    ("heavy, driving", "lively, full", "radiant, lively"),
    ("fierce, dark", "bold, intense", "blazing, bright"),
)


def mood_words(energy: float | None, brightness: float | None) -> str:
    """Two words for a place on the plane of energy and brightness, both 0..1."""
    if energy is None or brightness is None:
        return ""
    row = min(int(energy * len(_MOODS)), len(_MOODS) - 1)
    column = min(int(brightness * 3), 2)
    return _MOODS[row][column]


def key_name(key: str, mode: str) -> str:
    """`F♯ minor`; flats where musicians write flats; nothing for an unknown key."""
    return f"{KEY_NAMES.get(key, key)} {mode}" if key else ""


def camelot(key: str, mode: str) -> str:
    """The key's place on the wheel that disc jockeys mix by: `8A` for A minor, `8B` for C major.

    Neighbours on the wheel (7A, 9A, 8B) share all notes but one, or all.
    """
    if key not in PITCH_CLASSES:
        return ""
    relative_major = PITCH_CLASSES.index(key) + (3 if mode == "minor" else 0)
    return f"{(relative_major * 7 + 7) % 12 + 1}{'A' if mode == 'minor' else 'B'}"


def peak_words(provenance: str, confidence: float) -> str:
    """Where a clip's window comes from: `peak heard in the music`, `peak perhaps heard ...`."""
    return f"peak {'' if confidence >= SURE else 'perhaps '}{provenance}"


def clock(seconds: float) -> str:
    """`3:07`, or `1:02:05` from an hour on."""
    whole = max(round(seconds), 0)
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"
