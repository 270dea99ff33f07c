"""The rules of the picture that any film can keep: each catches its fault, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from production.errors import InvalidRequestError
from production.film import Film, SceneRef
from production.narration.speech import Speech
from production.pictures.last_words import LastWords
from production.pictures.picture import Picture, Rule
from production.pictures.pops import Pops
from production.pictures.stretches import NearEmpty, StandingStill
from production.pictures.watch import EVERY_FILM, film_faults, scene_faults
from tests.films.pictured import WORDS

SPEECH = Speech(WORDS, "", 4.0, tuple((0.4 * n, 0.4 * (n + 1)) for n in range(10)), "")


def faults(name: str, *rules: Callable[[], Rule], speech: Speech = SPEECH) -> list[str]:
    scene = SceneRef(f"tests.films.pictured:{name}", name="s")
    return scene_faults(scene, [rule() for rule in rules], speeches=[speech])


def test_a_clean_scene_breaks_no_rule() -> None:
    assert faults("Clean", *EVERY_FILM) == []


@pytest.mark.parametrize(
    ("scene", "fault"),
    [
        ("Added", "s, beat 1 at 1.0 s: Square appears at once, without an animation that brings it"),
        ("Removed", "s, beat 1 at 1.0 s: Square vanishes at once, without an animation that takes it"),
        (
            "RemovedAtTheEnd",
            "s, beat 1 at 2.0 s: Square vanishes at once, without an animation that takes it",
        ),
        ("Jumps", "s, beat 1 at 1.0 s: the picture jumps between two animations, round (0.5, 0.0)"),
    ],
)
def test_what_pops_is_named(scene: str, fault: str) -> None:
    assert faults(scene, Pops) == [fault]


def test_what_an_updater_switches_on_pops() -> None:
    (fault,) = faults("SwitchedOn", Pops)
    assert fault.endswith("Square appears at once, without an animation that brings it")


def test_the_digits_of_a_number_may_change() -> None:
    assert faults("Counts", Pops) == []


def test_a_picture_is_not_empty_for_long() -> None:
    (fault,) = faults("Empty", NearEmpty)
    assert fault.startswith("s, beat 1 at 0.0 s: less than 0.1% of the picture is ink for 1.")


def test_a_picture_is_not_almost_empty_for_long_unless_its_beat_says_so() -> None:
    (fault,) = faults("Sparse", NearEmpty)
    assert fault.startswith("s, beat 1 at 0.0 s: less than 1.0% of the picture is ink for 5.0 s")
    assert faults("SparseOnPurpose", NearEmpty) == []


def test_a_picture_does_not_stand_still_for_long_unless_viewers_think() -> None:
    (fault,) = faults("Still", StandingStill)
    assert fault.startswith("s, beat 1 at 1.0 s: nothing moves for 3.9 s")
    assert faults("StillToThink", StandingStill) == []


def test_what_leaves_waits_for_the_last_word() -> None:
    (fault,) = faults("Leaves", LastWords)
    assert fault.startswith("s, beat 1 at 4.1 s: Square leaves -0.4 s from the end of the last word")
    assert faults("LeavesInTime", LastWords) == []


def test_without_a_recording_nobody_knows_the_last_word() -> None:
    other = Speech("Other words.", "", 1.0, ((0.0, 0.5), (0.5, 1.0)), "")
    assert faults("Leaves", LastWords, speech=other) == []


@pytest.mark.parametrize("reference", ["tests.films.pictured:Nothing", "tests.nowhere:Rule"])
def test_a_rule_that_is_not_there_is_named(reference: str) -> None:
    scene = SceneRef("tests.films.pictured:Clean")
    with pytest.raises(InvalidRequestError, match=f"the rule {reference} cannot be loaded"):
        list(film_faults(Film("film", "A film", (scene,), picture_rules=(reference,)), [scene]))


class Astonished:
    """A rule that fails of any picture."""

    def __call__(self, picture: Picture) -> Iterator[str]:
        yield picture.scene.no_such_name


def test_a_rule_that_fails_is_named() -> None:
    scene = SceneRef("tests.films.pictured:Clean")
    film = Film("film", "A film", (scene,), picture_rules=(f"{__name__}:Astonished",))
    with pytest.raises(
        InvalidRequestError,
        match=r"^the rule tests\.test_pictures:Astonished fails at 0\.0 s of Clean: AttributeError: "
        r"'Clean' object has no attribute 'no_such_name' \(test_pictures\.py, line \d+\)$",
    ):
        list(film_faults(film, [scene]))
