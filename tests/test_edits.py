from __future__ import annotations

import hashlib
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from click import ClickException

from benchmarks.edits import edited, mark_beats, middle_beat
from production.film import SceneRef
from production.frames.camera import Frame
from production.frames.capture import capture
from production.output_spec import Quality
from scenes.lesson import LESSON
from tests.making import PROJECT

TWO_BEATS = PROJECT / "tests" / "films" / "two_beats.py"


def frames_of(scene: SceneRef) -> list[str]:
    """Return a digest of each frame of a scene."""
    frames: list[str] = []

    def receive(_: int, frame: Frame, repeat: int) -> None:
        frames.extend([hashlib.sha256(frame.pixels.tobytes()).hexdigest()] * repeat)

    capture(scene, Quality(320, 180, 15), receive)
    return frames


def test_an_edit_changes_the_beat_and_no_other(tmp_path: Path) -> None:
    pictures = {}
    for name, beats in (("as_it_is", ()), ("one", ("It rests",)), ("all", (None,))):
        path = tmp_path / f"{name}.py"
        shutil.copy(TWO_BEATS, path)
        scene = SceneRef(f"{path}:TwoBeats")
        for beat in beats:
            path.write_text(mark_beats(TWO_BEATS.read_text(), scene, beat))
        pictures[name] = frames_of(scene)
    # The first beat's last frames, from when its words are waited for, stand as before the mark came.
    differ = {
        name: [
            number
            for number, (a, b) in enumerate(zip(pictures["as_it_is"], pictures[name], strict=True))
            if a != b
        ]
        for name in ("one", "all")
    }
    length = len(pictures["as_it_is"])
    second = min(differ["one"])
    assert 15 < second < length
    assert set(differ["one"]) < set(range(second, length))
    assert set(differ["one"]) < set(differ["all"])
    assert set(differ["all"]) & set(range(second)) >= set(range(15))


def test_the_edit_is_undone(tmp_path: Path) -> None:
    path = tmp_path / "films" / "two_beats.py"
    path.parent.mkdir()
    shutil.copy(TWO_BEATS, path)
    with suppress(KeyError), edited(tmp_path, SceneRef("films.two_beats:TwoBeats"), "It rests"):
        assert path.read_bytes() != TWO_BEATS.read_bytes()
        raise KeyError
    assert path.read_bytes() == TWO_BEATS.read_bytes()


@pytest.mark.parametrize("scene", LESSON.scenes, ids=lambda scene: scene.name)
def test_every_scene_of_the_lesson_can_be_edited(scene: SceneRef) -> None:
    source = (PROJECT / "scenes" / f"{scene.module.rpartition('.')[2]}.py").read_text(encoding="utf-8")
    one, every = mark_beats(source, scene, middle_beat(source, scene)), mark_beats(source, scene)
    compile(one, "one", "exec")
    compile(every, "all", "exec")
    assert one.count("self.add(mark)") == one.count("self.remove(mark)") == 1
    assert every.count("self.add(mark)") == source.count("with self.beat(")


def test_what_cannot_be_edited_is_said(tmp_path: Path) -> None:
    source = "class Plain:\n    def construct(self):\n        self.wait()\n"
    for edit in (mark_beats, middle_beat):
        with pytest.raises(ClickException, match=r"plain\.py:Plain has no beat"):
            edit(source, SceneRef("plain.py:Plain"))
