from __future__ import annotations

import pytest
from manim import Animation, config, logger

from production.errors import ParameterError, RenderError, SceneNotFoundError
from production.film import SceneRef
from production.frames import capture_renderer
from production.frames.camera import IncrementalCamera
from production.frames.dry_run import read_timeline
from production.output_spec import COARSEST_FRAME_RATE, QUALITIES, OutputSpec
from production.segments import Segment
from production.timeline import Beat, Timeline
from tests.films.two_beats import TwoBeats

TWO_BEATS = SceneRef("tests.films.two_beats:TwoBeats")


def test_a_timeline_is_read_without_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(camera: IncrementalCamera) -> None:
        pytest.fail("a frame is drawn")

    monkeypatch.setattr(IncrementalCamera, "draw_frame", refuse)
    timeline = read_timeline(TWO_BEATS)
    assert (timeline.scene, timeline.title) == (TWO_BEATS, "Two beats")
    assert timeline.idea == "A beat lasts as long as its words"
    assert [beat.title for beat in timeline.beats] == ["It appears", "It rests"]
    # 12 words at 150 a minute take 4.8 s; the second beat is its wait and a hold of 0.4 s.
    assert [beat.start for beat in timeline.beats] == [0, 4.8]
    assert timeline.length == pytest.approx(4.8 + 1.4)


def test_a_timeline_knows_when_animations_have_ended_and_when_a_picture_stands() -> None:
    timeline = read_timeline(TWO_BEATS)
    second = timeline.beats[1]
    assert timeline.play_boundaries == (1.0, 4.8, 5.8)
    assert timeline.only(2).play_boundaries == (round(5.8 - second.start, 9),)
    assert timeline.rests == ((4.8, 5.8), (5.8, 6.2))


def test_a_timeline_knows_what_ends_before_its_play_does() -> None:
    timeline = read_timeline(SceneRef("tests.films.two_beats:FadesEarly"))
    assert timeline.play_boundaries == (0.4, 1.4, 1.8)
    assert timeline.ends_within_plays == timeline.only(1).ends_within_plays == (0.9,)
    assert Segment.of(timeline, 0, OutputSpec(QUALITIES["l"])).settled_frames == (6, 14, 21, 27)


def test_a_timeline_knows_when_much_moves_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = SceneRef("tests.films.two_beats:FadesEarly")
    assert read_timeline(scene).busy == ()
    # Two squares of four curves, each of four points.
    monkeypatch.setattr(capture_renderer, "MUCH", 2 * 4 * 4)
    timeline = read_timeline(scene)
    assert timeline.busy == timeline.only(1).busy == ((0.4, 1.4),)
    assert Segment.of(timeline, 0, OutputSpec(QUALITIES["l"])).busy == ((6, 21),)
    monkeypatch.setattr(capture_renderer, "MUCH", 2 * 4 * 4 + 1)
    assert read_timeline(scene).busy == ()


