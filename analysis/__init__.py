"""Audio in, facts out.

Pure: files and arrays in, frozen dataclasses out; knows no web framework and no database. Importing
this package is cheap; librosa and the decoders are loaded by the first call that needs them.
"""

from pathlib import Path

from analysis.errors import AudioError
from analysis.facts import (
    EMBEDDING_SIZE,
    VERSION,
    Highlight,
    Probe,
    RenderedClip,
    SongAnalysis,
)
from analysis.snapping import snap

__all__ = [
    "EMBEDDING_SIZE",
    "VERSION",
    "AudioError",
    "Highlight",
    "Probe",
    "RenderedClip",
    "SongAnalysis",
    "analyse",
    "browsers_play",
    "probe",
    "render_clip",
    "snap",
    "warm_up",
    "write_listening_copy",
]


def probe(path: Path | str) -> Probe:
    """What a file claims to be, before anything is decoded; raises `AudioError`."""
    from analysis import decode

    return decode.probe(Path(path))


def analyse(path: Path | str) -> SongAnalysis:
    """Every fact about one song, from one pass over its audio; raises `AudioError`."""
    from threadpoolctl import threadpool_limits

    from analysis import song

    # Sums split over threads round otherwise; one at a time, every machine load gives the same.
    with threadpool_limits(1):
        return song.analyse(Path(path))


def render_clip(
    path: Path | str,
    target: Path | str,
    start_s: float,
    end_s: float,
    *,
    small: Path | str | None = None,
) -> RenderedClip:
    """Write `start_s`..`end_s` of `path` as a finished clip to `target`, and for listeners who save
    data to `small`; raises `AudioError`."""
    from analysis import clips

    return clips.render_clip(
        Path(path), Path(target), start_s, end_s, Path(small) if small else None
    )


def browsers_play(path: Path | str) -> bool:
    """Whether browsers play the file as it is."""
    from analysis import copies

    return copies.browsers_play(Path(path))


def write_listening_copy(path: Path | str, target: Path | str) -> None:
    """Write the whole song as M4A for browsers that cannot play `path`; raises `AudioError`."""
    from analysis import copies

    copies.write_listening_copy(Path(path), Path(target))


def warm_up() -> None:
    """Load and compile whatever `analyse` and `render_clip` will need; takes some seconds."""
    from analysis import warming

    warming.warm_up()
