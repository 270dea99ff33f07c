from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from manim import DOWN, RIGHT, UP, FadeOut, Mobject, Square, VGroup

from production.film import SceneRef
from production.frames.capture import capture
from production.frames.scene_loader import load_scene
from production.frames.selection import NOTHING
from production.output_spec import QUALITIES
from scenes import style
from scenes.layout import layout_faults
from scenes.mobjects.typography import Readout, formula, words


def test_a_clear_picture_has_no_faults() -> None:
    above, below = words("Above"), words("Below").shift(DOWN)
    assert layout_faults([above, below, Square()]) == []


def test_overlapping_texts_are_caught() -> None:
    (fault,) = layout_faults([words("One"), words("Two")])
    assert fault == "“One” overlaps “Two”"


def test_a_readout_over_a_formula_is_caught_inside_groups() -> None:
    assert layout_faults([VGroup(VGroup(Readout(3.14)), formula("v arrow.l beta v"))])


@pytest.mark.parametrize("direction", [UP, DOWN, RIGHT, -RIGHT])
def test_leaving_the_safe_frame_is_caught(direction: Any) -> None:
    edge = style.SAFE_WIDTH / 2 if direction[0] else style.SAFE_HEIGHT / 2
    (fault,) = layout_faults([words("Edge").shift(edge * direction)])
    assert "leaves the safe frame" in fault


def test_small_type_is_caught_however_it_became_small() -> None:
    assert "smallest" in layout_faults([words("Small", 20)])[0]
    assert "smallest" in layout_faults([words("Shrunk", 40).scale(0.5)])[0]


def test_what_cannot_be_seen_is_no_fault() -> None:
    assert layout_faults([words("One"), words("Two").set_opacity(0)]) == []


def faults_of(
    scene: SceneRef,
    monkeypatch: pytest.MonkeyPatch,
    faults_in: Callable[[Sequence[Mobject]], list[str]] = layout_faults,
) -> list[str]:
    """Run a scene without drawing, and look at the picture at the end of every beat."""
    scene_class: Any = load_scene(scene)
    found: list[str] = []
    plain_beat = scene_class.beat

    @contextmanager
    def watched_beat(self: Any, title: str, narration: str, **others: Any) -> Iterator[Any]:
        with plain_beat(self, title, narration, **others) as speaking:
            yield speaking
        found.extend(f"{title}: {fault}" for fault in faults_in(self.mobjects))

    monkeypatch.setattr(scene_class, "beat", watched_beat)
    capture(scene, QUALITIES["l"], lambda *_: None, selection=NOTHING)
    return found


def test_the_watch_sees_a_fault_in_a_scene(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = SceneRef("tests.films.two_beats:TwoBeats")

    class Crowded(load_scene(scene)):  # type: ignore[misc]
        def construct(self) -> None:
            over = VGroup(words("One"), words("Two"))
            with self.beat("Crowded", "Too much at once."):
                self.add(over)
            with self.beat("Clear", "Gone."):
                self.play(FadeOut(over))

    monkeypatch.setattr("tests.films.two_beats.TwoBeats", Crowded)
    assert faults_of(scene, monkeypatch) == ["Crowded: “One” overlaps “Two”"]
