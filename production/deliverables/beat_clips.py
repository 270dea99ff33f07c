"""Every beat by itself: its clip, cut out of its scene's, and its first, finished and last pictures."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from production.clips.concat import concat
from production.clips.cut import cut
from production.clips.gif_palette import write_small_gif
from production.clips.seek import save_frame
from production.deliverables.delivery import Script
from production.deliverables.manifest import sha256
from production.deliverables.order import Order
from production.deliverables.rendering import cache_in, name_silent_beats, sounds_of, timelines_of, track_of
from production.errors import BEFORE_THE_FIRST_BEAT, RenderError, naming
from production.jobs.clip_assembly import Clip
from production.jobs.fingerprint import key, line_fingerprint
from production.jobs.renderer import Renderer, available_cores
from production.narration.recordings import Narration
from production.output_spec import Format, OutputSpec
from production.sound.soundtrack import Soundtrack
from production.text.captions import reading_time
from production.timeline import Beat, Timeline, frame_at

GIF_LIMIT = 5_000_000
"""Bytes of a GIF, as many a site takes; fewer frames and colours make it no larger where that is possible."""

SMALL_GIF = "production.clips.gif_palette"
"""The module that makes GIFs small; its source is in their keys."""

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
    clip_of = dict(zip(order.scenes, clips, strict=True))
    cutter = _Cutter(order, renderer, folder)
    # What compresses pictures and sound lets other threads run.
    pool = ThreadPoolExecutor(order.jobs or available_cores())
    try:
        yield from pool.map(lambda beat: cutter.make(beat, clip_of[beat.scene.scene]), beats)
    finally:
        # Who interrupts need not wait for what is under way.
        pool.shutdown(wait=False, cancel_futures=True)


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
    """Return how the scenes are rendered whose frames are copied: a MOV has, if opaque, those of an MP4."""
    is_mp4_too = output.format is Format.MOV and not output.transparent
    return replace(output, format=Format.MP4) if is_mp4_too else output


class _Cutter:
    """Writes the files of beats into a folder."""

    def __init__(self, order: Order, renderer: Renderer, folder: Path) -> None:
        self._output = order.output
        self._cache = cache_in(order.media)
        self._renderer = renderer
        self._folder = folder
        self._fingerprint = line_fingerprint(SMALL_GIF) if order.output.format is Format.GIF else ""

    def make(self, beat: _Beat, scene_clip: Clip) -> BeatClip:
        name, rate = file_name(beat.scene, beat.number), self._output.drawn.frame_rate
        entry = beat.scene.beats[beat.number - 1]
        start, end, finished = frame_at(entry.start, rate), frame_at(entry.end, rate), entry.still_frame(rate)
        clip = self._folder / f"{name}.{self._output.format}"
        pictures = self._folder / f"{name}.pictures.{self._output.format}"

        def picture(which: str, frame: int) -> Path:
            path = self._folder / f"{name}.{which}.png"
            save_frame(pictures, (frame + 1 - start) / rate, path)
            return path

        with naming(clip):
            cut(scene_clip.path, start, end - start, pictures, format=self._output.format)
            if self._output.format is Format.GIF:
                shutil.copyfile(self._small(pictures), clip)
            else:
                self._complete(pictures, beat, clip)
            last = picture("last", end - 1)
            made = BeatClip(
                scene=beat.scene,
                number=beat.number,
                frame_rate=rate,
                clip=clip,
                first=picture("first", start),
                finished=last if finished == end - 1 else picture("finished", finished),
                last=last,
            )
            pictures.unlink()
        return made

    def _complete(self, pictures: Path, beat: _Beat, clip: Path) -> None:
        """Write a clip, with its sound and its captions."""
        concat(
            [pictures],
            [beat.script.timeline.length],
            clip,
            title=beat.script.timeline.title,
            track=track_of(self._renderer, beat.soundtrack, _source(self._output)),
            captions=beat.script.captions,
            format=self._output.format,
        )

    def _small(self, gif: Path) -> Path:
        """Return a GIF, in the cache, that is small."""
        rate = self._output.drawn.frame_rate
        return self._cache.get_or_make(
            f"{key('small', self._fingerprint, sha256(gif), rate, GIF_LIMIT)}.gif",
            self._renderer.scratch_folder(),
            lambda destination: write_small_gif(gif, rate, destination, GIF_LIMIT),
        )
