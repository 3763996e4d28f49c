"""The work on one song: claim it, analyse it, render its clip, publish both at once; or, where the
facts stand and only the window moved, render its clip alone.

Safe to run twice and at the same time: a claim goes to exactly one worker, is renewed while that
worker lives, and only its holder publishes.
"""

import hashlib
import logging
import tempfile
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

import analysis
from catalog import peaks, windows
from catalog.claims import AnalysisQuerySet
from catalog.models import Analysis, Clip, Song

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
# A crash of the decoder itself is no accident of the moment.
MAX_CRASHES = 2
# Three hours of sound take a few minutes; a crafted file could take for ever.
TIME_LIMIT_S = 30 * 60
_FIRST_RETRY = timedelta(seconds=30)
_HEARTBEAT_S = 20.0


class ClaimLostError(Exception):
    """Another worker took the song over; nothing of this attempt is kept."""


def analyse_song(song_id: int) -> bool:
    """Analyse and publish one song if it waits; False where it did not."""
    claim = Analysis.objects.claim(song_id, timezone.now())
    if claim is None:
        return False
    try:
        with _renewed(claim):
            song = Song.objects.select_related("analysis").get(pk=song_id)
            work = _render if song.analysis.clip_only else _analyse
            work(song, claim)
    except SystemExit:
        _give_back(claim)
        raise
    except ClaimLostError:
        logger.warning("Song %s was taken over by another worker.", song_id)
    except analysis.AudioError as error:
        _bury(claim, str(error))
    except SoftTimeLimitExceeded:
        _bury(claim, f"The analysis took more than {TIME_LIMIT_S // 60} minutes and was stopped.")
    except Exception as error:
        logger.exception("Analysis of song %s failed.", song_id)
        _retry_or_bury(claim, f"{type(error).__name__}: {error}"[:1000], MAX_ATTEMPTS)
    return True


def give_up_after_crashes(song_id: int, crashed_at: datetime, what: str) -> None:
    """A process died of this song (`what` says how): try it once more, and then no more."""
    work = Analysis.objects.filter(
        song_id=song_id, state=Analysis.State.RUNNING, claimed_at__lte=crashed_at
    ).first()
    if work is not None and work.claim is not None:
        logger.error("The analysis of song %s %s.", song_id, what)
        reason = f"The analysis {what}; the file is probably damaged."
        _retry_or_bury(work.claim, reason, MAX_CRASHES)


def give_up_the_abandoned(now: datetime) -> None:
    """What every worker died of, without a trace, is tried no more."""
    Analysis.objects.abandoned_too_often(now).update(
        state=Analysis.State.FAILED,
        claim=None,
        error=f"The worker was killed {AnalysisQuerySet.MOST_DEATHS} times while it analysed this"
        " song; it may need more memory than there is.",
    )


def _analyse(song: Song, claim: uuid.UUID) -> None:
    with _local_file(song) as path:
        facts = analysis.analyse(path)
        window = peaks.choose_window(
            facts.highlights,
            [facts.downbeats_s, facts.beats_s],
            facts.duration_s,
            curves=windows.curves_of(song),
            curated=song.curated_window,
        )
        with tempfile.TemporaryDirectory(dir=work_folder()) as folder:
            clip = _rendered(song, path, window, Path(folder))
            copy_name = _listening_copy(path, Path(folder, "song.m4a"))
    _publish(song, facts, clip, copy_name, claim)


def _render(song: Song, claim: uuid.UUID) -> None:
    window = windows.wanted_window(song)
    with _local_file(song) as path, tempfile.TemporaryDirectory(dir=work_folder()) as folder:
        clip = _rendered(song, path, window, Path(folder))
    _publish_clip(clip, claim)


def _rendered(song: Song, path: Path, window: peaks.Window, folder: Path) -> Clip:
    """The clip as a row that is not saved yet; its audio is stored."""
    target, small = folder / "clip.m4a", folder / "small.m4a"
    rendered = analysis.render_clip(path, target, window.start_s, window.end_s, small=small)
    return Clip(
        song=song,
        start_s=window.start_s,
        end_s=window.end_s,
        audio=_store(target, "clips"),
        small_audio=_store(small, "clips"),
        duration_s=rendered.duration_s,
        loudness_lufs=rendered.loudness_lufs,
        provenance=window.provenance,
        confidence=window.confidence,
        rendered_at=timezone.now(),
    )


@transaction.atomic
def _publish_clip(clip: Clip, claim: uuid.UUID) -> None:
    held = Analysis.objects.held(claim)
    if held.update(state=Analysis.State.DONE, claim=None, error="", clip_only=False) != 1:
        raise ClaimLostError
    _save(clip)
    windows.settle(clip.song_id)


