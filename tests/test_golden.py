"""Every beat's finished picture against a still that a person has looked at.

``pytest tests/test_golden.py --update-golden zigzag,velocity`` writes the stills of these scenes anew, and
``all`` those of all scenes; look at each before it is committed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from production.film import SceneRef
from scenes.lesson import LESSON
from tests.pictures import Picture, compare, read_picture, save_difference
from tests.scene_pictures import ScenePictures
from tests.shared import Shared

GOLDEN = Path(__file__).parent / "golden"
FAILURES = Path(__file__).parent.parent / "media" / "golden_failures"


@pytest.mark.parametrize("scene", LESSON.scenes, ids=lambda scene: scene.name)
def test_beats_look_as_they_did(scene: SceneRef, shared: Shared, request: pytest.FixtureRequest) -> None:
    name, stills = scene.name, ScenePictures(scene, shared).stills
    golden = {f"{name}_{number:02}.png": still for number, still in enumerate(stills, start=1)}
    if not {name, "all"}.isdisjoint(request.config.getoption("--update-golden")):
        for old in GOLDEN.glob(f"{name}_??.png"):
            old.unlink()
        for file_name, still in golden.items():
            GOLDEN.mkdir(exist_ok=True)
            (GOLDEN / file_name).write_bytes(still.read_bytes())
    assert sorted(golden) == sorted(path.name for path in GOLDEN.glob(f"{name}_??.png")), (
        f"{name} has beats without stills, or stills without beats; look at its beats with "
        f"python render.py {name} -s -q l, then keep them: pytest tests/test_golden.py --update-golden {name}"
    )
    different = [file_name for file_name, still in golden.items() if _differs(file_name, still)]
    assert not different, (
        f"{', '.join(different)} changed; look at {FAILURES}, and if they should have changed keep them: "
        f"pytest tests/test_golden.py --update-golden {name}"
    )


def test_no_still_is_left_over() -> None:
    names = {scene.name for scene in LESSON.scenes}
    assert {path.stem[:-3] for path in GOLDEN.glob("*.png")} <= names


def _differs(file_name: str, still: Path) -> bool:
    actual, expected = read_picture(still), read_picture(GOLDEN / file_name)
    visible = compare(actual, expected).is_visible
    if visible:
        save_difference(actual, expected, FAILURES, Path(file_name).stem)
    return visible


def _ground() -> Picture:
    return np.full((270, 480, 3), 20, dtype=np.uint8)


def test_a_moved_word_is_visible() -> None:
    before, after = _ground(), _ground()
    before[100:110, 100:140] = 230
    after[100:110, 104:144] = 230
    assert compare(after, before).visible_share == pytest.approx(80 / (270 * 480))
    before[150:160, 100:240] = after[150:160, 120:260] = 230
    assert compare(after, before).is_visible


def test_antialiasing_is_not_visible() -> None:
    before, after = _ground(), _ground()
    before[100, :] = 230
    after[100, :] = 200
    assert not compare(after, before).is_visible


def test_a_difference_is_kept_for_review(tmp_path: Path) -> None:
    before, after = _ground(), _ground()
    after[:50] = 230
    save_difference(after, before, tmp_path, "still")
    assert {path.name for path in tmp_path.iterdir()} == {"still_actual.png", "still_difference.png"}
    assert read_picture(tmp_path / "still_difference.png")[:50].min() == 255
