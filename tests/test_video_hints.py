from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import av
import numpy as np
import pytest

from production.clips import video_hints
from production.clips.encoder import Encoder
from production.clips.video_hints import VideoHints
from production.frames.dirty_rectangles import Rectangle
from production.output_spec import OutputSpec, Quality

BLACK, WHITE = 16, 235

# x264 heeds hints where a frame is made from the one before, as it is.
OPTIONS = {"mb_info": "1", "qp": "20", "x264-params": "bframes=0:scenecut=0:weightp=0"}


def after_a_change(changed: Sequence[Rectangle]) -> Any:
    """Encode a black frame and a white one with a hint, and return the luma that is shown second."""
    clip = BytesIO()
    with av.open(clip, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=15, options=dict(OPTIONS))
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number, level in enumerate((BLACK, WHITE)):
            frame = av.VideoFrame.from_ndarray(np.full((72, 64), level, np.uint8), format="yuv420p")
            frame.pts = number
            if number:
                hints = VideoHints.of(frame)
                assert hints is not None
                hints.set([(0, 0, 64, 48)])
                hints.set(changed)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with av.open(BytesIO(clip.getvalue()), "r") as container:
        _, second = container.decode(video=0)
        return second.to_ndarray()[:48]


def test_where_nothing_changed_x264_does_not_look() -> None:
    assert np.abs(after_a_change([]) - BLACK).max() <= 2


def test_blocks_that_a_rectangle_touches_are_encoded() -> None:
    shown = after_a_change([(15, 3, 17, 5), (40, 40, 64, 48)])
    changed = np.zeros((48, 64), bool)
    changed[:16, :32] = changed[32:, 32:] = True
    # Deblocking blurs some pixels at the edges.
    blurred = np.zeros((48, 64), bool)
    blurred[13:19, :35] = blurred[:19, 29:35] = blurred[29:35, 29:] = blurred[29:, 29:35] = True
    assert np.array_equal(shown[~blurred] > (BLACK + WHITE) / 2, changed[~blurred])


# Where a frame of today's PyAV has other things: its own type, other addresses, numbers that are none.
@pytest.mark.parametrize("offset", [0, 8, 16, 32, 40, 10_000])
def test_with_another_layout_of_frames_a_clip_is_encoded_all_the_same(
    monkeypatch: pytest.MonkeyPatch, offset: int
) -> None:
    quality = Quality(64, 48, 15)
    pictures = [np.full((48, 64, 4), (level, level, level, 255), np.uint8) for level in (40, 40, 200)]
    monkeypatch.setattr(video_hints, "FRAME_OFFSET", offset)
    clip = BytesIO()
    with pytest.warns(RuntimeWarning, match="encoding takes longer"):
        encoder = Encoder(clip, OutputSpec(quality))
    with encoder:
        for picture in pictures:
            encoder.write(picture, 2)
    with av.open(BytesIO(clip.getvalue()), "r") as container:
        levels = [frame.to_ndarray(format="rgb24").mean() for frame in container.decode(video=0)]
    assert levels == pytest.approx([40, 40, 40, 40, 200, 200], abs=2)


def test_with_an_ffmpeg_that_lacks_the_functions_there_are_no_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video_hints, "_functions", lambda: None)
    with pytest.warns(RuntimeWarning, match="encoding takes longer"):
        assert VideoHints.of(av.VideoFrame(64, 48, "nv12")) is None
