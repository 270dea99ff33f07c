"""Shows a moment of a scene as it is drawn, as stock Manim encodes it, and as this project does.

``python -m benchmarks.blocks memory 12.5 look.png`` draws the beat that plays then, encodes it both ways, and
puts the three pictures side by side. Beneath those that were encoded stands by how much their luma is off,
times ``GAIN``: grey is nothing, white too bright.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import click
import cv2
import numpy as np
from av.video.reformatter import Interpolation
from manim._config.output import OutputFormat
from manim._config.output import OutputSpec as StockOutput
from manim._config.video_encoder import resolve_video_encoder
from manim.scene.video_segment_encoder import VideoSegmentEncoder

from benchmarks.fidelity import VISIBLE, Ssim, blocks_off
from benchmarks.luma import Luma, StockLuma, luma_of
from production.clips.colour import Picture
from production.clips.encoder import Encoder
from production.commands.targets import find_target
from production.film import Film, SceneRef
from production.frames.camera import Frame
from production.frames.capture import capture
from production.frames.selection import Selection
from production.jobs.cache import Cache
from production.jobs.renderer import Renderer
from production.narration.recordings import Narration
from production.output_spec import QUALITIES, OutputSpec
from production.segments import Segment
from production.timeline import Timeline, frame_at
from scenes.lesson import LESSON

GAIN = 16
"""How many times differences are magnified."""

ENLARGED = 1280
"""How wide in pixels a part is at most when it is enlarged."""


class Moment:
    """A frame of a segment, counted from the segment's first: raw, and by either encoder.

    Stock Manim encodes each play by itself, so of it only the play with that frame is encoded; ``plays`` are
    the frames with which they begin.
    """

    def __init__(self, segment: Segment, plays: Iterable[int], number: int, folder: Path) -> None:
        quality = segment.output.quality
        cuts = (0, *plays, segment.frames)
        self._number, self._frames = number, 0
        self._start = max(cut for cut in cuts if cut <= number)
        self._end = min(cut for cut in cuts if cut > number)
        spec = resolve_video_encoder(
            StockOutput(OutputFormat.MP4, transparent=False, save_sections=False, fallback_to_still=False),
            width=quality.width,
            height=quality.height,
            frame_rate=quality.frame_rate,
        )
        assert spec is not None
        stock_file, our_file = folder / "stock.mp4", BytesIO()
        self._stock = VideoSegmentEncoder(target=stock_file, spec=spec)
        self._ours = Encoder.of(segment, our_file)
        capture(
            segment.scene,
            quality,
            self._receive,
            selection=Selection((segment.beat,)),
            pacing=segment.pacing,
        )
        self._stock.finish()
        self._ours.close()
        our_file.seek(0)
        self.stock = _frame(stock_file, number - self._start)
        self.ours = _frame(our_file, number)

    def _receive(self, _: int, drawn: Frame, repeat: int) -> None:
        frame = self._ours.convert(drawn.pixels, drawn.changed)
        if self._frames <= self._number < self._frames + repeat:
            self.raw = drawn.pixels.copy()
            self.raw_stock_luma = StockLuma().convert(drawn.pixels)
            self.raw_luma = luma_of(frame).copy()
        self._ours.encode(frame, repeat)
        there = range(max(self._frames, self._start), min(self._frames + repeat, self._end))
        if there:
            pixels: Any = drawn.pixels.copy()
            self._stock.write_frame(pixels, repeat=len(there))
        self._frames += repeat

    def picture(self) -> Picture:
        """Return the three pictures side by side, and the differences beneath."""
        raw = self.raw[..., :3]
        differences = [
            cv2.cvtColor(
                np.clip(128.0 + GAIN * (luma_of(frame).astype(float) - luma), 0, 255).astype(np.uint8),
                cv2.COLOR_GRAY2RGB,
            )
            for frame, luma in self.compared()
        ]
        return np.vstack(
            [
                np.hstack([raw, _to_rgb(self.stock), _to_rgb(self.ours)]),
                np.hstack([np.full_like(raw, 128), *differences]),
            ]
        )

    def compared(self) -> Iterator[tuple[av.VideoFrame, Luma]]:
        """Yield stock Manim's frame and ours, each with the luma of the raw one."""
        yield self.stock, self.raw_stock_luma
        yield self.ours, self.raw_luma


