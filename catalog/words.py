"""Analysis facts in a listener's words."""

KEY_NAMES = {"C#": "C♯", "D#": "E♭", "F#": "F♯", "G#": "A♭", "A#": "B♭"}

# A window less certain than this is called a guess.
SURE = 0.4

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


def peak_words(provenance: str, confidence: float) -> str:
    """Where a clip's window comes from: `peak heard in the music`, `peak perhaps heard ...`."""
    return f"peak {'' if confidence >= SURE else 'perhaps '}{provenance}"


def clock(seconds: float) -> str:
    """`3:07`, or `1:02:05` from an hour on."""
    whole = max(round(seconds), 0)
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"
