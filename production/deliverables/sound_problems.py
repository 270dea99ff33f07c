"""Checks what is heard in a finished film, by its sound as players decode it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path
from types import MappingProxyType

from production.clips.container import read
from production.deliverables.manifest import BeatEntry, Manifest
from production.output_spec import Format
from production.sound.loudness import measure
from production.sound.mix import LOUDNESS
from production.sound.samples import RATE, Samples, decoded, joined
from production.sound.track import HIGHEST_PEAK

LOUDNESS_TOLERANCE = 0.5
"""LU; how far a film in which somebody speaks may be from ``LOUDNESS``."""

QUIETEST_SPEECH = -34.0
"""LUFS; a beat whose recording is less loud than this is silent."""

SOUND_CODINGS = MappingProxyType({Format.MP4: "aac LC", Format.MOV: "aac LC", Format.WEBM: "opus"})
"""How sound is coded: codec and profile, as FFmpeg reads them."""

MASTER_SOUND_CODINGS = MappingProxyType({Format.MP4: "aac LC", Format.MOV: "pcm_s24le"})
"""How a master's is."""


@dataclass(frozen=True, slots=True)
class FilmSound:
    """A film's sound: how it is coded, from when to when (seconds) it is played, and what is heard then."""

    coding: str
    rate: int
    start: Fraction
    length: Fraction
    samples: Samples


def sound_problems(film: Path, format: Format, manifest: Manifest) -> Iterator[str]:
    """Say what is wrong with a film's sound, one line each.

    Raises
    ------
    OSError, ValueError, ArithmeticError, LookupError
        If it cannot be decoded.
    """
    beats = [(scene.name, beat) for scene in manifest.scenes for beat in scene.beats if beat.recording]
    if beats and not (manifest.sound or manifest.muted or format is Format.GIF):
        yield "its manifest names recordings, but says that nothing is heard"
    for scene, beat in beats:
        yield from _placing_problems(scene, beat, manifest.frame_rate)
    if format is Format.GIF:
        return
    with read(film) as container:
        count = len(container.streams.audio)
    if count != int(manifest.sound):
        wanted = "one" if manifest.sound else "none"
        yield f"there are {count} tracks of sound, not {wanted}"
    if count and manifest.sound:
        sound = _read_sound(film)
        yield from _track_problems(sound, format, manifest)
        yield from _loudness_problems(sound, beats)


def _placing_problems(scene: str, beat: BeatEntry, frame_rate: int) -> Iterator[str]:
    start, end = beat.speech_start, beat.speech_start + beat.speech_length
    frame, length = 1 / frame_rate, beat.frames / frame_rate
    first = beat.first_frame / frame_rate
    if not first - frame <= start <= end <= first + length + frame:
        yield f"beat {beat.title!r} of {scene} is spoken from {start:g} s to {end:g} s, which is not in it"


def _read_sound(film: Path) -> FilmSound:
    with read(film) as container:
        samples = joined(decoded(container))
        stream = container.streams.audio[0]
        context, unit = stream.codec_context, stream.time_base or Fraction(1, RATE)
        profile = [context.profile] if context.profile else []
        # The edit list says it; WebM says instead what of its last packet is left out.
        length = Fraction(samples.shape[1], RATE) if stream.duration is None else stream.duration * unit
        return FilmSound(
            coding=" ".join([context.name, *profile]),
            rate=context.sample_rate,
            # In WebM it is what the decoder leaves out at the beginning.
            start=Fraction(0) if stream.duration is None else (stream.start_time or 0) * unit,
            length=length,
            samples=samples[:, : floor(length * RATE)],
        )


def _track_problems(sound: FilmSound, format: Format, manifest: Manifest) -> Iterator[str]:
    wanted_coding = (MASTER_SOUND_CODINGS if manifest.master else SOUND_CODINGS).get(format)
    # Where there is none, the pictures' problems say so.
    if wanted_coding is not None and sound.coding != wanted_coding:
        yield f"the sound is {sound.coding}, not {wanted_coding}"
    if sound.rate != RATE:
        yield f"the sound has {sound.rate} samples a second, not {RATE}"
    if sound.start:
        yield f"the sound begins at {float(sound.start):.3f} s, not with the pictures"
    wanted = Fraction(manifest.frames, manifest.frame_rate)
    decoded = Fraction(sound.samples.shape[1], RATE)
    # Pictures need not last a whole number of samples.
    if abs(sound.length - wanted) > Fraction(1, RATE) or abs(decoded - wanted) > Fraction(1, RATE):
        length = min(sound.length, decoded, key=lambda length: -abs(length - wanted))
        yield f"the sound is {float(length):.4f} s long, not {float(wanted):.4f} s as the pictures"


def _loudness_problems(sound: FilmSound, beats: list[tuple[str, BeatEntry]]) -> Iterator[str]:
    loudness = measure(sound.samples)
    # Sounds by themselves are as loud as their scenes ask for.
    if beats and abs(loudness.integrated - LOUDNESS) > LOUDNESS_TOLERANCE:
        yield f"it is {loudness.integrated:.1f} LUFS loud, not {LOUDNESS:g}"
    if loudness.true_peak > HIGHEST_PEAK:
        yield f"the sound's peaks reach {loudness.true_peak:.1f} dBTP, above {HIGHEST_PEAK:g}"
    for scene, beat in beats:
        first = max(0, round(beat.speech_start * RATE))
        heard = sound.samples[:, first : first + max(0, round(beat.speech_length * RATE))]
        if not heard.size or measure(heard).integrated < QUIETEST_SPEECH:
            yield f"beat {beat.title!r} of {scene} is silent; its recording is not heard"
