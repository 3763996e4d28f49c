"""A curator's window: what the song's page shows of the clip, and which windows are possible."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms

from catalog import drawing, peaks
from catalog.models import Analysis, Clip, Heatmap, Song
from catalog.words import clock

# Lengths are shown rounded: what is over the end by this much is the end.
_ROUNDING_S = 0.05
_NO_NUMBER = "Type the {} in seconds, as in 61.5."


class WindowForm(forms.Form):
    """`start_s` and `end_s`, seconds of a song `duration_s` long."""

    start_s = forms.FloatField(label="Start (seconds)")
    end_s = forms.FloatField(label="End (seconds)")

    def __init__(self, duration_s: float, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duration_s = duration_s
        for name, word in (("start_s", "start"), ("end_s", "end")):
            self.fields[name].error_messages |= dict.fromkeys(
                ("required", "invalid"), _NO_NUMBER.format(word)
            )
            self.fields[name].widget.attrs |= {"step": "0.1", "min": 0, "inputmode": "decimal"}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if {"start_s", "end_s"} <= values.keys():
            if problem := self._problem(values["start_s"], values["end_s"]):
                raise forms.ValidationError(problem)
            values["end_s"] = min(values["end_s"], self.duration_s)
        return values

    def _problem(self, start_s: float, end_s: float) -> str:
        """Why this is no window of the song; empty where it is one."""
        length_s = end_s - start_s
        if start_s < 0:
            return "The clip cannot start before the song does."
        if end_s > self.duration_s + _ROUNDING_S:
            return (
                f"The song ends at {self.duration_s:.1f} s ({clock(self.duration_s)}):"
                f" the clip cannot go on to {end_s:.1f} s."
            )
        if length_s <= 0:
            return "The clip must end after it starts."
        if length_s < peaks.MIN_CURATED_S - _ROUNDING_S:
            return f"A clip lasts at least {peaks.MIN_CURATED_S:.0f} s; this one {length_s:.1f} s."
        if length_s > peaks.MAX_CURATED_S + _ROUNDING_S:
            return f"A clip lasts at most {peaks.MAX_CURATED_S:.0f} s; this one {length_s:.1f} s."
        return ""

    @property
    def window(self) -> tuple[float, float]:
        return self.cleaned_data["start_s"], self.cleaned_data["end_s"]


@dataclass(frozen=True)
class DrawnCurve:
    """A curve over the waveform, and what it is worth, in words."""

    name: str
    path: str
    words: str


@dataclass(frozen=True)
class Mark:
    """A highlight of the detector under the waveform, in the strip's units."""

    x: float
    width: float


class Panel:
    """A song's waveform with its window, as the admin shows it."""

    def __init__(self, song: Song, form: WindowForm | None = None) -> None:
        self.song = song
        self.start_s, self.end_s = _shown_window(song)
        initial = {"start_s": round(self.start_s, 2), "end_s": round(self.end_s, 2)}
        self.form = form or WindowForm(song.duration_s, initial=initial)

    @property
    def limits(self) -> dict[str, str]:
        """Seconds, for the page's script."""
        return {
            "duration": f"{self.song.duration_s:.3f}",
            "least": f"{peaks.MIN_CURATED_S:g}",
            "most": f"{peaks.MAX_CURATED_S:g}",
        }

    @property
    def wave(self) -> str:
        return drawing.strip_path(self.song.analysis.waveform_points)

    @property
    def lit(self) -> Mark:
        return self._mark(self.start_s, self.end_s)

    @property
    def marks(self) -> list[Mark]:
        found = self.song.analysis.highlights
        return [self._mark(highlight["start_s"], highlight["end_s"]) for highlight in found]

    @cached_property
    def curves(self) -> list[DrawnCurve]:
        return [_drawn(heatmap, self.song.duration_s) for heatmap in self.song.heatmaps.all()]

    @property
    def duration_text(self) -> str:
        return clock(self.song.duration_s)

    @property
    def clip_words(self) -> str:
        """`1:00 to 1:24, heard in the music (70 % sure)`."""
        clip: Clip | None = getattr(self.song, "clip", None)
        if clip is None:
            return ""
        is_curated = clip.provenance == Clip.Provenance.CURATOR
        sure = "" if is_curated else f" ({100 * clip.confidence:.0f} % sure)"
        times = f"{clock(clip.start_s)} to {clock(clip.end_s)}"
        return f"{times}, {clip.get_provenance_display()}{sure}"

    @property
    def is_waiting(self) -> bool:
        """A worker will change what is shown here."""
        return self.song.analysis.state not in (Analysis.State.DONE, Analysis.State.FAILED)

    @property
    def work_words(self) -> str:
        """What is still to come, or what went wrong."""
        work = self.song.analysis
        if work.state == Analysis.State.FAILED:
            return work.error
        if work.state == Analysis.State.DONE:
            return ""
        if work.clip_only:
            return "A new clip is being made; until it is there, listeners hear this one."
        return "The song waits for its analysis; a window chosen now is used for the clip."

    def _mark(self, start_s: float, end_s: float) -> Mark:
        scale = drawing.STRIP_BARS / max(self.song.duration_s, 1e-3)
        return Mark(round(start_s * scale, 3), round((end_s - start_s) * scale, 3))


def _shown_window(song: Song) -> tuple[float, float]:
    """The curator's, the clip's, or the one that a song without a clip begins with."""
    clip: Clip | None = getattr(song, "clip", None)
    if song.curated_window:
        return song.curated_window
    if clip is not None:
        return clip.start_s, min(clip.end_s, song.duration_s)
    return 0.0, min(song.duration_s, peaks.MAX_CLIP_S)


def _drawn(heatmap: Heatmap, duration_s: float) -> DrawnCurve:
    trust = peaks.trust(peaks.Curve(heatmap.source, heatmap.curve, heatmap.recording_s), duration_s)
    worth = f"it counts {100 * trust:.0f} %" if trust else "too far from this song's to count"
    return DrawnCurve(
        heatmap.source,
        drawing.curve_path(heatmap.curve, duration_s),
        f"in a recording of {clock(heatmap.recording_s)}: {worth}",
    )
