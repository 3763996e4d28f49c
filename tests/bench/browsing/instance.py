"""The filled instance, made audible: every simulated song gets a clip that can be played."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import numpy as np
from django.conf import settings
from django.core.management import call_command

from analysis.encoding import BIT_RATE, SMALL_BIT_RATE
from catalog.models import Clip
from feed.refit import refit
from feed.simulation import marks
from feed.simulation.catalogue import CLIP_S
from social.models import Listener
from tests.bench.serving import fill

_RATE_HZ = 44_100
_BIT_RATES = {"audio": BIT_RATE, "small_audio": SMALL_BIT_RATE}
_NAMED = 300  # clips the bare page goes through


def audible() -> list[str]:
    """Addresses of clips, each of them one file under many names, as songs have them; the small
    ones for saving data, which a slow network asks for, are another file."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    fill()
    refit()
    folder = Path(settings.MEDIA_ROOT, "clips")
    folder.mkdir(parents=True, exist_ok=True)
    clips = list(Clip.objects.filter(song__in=marks.simulated_songs()))
    for first_digit, (field, bit_rate) in enumerate(_BIT_RATES.items()):
        one = folder / f"{field}.m4a"
        if not one.exists():
            _write_clip(one, bit_rate)
        for clip in clips:
            audio = getattr(clip, field)
            audio.name = f"clips/{first_digit}{clip.song_id:023x}.m4a"
            path = Path(audio.path)
            if not path.exists():
                os.link(one, path)
    Clip.objects.bulk_update(clips, list(_BIT_RATES), batch_size=500)
    return [clip.audio_url for clip in clips[:_NAMED]]


def song_page() -> str:
    """Address of the page of a song that can be heard whole; what is heard is its clip."""
    song = marks.simulated_songs().select_related("clip").first()
    whole = Path(song.audio.path)
    if not whole.exists():
        whole.parent.mkdir(exist_ok=True)
        os.link(song.clip.audio.path, whole)
    return song.get_absolute_url()


@contextmanager
def without_visitors() -> Iterator[None]:
    """Who came to measure leaves nothing behind, or the instance would have to be filled anew."""
    try:
        yield
    finally:
        real = Listener.objects.exclude(pk__in=marks.simulated_listeners())
        real.filter(user=None).delete()


def _write_clip(path: Path, bit_rate: int) -> None:
    """Quiet noise, as heavy as music at this bit rate, in the form clips have."""
    rng = np.random.default_rng(1)
    samples = rng.normal(0, 0.03, (2, int(CLIP_S * _RATE_HZ))).astype(np.float32)
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("aac", rate=_RATE_HZ)
        stream.bit_rate = bit_rate
        frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="stereo")
        frame.sample_rate = _RATE_HZ
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