def _frame(source: Any, number: int) -> av.VideoFrame:
    with av.open(source) as container:
        frame: av.VideoFrame = next(islice(container.decode(video=0), number, None))
        return frame


def _to_rgb(frame: av.VideoFrame) -> Picture:
    """Convert a frame to RGB, by its tags or FFmpeg's defaults, and round to the nearest."""
    exactly = (
        Interpolation.BICUBIC
        | Interpolation.ACCURATE_RND
        | Interpolation.FULL_CHR_H_INT
        | Interpolation.FULL_CHR_H_INP
    )
    picture: Any = frame.reformat(format="rgb24", interpolation=exactly, threads=1).to_ndarray()
    return picture  # type: ignore[no-any-return]


def read_timeline(scene: SceneRef, frame_rate: int, folder: Path) -> Timeline:
    """Return a scene's timeline as it is in the film."""
    with Renderer(Cache(folder), jobs=1, narration=Narration.read(LESSON.narration)) as renderer:
        return renderer.timelines([scene], frame_rate)[0]


@click.command()
@click.argument("name", metavar="SCENE")
@click.argument("seconds", type=click.FloatRange(min=0))
@click.argument("output", type=click.Path(dir_okay=False, path_type=Path))
@click.option("-q", "letter", type=click.Choice(list(QUALITIES)), default="h", show_default=True)
@click.option(
    "--crop", nargs=4, type=int, metavar="LEFT TOP WIDTH HEIGHT", help="Only these pixels, enlarged."
)
def main(
    name: str, seconds: float, output: Path, letter: str, crop: tuple[int, int, int, int] | None
) -> None:
    """Write a picture of what encoding does to a moment of SCENE, and print how far it is off."""
    scene, quality = find_target(LESSON, name), QUALITIES[letter]
    if isinstance(scene, Film):
        raise click.UsageError(f"{name} is the film; name a scene")
    with TemporaryDirectory() as folder:
        timeline = read_timeline(scene, quality.frame_rate, Path(folder) / "cache")
        beat = next((n for n, each in enumerate(timeline.beats) if seconds < each.end), None)
        if beat is None:
            raise click.UsageError(f"{scene.name} ends at {timeline.length:.2f}; SECONDS must be before")
        segment = Segment.of(timeline, beat, OutputSpec(quality))
        number = min(int(seconds * quality.frame_rate + 1e-6) - segment.first_frame, segment.frames - 1)
        begin = (
            frame_at(time, quality.frame_rate) - segment.first_frame for time in timeline.play_boundaries
        )
        plays = [frame for frame in begin if 0 < frame < segment.frames]
        moment = Moment(segment, plays, number, Path(folder))
    for what, (frame, raw) in zip(("stock", "ours"), moment.compared(), strict=True):
        luma = luma_of(frame)
        click.echo(
            f"{what:6} SSIM {Ssim()(raw, luma):.6f}, {100 * blocks_off(raw, luma):.3f} % of the blocks "
            f"off by more than {VISIBLE} levels"
        )
    picture = moment.picture()
    if crop:
        picture = _cropped(picture, crop, quality.width, quality.height)
    if not cv2.imwrite(str(output), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)):
        raise click.ClickException(f"{output} cannot be written")


def _cropped(picture: Picture, crop: tuple[int, int, int, int], width: int, height: int) -> Picture:
    """Cut the same part out of each of the pictures; a small part is enlarged, to see its pixels."""
    left, top, wide, high = crop
    rows = [
        np.hstack(
            [
                picture[y + top : y + top + high, x + left : x + left + wide]
                for x in range(0, 3 * width, width)
            ]
        )
        for y in (0, height)
    ]
    times = max(1, ENLARGED // wide)
    large: Any = cv2.resize(np.vstack(rows), None, fx=times, fy=times, interpolation=cv2.INTER_NEAREST)
    return large  # type: ignore[no-any-return]


if __name__ == "__main__":
    main()