@transaction.atomic
def _publish(
    song: Song, facts: "analysis.SongAnalysis", clip: Clip, copy_name: str, claim: uuid.UUID
) -> None:
    changed = Analysis.objects.held(claim).update(
        state=Analysis.State.DONE,
        claim=None,
        error="",
        clip_only=False,
        warnings=list(facts.warnings),
        version=analysis.VERSION,
        analysed_at=timezone.now(),
        tempo_bpm=facts.tempo_bpm,
        tempo_confidence=facts.tempo_confidence,
        key=facts.key,
        mode=facts.mode,
        key_confidence=facts.key_confidence,
        energy=facts.energy,
        brightness=facts.brightness,
        danceability=facts.danceability,
        loudness_lufs=facts.loudness_lufs,
        true_peak_dbtp=facts.true_peak_dbtp,
        embedding=facts.embedding.astype(np.float32).tobytes(),
        segments=facts.segments.astype(np.float16).tobytes(),
        waveform=facts.waveform.astype(np.uint8).tobytes(),
        beats=facts.beats_s.astype(np.float32).tobytes(),
        downbeats=facts.downbeats_s.astype(np.float32).tobytes(),
        highlights=[asdict(highlight) for highlight in facts.highlights],
    )
    if changed != 1:
        raise ClaimLostError
    Song.objects.filter(pk=song.pk).update(duration_s=facts.duration_s, listening_copy=copy_name)
    _save(clip)
    windows.settle(song.pk)


def _save(clip: Clip) -> None:
    Clip.objects.update_or_create(
        song_id=clip.song_id,
        defaults={
            field.name: getattr(clip, field.name)
            for field in Clip._meta.concrete_fields
            if field.name not in ("id", "song")
        },
    )


def _give_back(claim: uuid.UUID) -> None:
    """The worker was told to stop: the next one may begin at once, and nothing was tried."""
    Analysis.objects.held(claim).update(
        state=Analysis.State.PENDING, claim=None, enqueued_at=None, attempts=F("attempts") - 1
    )


def _bury(claim: uuid.UUID, reason: str) -> None:
    """Trying again would not help: leave the reason for the curator."""
    Analysis.objects.held(claim).update(state=Analysis.State.FAILED, claim=None, error=reason)


def _retry_or_bury(claim: uuid.UUID, reason: str, most_attempts: int) -> None:
    work = Analysis.objects.held(claim).first()
    if work is None:
        return
    if work.attempts >= most_attempts:
        _bury(claim, f"Gave up after {work.attempts} attempts. {reason}")
        return
    Analysis.objects.held(claim).update(
        state=Analysis.State.PENDING,
        claim=None,
        error=reason,
        enqueued_at=None,
        not_before=timezone.now() + _FIRST_RETRY * 4 ** (work.attempts - 1),
    )


@contextmanager
def _renewed(claim: uuid.UUID) -> Iterator[None]:
    """Renew the claim from a second thread for as long as the work lasts."""
    finished = threading.Event()

    def renew() -> None:
        while not finished.wait(_HEARTBEAT_S):
            try:
                Analysis.objects.held(claim).update(claimed_at=timezone.now())
            except DatabaseError as error:  # busy or away: the lease outlives a missed beat or two
                logger.warning("A claim could not be renewed: %s", error)
                connection.close()
        connection.close()

    thread = threading.Thread(target=renew, name="renew-claim", daemon=True)
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()


@contextmanager
def _local_file(song: Song) -> Iterator[Path]:
    """The song's audio as a file on this machine's disk."""
    try:
        path = Path(song.audio.path)
    except NotImplementedError:  # object storage
        with tempfile.NamedTemporaryFile(dir=work_folder()) as copy:
            with song.audio.open() as remote:
                for chunk in remote.chunks():
                    copy.write(chunk)
            copy.flush()
            yield Path(copy.name)
    else:
        if not path.exists():
            raise analysis.AudioError("The audio file is no longer in the media folder.")
        yield path


def work_folder() -> Path:
    folder = Path(settings.VAR_DIR, "work")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _listening_copy(path: Path, target: Path) -> str:
    """The stored name of a copy for browsers; empty where they play the original."""
    if analysis.browsers_play(path):
        return ""
    analysis.write_listening_copy(path, target)
    return _store(target, "copies")


def _store(path: Path, folder: str) -> str:
    """Named after its content: an address never changes its meaning."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    name = f"{folder}/{digest[:24]}.m4a"
    if not default_storage.exists(name):
        with path.open("rb") as file:
            return default_storage.save(name, File(file))
    return name
