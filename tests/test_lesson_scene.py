from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Create, FadeOut, Scene, Square, ValueTracker, VGroup, tempconfig
from manim.renderer.cairo_renderer import CairoRenderer

from production.frames.scene_loader import BeatScene
from scenes.exact_time import COARSEST_FRAME_RATE, to_frames
from scenes.lesson_scene import (
    HOLD,
    LessonScene,
    Parameter,
)
from scenes.mobjects.typography import Readout
from scenes.speech import SHORTEST_SPEECH, speaking_time
from tests.films.two_beats import TwoBeats


class Uneven(LessonScene):
    """Run times that are whole frames at no frame rate."""

    title = "Uneven"
    idea = "The clock counts frames."

    def construct(self) -> None:
        square = Square()
        with self.beat("Odd", "Five words are said here."):
            self.play(Create(square), run_time=0.7321)
            self.wait(1 / 7)
            self.play(square.animate.scale(0.5), run_time=1.4142)
        with self.beat("Short", "Two words."):
            self.play(square.animate.scale(2), run_time=0.001)
        self.cross_over(FadeOut(square), run_time=0.333)


def _settings(frame_rate: int, folder: Path, **others: object) -> dict[str, object]:
    return {
        "frame_rate": frame_rate,
        "pixel_width": 64,
        "pixel_height": 36,
        "media_dir": str(folder),
        "progress_bar": "none",
        "verbosity": "ERROR",
        **others,
    }


@pytest.mark.parametrize("frame_rate", [15, 30, 60])
@pytest.mark.parametrize("skipped", [False, True])
def test_the_clock_is_the_same_at_every_frame_rate(frame_rate: int, skipped: bool, tmp_path: Path) -> None:
    with tempconfig(_settings(frame_rate, tmp_path, format="none")):
        scene = Uneven(renderer=CairoRenderer(skip_animations=skipped))
        scene.render()
    # 11 + 2 + 21 frames of a fifteenth, a hold; a play of at least one frame, a hold; the crossing, a frame.
    hold = round(HOLD * COARSEST_FRAME_RATE)
    first, second, crossing = 11 + 2 + 21 + hold, 1 + round((SHORTEST_SPEECH - 1 / 15) * 15), 5 + 1
    ends = [first / 15, (first + second + crossing) / 15]
    assert [beat.end for beat in scene.beats] == pytest.approx(ends)
    assert scene.beats[-1].still_time == pytest.approx((first + second) / 15)
    assert scene.time == pytest.approx(ends[-1])


@pytest.mark.parametrize("frame_rate", [15, 60])
def test_plain_manim_writes_as_many_frames_as_the_clock_says(frame_rate: int, tmp_path: Path) -> None:
    for _ in range(2):  # drawn, then from Manim's own cache
        with tempconfig(_settings(frame_rate, tmp_path)):
            scene = Uneven()
            scene.render()
        (film,) = tmp_path.glob("videos/**/Uneven.mp4")
        with av.open(str(film)) as container:
            frames = sum(1 for _ in container.decode(video=0))
        assert frames == round(scene.time * frame_rate)


@given(st.floats(min_value=0.001, max_value=600))
def test_every_length_is_whole_frames_at_every_rate(seconds: float) -> None:
    exact = to_frames(seconds)
    assert exact > 0
    assert abs(exact - seconds) <= max(0.5 / COARSEST_FRAME_RATE, 1 / COARSEST_FRAME_RATE - seconds) + 1e-9
    for rate in (15, 30, 60):
        assert exact * rate == pytest.approx(round(exact * rate))


def test_a_beat_lasts_as_long_as_its_words(tmp_path: Path) -> None:
    class Wordy(LessonScene):
        title = "Wordy"
        idea = "Words take time."

        def construct(self) -> None:
            with self.beat("Long", "word " * 25):
                self.play(Create(Square()), run_time=1)

    with tempconfig(_settings(15, tmp_path, format="none")):
        scene = Wordy()
        scene.render()
    assert scene.beats[0].end == pytest.approx(10.0)
    assert speaking_time("word " * 25) == 10.0


@pytest.mark.parametrize(
    ("narration", "seconds"),
    [
        ("", 0.0),
        ("Why?  Look\nat – it.", 2.0),
        ("动量法让梯度下降更快。「为什么？」", 13 * 0.2),
        ("用 momentum 的梯度下降🎈 is fast", 0.4 + 0.2 * 6 + 0.8),
        ("모멘텀은 빠르다.", 7 * 0.2),
        ("… 🎈 … 🎈", 1.6),
        ("\u1112\u1161\u11ab" * 10, 2.0),
        ("שלום עולם וכולם", 1.2),
        ("…", SHORTEST_SPEECH),
    ],
)
def test_chinese_japanese_and_korean_are_timed_by_their_characters(narration: str, seconds: float) -> None:
    assert speaking_time(narration) == pytest.approx(seconds)


