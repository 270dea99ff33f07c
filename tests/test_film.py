from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError

import pytest

from production.film import Film, SceneRef
from tests.making import PROJECT

ZIGZAG = SceneRef("scenes.zigzag:Zigzag")
RAVINE = SceneRef("scenes.ravine:Ravine", (("steepness", 10.0),))
FILM = Film("lesson", "A lesson", (RAVINE, ZIGZAG))


def test_a_scene_is_known_by_its_module_and_class() -> None:
    scene = SceneRef("scenes.experiments.speed_limit:SpeedLimit")
    assert scene.module == "scenes.experiments.speed_limit"
    assert scene.class_name == "SpeedLimit"
    assert scene.name == "speed_limit"


def test_a_scene_in_a_module_of_its_own_is_called_by_it() -> None:
    assert SceneRef("mine:Mine").name == "mine"


@pytest.mark.parametrize(
    ("reference", "module", "class_name"), [("zigzag", "zigzag", ""), (":Zigzag", "", "Zigzag"), ("", "", "")]
)
def test_what_a_reference_lacks_is_empty(reference: str, module: str, class_name: str) -> None:
    scene = SceneRef(reference)
    assert (scene.module, scene.class_name) == (module, class_name)


def test_a_scene_with_other_parameters_is_another_scene() -> None:
    changed = ZIGZAG.with_parameters({"steps": 20, "alpha": 0.1})
    assert changed == SceneRef("scenes.zigzag:Zigzag", (("alpha", 0.1), ("steps", 20)))
    assert ZIGZAG.parameters == ()
    assert changed != ZIGZAG
    assert changed.name == ZIGZAG.name


def test_the_order_in_which_parameters_are_given_does_not_matter() -> None:
    one, other = {"steps": 20, "alpha": 0.1}, {"alpha": 0.1, "steps": 20}
    assert ZIGZAG.with_parameters(one) == ZIGZAG.with_parameters(other)
    assert ZIGZAG.with_parameters({"steps": 20}).with_parameters({"alpha": 0.1}) == ZIGZAG.with_parameters(
        one
    )


def test_a_parameter_that_is_given_again_has_its_last_value() -> None:
    changed = ZIGZAG.with_parameters({"steps": 20, "alpha": 0.1}).with_parameters({"steps": 30})
    assert dict(changed.parameters) == {"alpha": 0.1, "steps": 30}
    assert changed.with_parameters({}) == changed


@pytest.mark.parametrize(
    ("one", "same", "other"),
    [
        (RAVINE, SceneRef("scenes.ravine:Ravine", (("steepness", 10.0),)), SceneRef("scenes.ravine:Ravine")),
        (FILM, Film("lesson", "A lesson", (RAVINE, ZIGZAG)), Film("lesson", "A lesson", (ZIGZAG, RAVINE))),
    ],
)
def test_scenes_and_films_are_plain_data(one: object, same: object, other: object) -> None:
    assert one == same
    assert one != other
    assert len({one, same, other}) == 2
    assert pickle.loads(pickle.dumps(one)) == one


def test_nobody_changes_a_scene_that_another_one_holds() -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(FILM.scenes[0], "parameters", ())  # noqa: B010  mypy knows that it is frozen
    with pytest.raises(FrozenInstanceError):
        setattr(FILM, "scenes", ())  # noqa: B010


def test_a_list_of_scenes_costs_no_import_of_manim() -> None:
    code = (
        "import sys; from scenes.lesson import LESSON; sys.exit('manim' in sys.modules or not LESSON.scenes)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 0
