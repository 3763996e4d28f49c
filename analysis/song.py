"""All facts about one song, from one pass over its audio."""

from pathlib import Path

import numpy as np
import soxr

from analysis import character, decode, loudness, rhythm, tonality
from analysis.bars import downbeats_s
from analysis.embedding import embedding
from analysis.errors import AudioError
from analysis.facts import WAVEFORM_POINTS, SongAnalysis
from analysis.highlights import find_highlights
from analysis.source import MAX_DURATION_S, Source, check_claim, check_duration, check_heard
from analysis.spectrum import FRAME_RATE, HARMONY_FRAME_RATE, RATE, Spectrum, SpectrumBuilder

_SILENCE_DB = -60.0


def analyse(path: Path) -> SongAnalysis:
    with decode.opened(path) as source:
        check_claim(source)
        spectrum = _spectrum(source)
        warnings = check_heard(source, spectrum.duration_s)
    if float(np.percentile(spectrum.level_db, 99)) < _SILENCE_DB:
        raise AudioError("The song is silent from beginning to end.")
    chroma = tonality.chroma(spectrum.pitches)
    envelope = rhythm.onset_envelope(spectrum.flux)
    pulse = rhythm.find_rhythm(envelope, spectrum.flux[:, 0])
    bars_s = downbeats_s(pulse.beats_s, spectrum.flux[:, 0], chroma)
    key = tonality.find_tonality(chroma, _harmony_weights(spectrum))
    loudness_lufs = loudness.integrated_lufs_of_frames(
        spectrum.level_db, FRAME_RATE, spectrum.side_ratio
    )
    sound = embedding(spectrum, chroma, envelope)
    mood = character.of(spectrum, loudness_lufs, envelope, pulse)
    return SongAnalysis(
        duration_s=round(spectrum.duration_s, 3),
        tempo_bpm=pulse.tempo_bpm,
        tempo_confidence=round(pulse.confidence, 3),
        key=key.key,
        mode=key.mode,
        key_confidence=round(key.confidence, 3),
        energy=mood.energy,
        brightness=mood.brightness,
        danceability=mood.danceability,
        loudness_lufs=round(loudness_lufs, 2),
        true_peak_dbtp=round(spectrum.true_peak_dbtp, 2),
        beats_s=pulse.beats_s,
        downbeats_s=bars_s,
        waveform=waveform(spectrum.rms),
        embedding=sound.vector,
        segments=sound.segments,
        highlights=find_highlights(spectrum, chroma, pulse.tempo_bpm, bars_s, pulse.beats_s),
        warnings=warnings,
    )


def waveform(rms: np.ndarray) -> np.ndarray:
    """400 uint8 over the whole song: the loudest frame of each stretch, the song's loudest 255."""
    edges = np.linspace(0, rms.size, WAVEFORM_POINTS + 1).astype(int)[:-1]
    edges = np.minimum(edges, rms.size - 1)
    peaks = np.maximum.reduceat(rms, edges)
    return np.round(255 * np.clip(peaks / max(float(peaks.max()), 1e-9), 0, 1)).astype(np.uint8)


def _spectrum(source: Source) -> Spectrum:
    longest_s = MAX_DURATION_S + 60
    builder = SpectrumBuilder(longest_s)
    to_rate = soxr.ResampleStream(source.rate, RATE, 1, dtype="float32")
    count, mid_power, side_power = 0, 0.0, 0.0
    peak = loudness.TruePeakMeter()
    for block in source.blocks():
        # Headers lie; what is decoded is bounded too.
        count += block.shape[1]
        if count > longest_s * source.rate:
            check_duration(count / source.rate)
        peak.add(block)
        left, right = block
        mid, side = (left + right) / 2, (left - right) / 2
        mid_power += float(mid @ mid)
        side_power += float(side @ side)
        builder.add(to_rate.resample_chunk(mid))
    if count == 0:
        raise AudioError("The file is not audio, or it is damaged or protected.")
    builder.add(to_rate.resample_chunk(np.zeros(0, np.float32), last=True))
    return builder.finish(side_power / max(mid_power, 1e-10), peak.dbtp)


def _harmony_weights(spectrum: Spectrum) -> np.ndarray:
    """The square root of the level at each harmony frame: loud parts count more, not alone."""
    count = len(spectrum.pitches)
    places = np.arange(count) * FRAME_RATE / HARMONY_FRAME_RATE
    nearest = np.minimum(places.astype(int), spectrum.rms.size - 1)
    return np.sqrt(spectrum.rms[nearest])