def test_beats_follow_one_another_without_a_gap(tmp_path: Path) -> None:
    with tempconfig(_settings(15, tmp_path, format="none")):
        scene = TwoBeats()
        scene.render()
    assert scene.beats[0].start == 0
    for before, after in itertools.pairwise(scene.beats):
        assert before.end == after.start


def test_the_production_line_takes_it() -> None:
    scene_class: type[BeatScene] = TwoBeats
    assert isinstance(scene_class.parameters, tuple)


def test_who_asked_is_told_as_each_beat_begins(tmp_path: Path) -> None:
    told: list[tuple[int, str]] = []
    with tempconfig(_settings(15, tmp_path, format="none")):
        Uneven(on_beat=lambda index, title: told.append((index, title))).render()
    assert told == [(0, "Odd"), (1, "Short")]


PARAMETER = Parameter("steps", 50, minimum=1, maximum=100, reason="more would not fit the panel")


def test_a_parameter_takes_what_lies_in_its_range() -> None:
    assert PARAMETER.checked(7.0) == 7
    assert isinstance(PARAMETER.checked(7.0), int)


@pytest.mark.parametrize("value", [0, 101, float("nan")])
def test_a_parameter_refuses_the_rest_with_its_reason(value: float) -> None:
    with pytest.raises(ValueError, match=r"steps is .*"):
        PARAMETER.checked(value)


def test_a_parameter_that_counts_refuses_fractions() -> None:
    with pytest.raises(ValueError, match="whole number"):
        PARAMETER.checked(2.5)


def test_an_unknown_parameter_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="TwoBeats has no parameter width; it has side"):
        TwoBeats(width=3.0)


def test_a_subclass_may_set_a_parameter() -> None:
    class Wide(TwoBeats):
        side = 3

    class WideToo(Wide):
        pass

    assert (TwoBeats().side, Wide().side, WideToo().side, WideToo(side=1.5).side) == (2.0, 3.0, 3.0, 1.5)
    assert [parameter.default for parameter in WideToo.parameters] == [3.0]
    with pytest.raises(ValueError, match=r"side is 30; it must lie between"):
        type("TooWide", (TwoBeats,), {"side": 30})


def test_what_an_updater_replaces_is_drawn_no_more(tmp_path: Path) -> None:
    class Counting(LessonScene):
        title = "Counting"
        idea = "Only the last digit shows."

        def construct(self) -> None:
            number = ValueTracker(8)
            readout = Readout(8, "{:.0f}").follow(number.get_value)
            with self.beat("Count", "From eight to one."):
                self.add(VGroup(readout))
                self.play(number.animate.set_value(1), run_time=0.4)

    pictures = []
    with tempconfig(_settings(15, tmp_path, format="none")):
        scene = Counting()
        assert isinstance(scene.renderer, CairoRenderer)
        scene.renderer.add_frame = lambda frame, **_: pictures.append(frame)  # type: ignore[method-assign]
        scene.render()
    # The last frame of the play against the hold after it, which is drawn afresh; both show a one.
    *_, moving, held = pictures
    assert (moving == held).all()
    assert (moving != pictures[0]).any()


def test_updaters_run_as_manim_runs_them(tmp_path: Path) -> None:
    def told(update: Callable[[Uneven, float], None]) -> list[tuple[str, float]]:
        said: list[tuple[str, float]] = []

        def named(name: str) -> Square:
            return Square().add_updater(lambda _, dt: said.append((name, dt)))

        asleep = VGroup(named("asleep")).suspend_updating(recursive=False)
        inner = VGroup(named("first"), asleep, named("second")).add_updater(
            lambda _: said.append(("group", 0))
        )
        with tempconfig(_settings(15, tmp_path, format="none")):
            scene = Uneven()
        scene.mobjects = [VGroup(inner), named("last")]
        said.clear()
        update(scene, 0.25)
        return said

    assert told(LessonScene.update_mobjects) == told(Scene.update_mobjects)
    assert told(LessonScene.update_mobjects) == [
        ("group", 0),
        ("first", 0.25),
        ("second", 0.25),
        ("last", 0.25),
    ]
