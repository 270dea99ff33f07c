from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from production.clips.known_clips import timeline_and_clips
from production.clips.render_clips import ClipWriter, render_clips
from production.film import SceneRef
from production.frames.checkpoint import Checkpoint
from production.frames.dry_run import read_timeline
from production.jobs.cache import Cache
from production.jobs.clip_assembly import Clip
from production.jobs.local_pool import LocalPool
from production.jobs.pool import Task
from production.jobs.renderer import Renderer
from production.narration.speech import Speech
from production.output_spec import COARSEST_FRAME_RATE, OutputSpec, Quality
from production.segments import KnownClip, Segment
from production.timeline import Timeline
from tests.here import Here

RATE = 30
OUTPUT = OutputSpec(Quality(160, 90, RATE))

SCENE = """
from manim import *
from scenes.lesson_scene import LessonScene

class Edited(LessonScene):
    title, idea = "Edited", "One beat of it changes."

    def construct(self):
        ball, line = Circle(fill_opacity=0.5), Line(LEFT, RIGHT)
        with self.beat("One", "One beat."):
            self.add(line)
            self.play(FadeIn(ball), run_time=0.4)
        with self.beat("Two", "Two beats."):
            self.play(ball.animate.shift(RIGHT), run_time=0.4)
            self.wait(0.2)
            self.play(ball.animate.shift(LEFT), run_time=0.4)
        with self.beat("Three", "Three beats."):
            self.play(Rotate(line, 1), run_time=0.4)
"""


Drawn: TypeAlias = Callable[..., tuple[Clip, list[tuple[int, int]]]]


@pytest.fixture(params=["with its timeline", "by forks", "later"])
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Drawn:
    """Renders a scene of some source into one cache; returns its clip, and which segments were drawn.

    Each is given as its beat and its offset. What looks as it did is found out while the scene's timeline is
    read, and the rest drawn afterwards or meanwhile by forks; or it is found out when the timeline is known.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("production.jobs.renderer.LocalPool", lambda *_: Here())
    parts: list[tuple[int, int]] = []

    def record(destinations: Mapping[Segment, Path], *rest: Any, **options: Any) -> None:
        parts.extend((segment.beat, segment.offset) for segment in destinations)
        render_clips(destinations, *rest, **options)

    def record_forks(
        known: Mapping[Segment, KnownClip], speeches: Sequence[Speech], folder: Path, scratch: Path
    ) -> tuple[Timeline, dict[Segment, KnownClip]]:
        timeline, clips = timeline_and_clips(known, speeches, folder, scratch)
        of_forks = [segment for segment, clip in clips.items() if clip.path.parent == scratch]
        parts.extend((segment.beat, segment.offset) for segment in of_forks)
        return timeline, clips

    monkeypatch.setattr("production.jobs.perform.render_clips", record)
    monkeypatch.setattr("production.jobs.perform.timeline_and_clips", record_forks)
    monkeypatch.setattr(Checkpoint, "can_be_set", lambda: request.param == "by forks")

    def draw(source: str, cache: str = "cache") -> tuple[Clip, list[tuple[int, int]]]:
        parts.clear()
        Path("edited.py").write_text(source)
        # A worker imports it anew.
        for name, module in list(sys.modules.items()):
            if getattr(module, "__file__", None) == str(Path("edited.py").resolve()):
                del sys.modules[name]
        scene = SceneRef("edited.py:Edited")
        with Renderer(Cache(tmp_path / cache), jobs=2) as renderer:
            output = None if request.param == "later" else OUTPUT
            (timeline,) = timelines = renderer.timelines([scene], RATE, output)
            (clip,) = renderer.scene_clips(timelines, OUTPUT)
        assert timeline == read_timeline(scene, frame_rate=timeline.frame_rate or COARSEST_FRAME_RATE)
        assert timeline.frame_rate in (None, RATE)
        return clip, sorted(parts)

    return draw


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("# Edited", "# Edited otherwise", []),
        ('"Two beats."', '"Two."', []),
        # What is moved only for a while.
        ("ball.animate.shift(RIGHT)", "ball.animate.shift(2 * RIGHT)", [1, 2]),
        (
            "ball.animate.shift(LEFT), run_time",
            "ball.animate.shift(LEFT), rate_func=there_and_back, run_time",
            [1, 2],
        ),
        ("Rotate(line, 1)", "Rotate(line, 1, rate_func=linear)", [2]),
        ("self.wait(0.2)", "self.wait(0.4)", [1]),
        ("self.wait(0.2)", "self.wait(2.6)", [1]),
        ("self.wait(0.2)", "ball.set_z_index(-1); self.wait(0.2)", [1, 2]),
        ("self.wait(0.2)", "line.set_stroke(width=40); self.wait(0.2); line.set_stroke(width=4)", [1]),
        ("FadeIn(ball)", "FadeIn(ball, scale=0.5)", [0]),
        (
            "def construct(self):",
            "def construct(self):\n        self.camera.background_color = '#222222'",
            [0, 1, 2],
        ),
    ],
)
def test_only_beats_that_look_otherwise_are_drawn_again(
    drawn: Drawn, before: str, after: str, changed: list[int]
) -> None:
    source = SCENE + "# Edited\n"
    edited = source.replace(before, after, 1)
    assert edited != source
    first, parts = drawn(source)
    assert parts == [(0, 0), (1, 0), (2, 0)]
    second, parts = drawn(edited)
    assert parts == [(beat, 0) for beat in changed]
    # How it looks now is known.
    assert drawn(edited + "# Edited again")[1] == []
    # The same as if nothing had been known.
    fresh, parts = drawn(edited, "another")
    assert parts == [(0, 0), (1, 0), (2, 0)]
    assert second.sha256 == fresh.sha256
    assert (second.sha256 == first.sha256) == (not changed)


def test_beats_after_one_that_becomes_shorter_keep_their_clips(drawn: Drawn) -> None:
    drawn(SCENE.replace("self.wait(0.2)", "self.wait(2.6)"))
    second, parts = drawn(SCENE)
    assert parts == [(1, 0)]
    assert second.sha256 == drawn(SCENE, "another")[0].sha256


def test_what_looks_again_as_it_did_before_the_last_edit_is_drawn_again_only_if_it_is_gone(
    drawn: Drawn,
) -> None:
    first, _ = drawn(SCENE)
    drawn(re.sub(r"Rotate\(line, 1\)", "Rotate(line, 2)", SCENE))
    # By its sources it is found as it was.
    assert drawn(SCENE) == (first, [])


def test_after_an_edit_is_undone_only_what_the_next_one_changes_is_drawn_again(drawn: Drawn) -> None:
    drawn(SCENE)
    drawn(SCENE.replace("FadeIn(ball)", "FadeIn(ball, scale=0.5)"))
    assert drawn(SCENE)[1] == []
    assert drawn(SCENE.replace("Rotate(line, 1)", "Rotate(line, 2)"))[1] == [(2, 0)]


def test_a_scene_that_its_frames_end_from_now_on_has_the_timeline_of_each_frame_rate(drawn: Drawn) -> None:
    drawn(SCENE)
    _, parts = drawn(SCENE.replace("self.wait(0.2)", "self.wait_until(lambda: self.time > 1.5, 1)"))
    assert (0, 0) not in parts
    assert (1, 0) in parts


LONG_SCENE = """
from manim import *
from scenes.lesson_scene import LessonScene

