"""What the API takes and gives.

Answers are built by `feed.api.entries`; tests prove that they keep to these schemas, so that no
request has to.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, BaseModel, Field, ValidationInfo, model_validator

from analysis.facts import PITCH_CLASSES
from catalog.filters import narrowed
from catalog.models import SongQuerySet
from catalog.searching import CAMELOT_CODES, FLATS, MODES, MOODS
from feed.api.problems import RefusedError
from feed.recommending import MoodPoint

MOST_LISTED, MOST_PICKED, MOST_NAMED = 100, 50, 20
LARGEST_SEED = 2**53 - 1
KEYS = (*PITCH_CLASSES, *FLATS)


def _one_of(names: tuple[str, ...]) -> Callable[[str], str]:
    def check(name: str) -> str:
        if name not in names:
            raise ValueError(f"Input should be one of {', '.join(names)}")
        return name

    return check


def _enumerated(names: tuple[str, ...]) -> Any:
    return Field(json_schema_extra={"enum": list(names)})


def _without_nul(text: str) -> str:
    if "\0" in text:  # PostgreSQL has no place for it
        raise ValueError("A text holds no NUL character")
    return text


Text = Annotated[
    str,
    Field(min_length=1, max_length=200, json_schema_extra={"pattern": r"^[^\x00]*$"}),
    AfterValidator(_without_nul),
]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
TempoBpm = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
Key = Annotated[str, _enumerated(KEYS), AfterValidator(_one_of(KEYS))]
Mode = Annotated[str, _enumerated(MODES), AfterValidator(_one_of(MODES))]
Camelot = Annotated[str, _enumerated(CAMELOT_CODES), AfterValidator(_one_of(CAMELOT_CODES))]
Mood = Annotated[str, _enumerated(tuple(MOODS)), AfterValidator(_one_of(tuple(MOODS)))]


class Parameters(BaseModel):
    @model_validator(mode="before")
    @classmethod
    def none_unknown(cls, data: Any, info: ValidationInfo) -> Any:
        """A misspelt filter would let everything through."""
        request = (info.context or {})["request"]
        for name in request.GET:
            if name not in cls.model_fields:
                known = ", ".join(cls.model_fields)
                raise RefusedError(
                    name[:50], f"There is no such parameter here; there are {known}."
                )
        return data


class Filters(Parameters):
    """Which songs; what is left out narrows nothing."""

    q: Text | None = Field(None, description="Words in the title, artist or album.")
    artist: Text | None = Field(None, description="An artist's name or id.")
    genre: Text | None = Field(None, description="A genre, upper and lower case aside.")
    tempo_min: TempoBpm | None = Field(
        None, description="BPM; songs without a sure tempo are left out."
    )
    tempo_max: TempoBpm | None = Field(None, description="BPM, as above.")
    key: Key | None = Field(None, description="A pitch class. In an address, # is written %23.")
    mode: Mode | None = Field(None, description="Major or minor.")
    mixes_with: Camelot | None = Field(
        None, description="A place on the Camelot wheel: songs there or next to it mix well."
    )
    mood: Mood | None = Field(None, description="One of the two mood words of a song.")
    energy_min: Share | None = Field(None, description="0 (calm) to 1 (energetic).")
    energy_max: Share | None = Field(None, description="0 to 1.")
    brightness_min: Share | None = Field(None, description="0 (dark) to 1 (bright).")
    brightness_max: Share | None = Field(None, description="0 to 1.")

    @cached_property
    def narrow(self) -> bool:
        return any(getattr(self, name) is not None for name in Filters.model_fields)

    def of(self, songs: SongQuerySet) -> SongQuerySet:
        """Those of `songs` that fit."""
        return narrowed(songs, {name: getattr(self, name) for name in Filters.model_fields})


class Listing(Filters):
    limit: Annotated[int, Field(ge=1, le=MOST_LISTED)] = 50
    cursor: str | None = Field(
        None, max_length=300, description="Where the list goes on; part of `next`."
    )


class Draw(Filters):
    count: Annotated[int, Field(ge=1, le=MOST_PICKED)] = 10
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] | None = Field(
        None, description="The same seed finds the same songs, as long as they are there."
    )


class Wish(Parameters):
    song: Annotated[list[Text], Field(max_length=MOST_NAMED)] = Field(
        [], description="A song's id; may be repeated. Songs that sound like any of these come."
    )
    energy: Share | None = Field(None, description="A mood: 0 (calm) to 1 (energetic).")
    brightness: Share | None = Field(None, description="A mood: 0 (dark) to 1 (bright).")
    count: Annotated[int, Field(ge=1, le=MOST_PICKED)] = 10

    @property
    def mood(self) -> MoodPoint | None:
        """Where only one of the two is named, the other is in the middle."""
        if self.energy is None and self.brightness is None:
            return None
        return MoodPoint(
            0.5 if self.energy is None else self.energy,
            0.5 if self.brightness is None else self.brightness,
        )


class ArtistEntry(Schema):
    id: str
    name: str


class ClipEntry(Schema):
    """The seconds that the feed plays."""

    start_s: float
    end_s: float
    duration_s: float = Field(description="Of the rendered clip.")
    chosen_by: Literal["curator", "listeners", "imported", "detector"]
    confidence: float
    audio: str = Field(description="AAC in M4A; its name changes with its content.")


class Links(Schema):
    """Addresses on this server."""

    details: str
    page: str
    stream: str
    cover: str | None
    picture: str = Field(description="A picture for sharing.")


class SongEntry(Schema):
    id: str
    title: str
    artist: ArtistEntry
    album: str
    genre: str
    year: int | None
    licence: str
    duration_s: float
    tempo_bpm: float | None = Field(description="Null where the music has no sure tempo.")
    key: str = Field(description="A pitch class in sharps; empty where there is none.")
    mode: str
    camelot: str = Field(description="The key's place on the wheel that disc jockeys mix by.")
    energy: float | None = Field(description="0 (calm) to 1 (energetic).")
    brightness: float | None = Field(description="0 (dark) to 1 (bright).")
    danceability: float | None
    loudness_lufs: float | None
    mood: str = Field(description="Two words for energy and brightness.")
    clip: ClipEntry
    links: Links


class Highlight(Schema):
    """A part worth hearing; the best comes first."""

    start_s: float
    end_s: float
    score: float


class SongDetails(SongEntry):
    added_at: datetime
    track_number: int | None
    tempo_confidence: float | None
    key_confidence: float | None
    true_peak_dbtp: float | None
    highlights: list[Highlight]
    waveform: list[int] = Field(description="0 to 255, evenly spaced over the whole song.")


class Songs(Schema):
    songs: list[SongEntry]
    next: str | None = Field(description="The address of the rest; null at the end.")


class RandomSongs(Schema):
    songs: list[SongEntry]


class Recommendation(SongEntry):
    reason: str = Field(description="Why this song, in a sentence.")


class Recommendations(Schema):
    songs: list[Recommendation]
