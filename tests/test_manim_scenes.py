"""The comparison with stock Manim: it finds the scenes, and says what differs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks.found_scenes import find_scenes
from benchmarks.manim_scenes import Comparison, report

SCENE = '''
from manim import *

class Plain(Scene):
    def construct(self):
        self.play(Create(Square()), run_time=0.2)

class ByChance(Scene):
    """Not by Manim's seed."""
    def construct(self):
        self.add(Dot(np.random.default_rng().random(3) * 3))

class Nothing(Scene):
    """An idea without a construct is no scene."""
'''

PICTURE_TESTS = """
import pytest
from manim import *
from manim.utils.testing.frames_comparison import frames_comparison

__module_test__ = "shapes"

@pytest.mark.parametrize("side", [1, 2])
@frames_comparison(base_scene=ThreeDScene, last_frame=False)
def test_cube(scene, side):
    scene.add(Cube(side))
    scene.wait(0.2)

@frames_comparison
def test_fixture(scene, tmp_path):
    scene.add(Square())

def helper(scene):
    pass
"""

PAGE = """
A page
======

.. manim:: Example
    :save_last_frame:

    class Example(Scene):
        def construct(self):
            self.add(MathTex("x^2", "=", "4"))

That was it.

    .. manim:: Session

        >>> from manim import Circle
        >>> class Session(Scene):
        ...     def construct(self):
        ...         self.play(Create(Circle()), run_time=0.2)
        >>> 2 + 2
        4
"""


def test_scenes_are_found_and_compared(tmp_path: Path) -> None:
    for name, text in (("film.py", SCENE), ("test_shapes.py", PICTURE_TESTS), ("page.rst", PAGE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = [scene.label for scene in find_scenes(tmp_path)]
    assert found == [
        "film:Plain",
        "film:ByChance",
        "page:Example",
        "page:Session",
        "test_shapes:test_cube",
        "test_shapes:test_fixture",
    ]
    command = [sys.executable, "-m", "benchmarks.manim_scenes", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    assert lines[0] == "test_shapes:test_fixture: not compared: only a test runner has its tmp_path"
    assert lines[1].startswith("film:ByChance differs: 1 of 1 frames, from frame 0 on, by up to ")
    assert lines[2:] == [
        "4 drawn by the incremental camera",
        "2 drawn by Manim's ThreeDCamera: the scene's camera is not Manim's plain one",
        "7 scenes, 6 compared, 1 differ",
        "14 frames, 13 exact, 13 within 2 levels",
    ]
    assert done.returncode == 1


def test_the_report_says_what_differs() -> None:
    same = Comparison("film:Same", frames=3, exact=2, close=3, worst=1, drawn_by="ours")
    other = replace(same, label="film:Other", exact=1, close=1, worst=9, first_wrong=1)
    failed = replace(same, label="film:Failed", exact=0, close=0, drawn_by="", failure="ValueError: no")
    late = Comparison("film:Late", failure="not done after 9 s", is_comparable=False)
    assert list(report([same, other, failed, late])) == [
        "film:Late: not compared: not done after 9 s",
        "film:Other differs: 2 of 3 frames, from frame 1 on, by up to 9 levels; drawn by ours",
        "film:Failed differs: ValueError: no; drawn by nothing",
        "2 drawn by ours",
        "1 drawn by nothing",
        "4 scenes, 3 compared, 2 differ",
        "9 frames, 3 exact, 4 within 2 levels",
    ]
