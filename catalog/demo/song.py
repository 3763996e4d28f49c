"""What a demo song is, when its sections start, and the truth about it."""

from dataclasses import dataclass
from functools import cached_property

FIRST_BEAT_S = 0.1
"""Silence before the first beat of every demo song, in seconds."""
TAIL_S = 2.6
"""How long the last sounds may ring after the last bar, in seconds."""
SECTION_NAMES = {"I": "intro", "V": "verse", "C": "chorus", "B": "break", "O": "outro"}


@dataclass(frozen=True)
class Meter:
    """Beats in a bar and sixteenth steps in a beat (six in a dotted quarter)."""

    beats: int
    steps_per_beat: int

    @property
    def steps(self) -> int:
        return self.beats * self.steps_per_beat


METERS = {"4/4": Meter(4, 4), "3/4": Meter(3, 4), "6/8": Meter(2, 6)}


@dataclass(frozen=True)
class Section:
    """A stretch of whole bars; `letter` is a key of SECTION_NAMES, `turn` counts from one."""

    letter: str
    turn: int
    start_bar: int
    bars: int

    @property
    def name(self) -> str:
        return SECTION_NAMES[self.letter]

    @property
    def end_bar(self) -> int:
        return self.start_bar + self.bars


@dataclass(frozen=True)
class DemoSong:
    """One song of the catalogue.

    `form` lists sections with their bars ("I4 V8 C8"); `verse`, `chorus` and `bridge` are
    chords in Roman numerals, one bar a word; `tune` and `hook` are melodies in scale degrees
    (see `melody`).
    """

    slug: str
    title: str
    artist: str
    album: str
    genre: str
    year: int
    track_number: int
    bpm: float
    key: str
    mode: str
    meter: str
    seed: int
    style: str
    form: str
    verse: str
    chorus: str
    bridge: str
    tune: str
    hook: str

    @property
    def measure(self) -> Meter:
        return METERS[self.meter]

    @property
    def step_s(self) -> float:
        return 60.0 / self.bpm / self.measure.steps_per_beat

    @property
    def bar_s(self) -> float:
        return 60.0 / self.bpm * self.measure.beats

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        found: list[Section] = []
        bar = 0
        for word in self.form.split():
            letter, bars = word[0], int(word[1:])
            turn = 1 + sum(section.letter == letter for section in found)
            found.append(Section(letter, turn, bar, bars))
            bar += bars
        return tuple(found)

    @property
    def duration_s(self) -> float:
        return self.bar_time_s(self.sections[-1].end_bar) + TAIL_S

    def bar_time_s(self, bar: float) -> float:
        """When a bar starts, in seconds from the start of the audio."""
        return FIRST_BEAT_S + bar * self.bar_s

    def progression(self, section: Section) -> str:
        """The chords of a section: the break has its own, intro and outro are the verse's."""
        return {"C": self.chorus, "B": self.bridge}.get(section.letter, self.verse)


def truth(song: DemoSong) -> dict[str, object]:
    """All that is known about a song, times in seconds from the start of the audio."""
    times = [
        {
            "name": section.name,
            "start_s": round(song.bar_time_s(section.start_bar), 4),
            "end_s": round(song.bar_time_s(section.end_bar), 4),
        }
        for section in song.sections
    ]
    return {
        "title": song.title,
        "artist": song.artist,
        "album": song.album,
        "genre": song.genre,
        "year": song.year,
        "style": song.style,
        "bpm": song.bpm,
        "key": song.key,
        "mode": song.mode,
        "meter": song.meter,
        "first_beat_s": FIRST_BEAT_S,
        "duration_s": round(song.duration_s, 4),
        "sections": times,
        "choruses": [[t["start_s"], t["end_s"]] for t in times if t["name"] == "chorus"],
    }
