"""Every beat by itself: its clip, cut out of its scene's, and its first, finished and last pictures."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from production.clips.concat import concat
from production.clips.cut import cut
from production.clips.seek import save_frame
from production.deliverables.delivery import Script
from production.deliverables.order import Order
from production.deliverables.rendering import name_silent_beats, sounds_of, timelines_of, track_of
from production.errors import BEFORE_THE_FIRST_BEAT, RenderError, naming
from production.jobs.renderer import Renderer
from production.narration.recordings import Narration
from production.output_spec import Format, OutputSpec
from production.sound.soundtrack import Soundtrack
from production.text.captions import reading_time
from production.timeline import Beat, Timeline, frame_at

LONGEST_TITLE = 60
"""Bytes of a title in a file's name; some systems take no more than 140 of a name."""


@dataclass(frozen=True, slots=True)
class BeatClip:
    """A beat of a scene, and the files of it by itself.

    Parameters
    ----------
    scene
        The scene's timeline.
    number
        Which of its beats it is, counted from 1.
    frame_rate
        Frames a second of the clip.
    clip
        Its pictures, its sound where there is any, and its captions.
    first, finished, last
        Its first picture, the finished one that its still shows, and its last one (PNG). The last two are one
        file unless something leaves the picture at the end of the beat.
    """

    scene: Timeline
    number: int
    frame_rate: int
    clip: Path
    first: Path
    finished: Path
    last: Path

    @property
    def beat(self) -> Beat:
        """Its title, its words and its times on the scene's clock."""
        return self.scene.beats[self.number - 1]

    @property
    def name(self) -> str:
        """What its files are called, as in ``zigzag_02_two_parts``."""
        return file_name(self.scene, self.number)

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return frame_at(self.beat.end, self.frame_rate) - frame_at(self.beat.start, self.frame_rate)

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.frames / self.frame_rate


def file_name(scene: Timeline, number: int) -> str:
    """Return what the files of a beat, counted from 1, are called: by scene, number and title."""
    title = unicodedata.normalize("NFC", scene.beats[number - 1].title).lower()
    # Letters of any script with their marks, and digits.
    plain = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in title)
    short = "_".join(plain.split()).encode()[:LONGEST_TITLE].decode(errors="ignore").strip("_")
    return "_".join(filter(None, (scene.scene.name, f"{number:02}", short)))


def cut_beats(
    order: Order, renderer: Renderer, folder: Path, *, until_finished: bool = False
) -> Iterator[BeatClip]:
    """Give every beat of an order's scenes by itself, in order, each as soon as its files are whole.

    Scenes that have been rendered are not rendered again: a clip's frames are copied out of its scene's, and
    what is heard in it is mixed and encoded for it. The same scenes give the same bytes.

    Parameters
    ----------
    folder
        Where the files are written, as in ``zigzag_02_two_parts.mp4``.
    until_finished
        Whether clips end with the finished picture, and not with what leaves it at the end of the beat.

    Raises
    ------
    ProductionError
        If a scene cannot be rendered, or has no beats.
    OSError
        If something cannot be written.
    """
    timelines = timelines_of(renderer, order)
    for timeline in timelines:
        if not timeline.beats:
            raise RenderError(
                timeline.scene.label,
                BEFORE_THE_FIRST_BEAT,
                "it plays nothing, so there is no clip of it; let it wait, or render it alone",
            )
    name_silent_beats(order, timelines)
    # What cannot be captioned or heard is refused before an hour is spent on pictures.
    narration = Narration.read(order.narration)
    beats = [
        _Beat.of(_until_finished(timeline) if until_finished else timeline, number, order, narration)
        for timeline, number in _numbered(timelines)
    ]
    source = _source(order.output)
    soundtracks = [beat.soundtrack for beat in beats if beat.soundtrack is not None]
    clips = renderer.scene_clips(timelines, source, soundtracks)
    clip_of = {timeline.scene: clip for timeline, clip in zip(timelines, clips, strict=True)}
    for beat in beats:
        track = track_of(renderer, beat.soundtrack, source.format)
        with naming(folder):
            yield _made(beat, clip_of[beat.scene.scene].path, track, order.output, folder)


@dataclass(frozen=True, slots=True)
class _Beat:
    """What is known of a beat's clip before a picture of it is drawn."""

    scene: Timeline
    number: int
    script: Script
    soundtrack: Soundtrack | None

    @classmethod
    def of(cls, scene: Timeline, number: int, order: Order, narration: Narration) -> Self:
        script = Script.of(scene.beats[number - 1].title, [scene.only(number)])
        return cls(scene, number, script, sounds_of(order, script, narration))


def _until_finished(scene: Timeline) -> Timeline:
    """Return a scene whose beats end with their finished pictures, unless something is said after that."""
    return replace(
        scene,
        beats=tuple(
            replace(beat, end=beat.still_time) if _said_until(beat) <= beat.still_time else beat
            for beat in scene.beats
        ),
    )


def _said_until(beat: Beat) -> float:
    if beat.speech is None or beat.speech_start is None:
        return beat.start + reading_time(beat.narration)
    return beat.speech_start + beat.speech.length


def _numbered(timelines: Iterable[Timeline]) -> Iterator[tuple[Timeline, int]]:
    for timeline in timelines:
        for number in range(1, len(timeline.beats) + 1):
            yield timeline, number


def _source(output: OutputSpec) -> OutputSpec:
    """Return how the scenes are to be rendered whose frames are copied: for a MOV that is the MP4's way."""
    is_mp4_too = output.format is Format.MOV and not output.transparent
    return replace(output, format=Format.MP4) if is_mp4_too else output


def _made(beat: _Beat, source: Path, track: Path | None, output: OutputSpec, folder: Path) -> BeatClip:
    """Write a beat's files."""
    name, rate = file_name(beat.scene, beat.number), output.drawn.frame_rate
    entry = beat.scene.beats[beat.number - 1]
    start, end, finished = frame_at(entry.start, rate), frame_at(entry.end, rate), entry.still_frame(rate)
    clip = folder / f"{name}.{output.format}"
    pictures = folder / f"{name}.pictures.{output.format}"
    cut(source, start, end - start, pictures, format=output.format)
    concat(
        [pictures],
        [beat.script.timeline.length],
        clip,
        title=entry.title,
        track=track,
        captions=beat.script.captions,
        format=output.format,
    )
    pictures.unlink()

    def picture(which: str, frame: int) -> Path:
        path = folder / f"{name}.{which}.png"
        save_frame(clip, (frame + 1 - start) / rate, path)
        return path

    last = picture("last", end - 1)
    return BeatClip(
        scene=beat.scene,
        number=beat.number,
        frame_rate=rate,
        clip=clip,
        first=picture("first", start),
        finished=last if finished == end - 1 else picture("finished", finished),
        last=last,
    )