class Edited(LessonScene):
    title, idea = "Edited", "A part of its beat changes."

    def construct(self):
        ball, line = Circle(fill_opacity=0.5), Line(LEFT, RIGHT)
        with self.beat("One", "One long beat."):
            self.add(line)
            self.play(FadeIn(ball), run_time=1)
            self.play(ball.animate.shift(RIGHT), run_time=5)
            self.wait(3)
            self.play(Rotate(line, 1), run_time=2)
            self.wait(2)
"""


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("FadeIn(ball)", "FadeIn(ball, scale=0.5)", [0]),
        ("ball.animate.shift(RIGHT)", "ball.animate.shift(LEFT)", [0, 120, 240]),
        ("self.wait(3)", "line.set_stroke(width=9); self.wait(3)", [120, 240]),
        ("Rotate(line, 1)", "Rotate(line, 1, rate_func=linear)", [240]),
    ],
)
def test_of_a_long_beat_only_parts_that_look_otherwise_are_drawn_again(
    drawn: Drawn, before: str, after: str, changed: list[int]
) -> None:
    first, parts = drawn(LONG_SCENE)
    assert parts == [(0, 0), (0, 120), (0, 240)]
    second, parts = drawn(LONG_SCENE.replace(before, after))
    assert parts == [(0, offset) for offset in changed]
    assert drawn(LONG_SCENE.replace(before, after) + "# Edited again")[1] == []
    fresh, _ = drawn(LONG_SCENE.replace(before, after), "another")
    assert second.sha256 == fresh.sha256 != first.sha256


def test_what_a_fork_cannot_draw_is_drawn_later(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(ClipWriter):
        def write(self, *_: Any) -> None:
            raise OSError

    monkeypatch.setattr("production.clips.fork_clips.ClipWriter", Failing)
    edited = SCENE.replace("ball.animate.shift(LEFT)", "ball.animate.shift(UP)")
    drawn(SCENE)
    second, parts = drawn(edited)
    assert parts == [(1, 0), (2, 0)]
    assert second.sha256 == drawn(edited, "another")[0].sha256


def test_what_looks_otherwise_is_drawn_while_a_worker_reads_the_timeline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done: list[str] = []
    run = LocalPool.run

    def record(pool: LocalPool, tasks: Sequence[Task], *rest: Any) -> None:
        done.extend(type(task.job).__name__ for task in tasks)
        run(pool, tasks, *rest)

    monkeypatch.setattr(LocalPool, "run", record)

    def clip(source: str, cache: str) -> Clip:
        Path("edited.py").write_text(source)
        with Renderer(Cache(tmp_path / cache), jobs=1) as renderer:
            return renderer.scene_clips(
                renderer.timelines([SceneRef("edited.py:Edited")], RATE, OUTPUT), OUTPUT
            )[0]

    clip(SCENE, "cache")
    edited = SCENE.replace("ball.animate.shift(LEFT)", "ball.animate.shift(UP)")
    done.clear()
    redrawn = clip(edited, "cache")
    assert done == ["RereadJob"]
    assert redrawn.sha256 == clip(edited, "another").sha256
