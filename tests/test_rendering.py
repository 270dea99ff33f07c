from __future__ import annotations

from io import BytesIO

import av
import pytest
from production.fingerprint import fingerprint
from production.quality import Format, Quality
from production.rendering import render_clip
from production.work import Parameters, WorkItem, divide, rests_within

from production.errors import RenderError
from production.timeline import Beat, Timeline

SIZE = Quality(160, 90, 15)
MOVERS = "tests.films.shapes:Movers"


def item(
    scene: str = MOVERS,
    beats: range = range(3),
    frames: int = 72,
    parameters: Parameters = (),
    format: Format = Format.MP4,
) -> WorkItem:
    return WorkItem(
        scene, parameters, beats.start, beats.stop, frames, SIZE, format, False, fingerprint(scene)
    )


def frames_of(clip: bytes) -> int:
    with av.open(BytesIO(clip), "r") as container:
        return sum(1 for _ in container.decode(video=0))


def test_a_clip_has_the_frames_of_its_beats() -> None:
    counted: list[int] = []
    clip = render_clip(item(), counted.append)
    assert frames_of(clip) == 72 == counted[-1]
    assert counted == sorted(counted)


def test_the_spans_of_a_scene_add_up() -> None:
    parts = [
        render_clip(item(beats=range(0, 1), frames=27), print),
        render_clip(item(beats=range(1, 3), frames=45), print),
    ]
    assert [frames_of(part) for part in parts] == [27, 45]


def test_the_same_item_gives_the_same_bytes() -> None:
    assert render_clip(item(), print) == render_clip(item(), print)


def test_parameters_change_the_picture() -> None:
    assert render_clip(item(parameters=(("count", 5),)), print) != render_clip(item(), print)


def test_a_scene_that_plays_otherwise_than_its_timeline_is_refused() -> None:
    with pytest.raises(RenderError, match="72 frames were drawn where the timeline has 70"):
        render_clip(item(frames=70), print)


def test_a_failing_scene_names_its_beat() -> None:
    with pytest.raises(RenderError) as caught:
        render_clip(item("tests.films.shapes:Broken", range(2)), print)
    assert caught.value.beat == "beat 2 (It breaks)"
    assert caught.value.cause == "ZeroDivisionError: the step was nought"


def timeline(*lengths: float) -> Timeline:
    ends = [sum(lengths[: index + 1]) for index in range(len(lengths))]
    starts = [0.0, *ends]
    return Timeline(
        "a:B", "", "", tuple(Beat("", "", start, end, end) for start, end in zip(starts, ends, strict=False))
    )


@pytest.mark.parametrize(
    ("lengths", "spans"),
    [
        ((10.0,), [range(0, 1)]),
        ((10.0, 15.0, 10.0), [range(0, 3)]),
        ((20.0, 20.0, 20.0), [range(0, 1), range(1, 3)]),
        ((100.0,), [range(0, 1)]),
        ((1.0, 1.0, 58.0, 30.0), [range(0, 2), range(2, 3), range(3, 4)]),
    ],
)
def test_a_scene_is_divided_between_beats(lengths: tuple[float, ...], spans: list[range]) -> None:
    found = divide(timeline(*lengths))
    assert [beat for span in found for beat in span] == list(range(len(lengths)))
    assert len(found) == len(spans)


def test_rests_are_counted_from_a_pieces_first_frame() -> None:
    whole = Timeline("a:B", "", "", (), rests=(0.4, 1.4, 2.0, 2.6))
    assert rests_within(whole, 0.4, 2.6, 15) == (15, 24)
    assert rests_within(whole, 0.0, 1.0, 60) == (24,)
