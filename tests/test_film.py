from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

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
    ("reference", "name"),
    [
        ("scenes.pytorch:PyTorch", "pytorch"),
        ("scenes.rolling_ball:RollingBall", "rolling_ball"),
        ("talks.june:SecondThought", "second_thought"),
        ("talks.june:HTTPServer", "http_server"),
        ("a folder/mine.py:Mine", "mine"),
    ],
)
def test_a_scene_is_called_by_its_class(reference: str, name: str) -> None:
    assert SceneRef(reference).name == name


def test_a_scene_may_lie_in_a_file() -> None:
    scene = SceneRef("a:b/talks/june.py:SecondThought")
    assert scene.file == Path("a:b/talks/june.py")
    assert (scene.module, scene.class_name) == ("june", "SecondThought")
    assert scene.label == "june.py:SecondThought"
    assert ZIGZAG.file is None
    assert ZIGZAG.label == ZIGZAG.reference


def test_a_scene_may_be_called_otherwise() -> None:
    scene = SceneRef("talks.june:SecondThought", name="june-2").with_parameters({"steps": 20})
    assert scene.name == "june-2"
    assert pickle.loads(pickle.dumps(scene)) == scene


@pytest.mark.parametrize("reference", ["zigzag", ":Zigzag", "zigzag:", "", "scenes.zigzag:Zig zag"])
def test_what_names_no_class_is_no_scene(reference: str) -> None:
    with pytest.raises(ValueError, match=r"is no scene; write module:Class"):
        SceneRef(reference)


@pytest.mark.parametrize("name", ["a/b", "..", "a b", "-q", "."])
def test_a_name_must_do_for_a_file(name: str) -> None:
    with pytest.raises(ValueError, match="a name has letters"):
        SceneRef("scenes.zigzag:Zigzag", name=name)
    with pytest.raises(ValueError, match="a name has letters"):
        Film(name, "A film", (ZIGZAG,))


def test_no_two_of_a_film_may_write_the_same_files() -> None:
    slower = ZIGZAG.with_parameters({"learning_rate": 0.05})
    with pytest.raises(ValueError, match=r"another scene are both called zigzag, .* name it otherwise"):
        Film("lesson", "A lesson", (ZIGZAG, slower))
    Film("lesson", "A lesson", (ZIGZAG, replace(slower, name="zigzag_slower")))
    with pytest.raises(ValueError, match="the film are both called zigzag"):
        Film("Zigzag", "A lesson", (ZIGZAG,))
    with pytest.raises(ValueError, match="has no scenes"):
        Film("lesson", "A lesson", ())


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