@pytest.fixture
def interpolated(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How far animations were, each time that one was brought on."""
    shares: list[float] = []
    interpolate = Animation.interpolate

    def record(animation: Animation, alpha: float) -> None:
        shares.append(alpha)
        interpolate(animation, alpha)

    monkeypatch.setattr(Animation, "interpolate", record)
    return shares


@pytest.mark.parametrize("frame_rate", [COARSEST_FRAME_RATE, 60])
def test_plays_of_a_plain_scene_are_skipped_and_its_times_are_the_same(
    frame_rate: int, interpolated: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = SceneRef("tests.films.plain:Sections")
    skipped = read_timeline(scene, frame_rate=frame_rate)
    assert set(interpolated) == {0, 1}
    monkeypatch.setattr(capture_renderer, "may_count_frames", lambda _: True)
    assert skipped == read_timeline(scene, frame_rate=frame_rate)
    assert set(interpolated) > {0, 1}


@pytest.mark.parametrize(
    "name",
    [
        "Counted",
        "CountedInAGroup",
        "CountedByItsOwnAnimation",
        "CountedByAnUpdater",
        "CountedByTheScene",
        "CountedByItsNumber",
        "CountedByAMethod",
    ],
)
def test_what_counts_its_frames_is_played(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = SceneRef(f"tests.films.plain:{name}")
    timeline = read_timeline(scene, frame_rate=60)
    # Thirty frames at least, and so three seconds of rest.
    assert timeline.length >= 3.5
    monkeypatch.setattr(capture_renderer, "may_count_frames", lambda _: True)
    assert timeline == read_timeline(scene, frame_rate=60)


def test_a_timeline_that_was_played_survives_its_file() -> None:
    timeline = read_timeline(TWO_BEATS.with_parameters({"side": 3.0}))
    assert dict(timeline.scene.parameters) == {"side": 3.0}
    assert Timeline.from_json(timeline.to_json()) == timeline


def test_a_scene_says_in_which_state_it_opens_the_lab(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_timeline(TWO_BEATS).lab == (("beta", "0.9"), ("method", "plain"))
    monkeypatch.setattr(TwoBeats, "lab", "beta=0.9")
    with pytest.raises(RenderError, match=r"its lab is 'beta=0.9'; write a state's keys and values"):
        read_timeline(TWO_BEATS)


def test_a_parameter_reaches_the_scene() -> None:
    with pytest.raises(ParameterError, match=r"^two_beats: side is 9; .* it must fit the frame"):
        read_timeline(TWO_BEATS.with_parameters({"side": 9.0}))


def test_a_failing_scene_is_named_with_its_beat_and_the_cause() -> None:
    scene = "tests.films.two_beats:Breaks"
    with pytest.raises(
        RenderError,
        match=rf"{scene}, beat 2 \(Not fine\): ZeroDivisionError: no way on \(two_beats.py, line \d+\)",
    ):
        read_timeline(SceneRef(scene))


def test_a_scene_that_is_not_there_is_named() -> None:
    with pytest.raises(SceneNotFoundError, match=r"no module tests\.films\.nowhere"):
        read_timeline(SceneRef("tests.films.nowhere:Gone"))


def test_a_scene_without_beats_is_one_beat_of_no_words() -> None:
    timeline = read_timeline(SceneRef("tests.films.two_beats:NoBeats"))
    assert timeline.beats == (Beat("No beats", "", 0.0, 1.0, 1.0),)
    assert timeline.frame_rate is None


@pytest.mark.parametrize(
    ("name", "cause"), [("Mistaken", "ValueError: a mistake"), ("Leaves", "SystemExit: 3")]
)
def test_a_scene_that_cannot_be_made_or_leaves_is_not_the_callers_mistake(name: str, cause: str) -> None:
    with pytest.raises(RenderError, match=f"{name}, before the first beat: {cause}"):
        read_timeline(SceneRef(f"tests.films.two_beats:{name}"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("TitleOfNoText", "before the first beat: its title is 3; it must be a text"),
        ("IdeaOfControl", r"before the first beat: its idea has the character '\\x00'; leave it out"),
        ("HalfACharacter", r"beat 1: its narration has the character '\\ud83d'; leave it out"),
        ("SectionOfNoText", "section 1: its name is 3; it must be a text"),
    ],
)
def test_what_no_file_can_hold_is_refused_before_anything_is_drawn(name: str, said: str) -> None:
    with pytest.raises(RenderError, match=f"{name}, {said}"):
        read_timeline(SceneRef(f"tests.films.odd_texts:{name}"))


def test_titles_and_ideas_are_one_line_and_a_scene_without_is_called_by_its_class() -> None:
    timeline = read_timeline(SceneRef("tests.films.odd_texts:Lines"))
    assert (timeline.title, timeline.idea) == ("Lines", "Two lines")
    assert [beat.title for beat in timeline.beats] == ["A beat", "Lines"]


def test_manims_settings_are_as_before_when_a_scene_was_played() -> None:
    before, level = dict(config), logger.level
    read_timeline(TWO_BEATS)
    assert (dict(config), logger.level) == (before, level)
