"""The window each song's clip should have, by all that is known now; what differs is rendered anew.

The work on a song's clip is its analysis row's: claimed, renewed, retried and swept like an
analysis, so that no two workers ever make one song's clip.
"""

from functools import partial

from django.db import transaction
from django.utils import timezone

import analysis
from catalog import peaks
from catalog.announcing import announce
from catalog.models import Analysis, Clip, Song

# Windows nearer than this are one: nobody hears the difference.
_SAME_S = 0.02


def curves_of(song: Song) -> list[peaks.Curve]:
    heatmaps = song.heatmaps.order_by("source")
    return [peaks.Curve(heat.source, heat.curve, heat.recording_s) for heat in heatmaps]


def wanted_window(song: Song) -> peaks.Window:
    """By the stored facts of an analysed song."""
    return peaks.choose_window(
        [analysis.Highlight(**highlight) for highlight in song.analysis.highlights],
        [song.analysis.downbeats_s, song.analysis.beats_s],
        song.duration_s,
        curves=curves_of(song),
        curated=song.curated_window,
    )


@transaction.atomic
def curate(song_id: int, window: tuple[float, float] | None) -> bool:
    """Keep a curator's window (seconds), or forget it; whether the clip is rendered anew."""
    start_s, end_s = window or (None, None)
    Song.objects.filter(pk=song_id).update(curated_start_s=start_s, curated_end_s=end_s)
    return reconsider(song_id)


@transaction.atomic
def reconsider(song_id: int) -> bool:
    """Have the clip rendered anew if its window moved; whether it did.

    A worker that publishes at this moment waits for the lock or is waited for, and looks again
    itself (`settle`): a window chosen meanwhile is never forgotten.
    """
    rows = Analysis.objects.select_for_update().only("analysed_at")
    work = rows.filter(song_id=song_id).first()
    if work is None or work.analysed_at is None:
        return False
    return settle(song_id)


def settle(song_id: int) -> bool:
    """`reconsider` for who holds the row's lock already, inside a transaction."""
    song = Song.objects.select_related("analysis", "clip").get(pk=song_id)
    clip: Clip | None = getattr(song, "clip", None)
    window = wanted_window(song)
    if clip is not None and _is_same(clip, window):
        Clip.objects.filter(pk=clip.pk).update(
            provenance=window.provenance, confidence=window.confidence
        )
        return False
    if Analysis.objects.filter(song_id=song_id).render_again(timezone.now()):
        transaction.on_commit(partial(announce, [song_id]))
    return True


def _is_same(clip: Clip, window: peaks.Window) -> bool:
    return abs(clip.start_s - window.start_s) < _SAME_S and abs(clip.end_s - window.end_s) < _SAME_S
