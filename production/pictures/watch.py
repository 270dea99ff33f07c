"""A scene plays at a small size, and rules look at its pictures."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from manim import Animation, AnimationGroup, Mobject

from production.errors import InvalidRequestError
from production.film import Film, SceneRef
from production.frames.blame import cause
from production.frames.camera import Frame
from production.frames.capture import capture
from production.frames.capture_renderer import CaptureRenderer
from production.narration.recordings import Narration
from production.narration.speech import Speech
from production.output_spec import Quality
from production.pictures.last_words import LastWords
from production.pictures.picture import FRAME_RATE, Fault, Picture, Rule, Taken, strength
from production.pictures.pops import Pops
from production.pictures.stretches import NearEmpty, StandingStill
from production.timeline import Timeline

SIZE = Quality(426, 240, FRAME_RATE)
"""Large enough for what the rules look at."""

LOOKED_AT = 6
"""A picture that stands for so many frames can be looked at."""

Check: TypeAlias = Callable[[Picture], Iterable[str]]
"""A film's own rule: says what is wrong with a picture. One is made for each scene, and may remember."""

EVERY_FILM: tuple[Callable[[], Rule], ...] = (NearEmpty, StandingStill, Pops, LastWords)
"""The rules that any film can keep."""


class FilmsOwn:
    """A rule of a film's own: what it says of several pictures is told once.

    Parameters
    ----------
    reference
        What it is called.
    check
        What it says.
    """

    def __init__(self, reference: str, check: Check) -> None:
        self._reference = reference
        self._check = check
        self._found: dict[str, Fault] = {}

    def see(self, picture: Picture) -> None:
        """Take the next picture.

        Raises
        ------
        InvalidRequestError
            If the rule fails.
        """
        if not (picture.frames or picture.stands):
            return
        try:
            for says in self._check(picture):
                self._found.setdefault(says, Fault(picture.time, says))
        except Exception as error:
            # It is somebody's own, and may fail of anything.
            raise InvalidRequestError(
                f"the rule {self._reference} fails at {picture.time:.1f} s of "
                f"{type(picture.scene).__name__}: {cause(error)}"
            ) from error

    def faults(self, timeline: Timeline) -> Iterable[Fault]:  # noqa: ARG002
        """Return what was wrong."""
        return self._found.values()


def film_faults(film: Film, scenes: Iterable[SceneRef]) -> Iterator[str]:
    """Play scenes of a film, and say in a line each what breaks its rules.

    Raises
    ------
    InvalidRequestError
        If a rule that the film names is not there.
    ProductionError
        If a scene cannot be played.
    """
    for scene in scenes:
        for number, fault in faults_by_beat(film, scene):
            yield _line(scene, number, fault)


def faults_by_beat(film: Film, scene: SceneRef) -> list[tuple[int, Fault]]:
    """Play a scene, and return what breaks a film's rules, in the order of time, each with its beat's number.

    Raises as ``film_faults`` does.
    """
    checks = {reference: _find(reference) for reference in film.picture_rules}
    rules = [
        *(rule() for rule in EVERY_FILM),
        *(FilmsOwn(reference, check()) for reference, check in checks.items()),
    ]
    return _found(scene, rules, Narration.read(film.narration).speeches(scene.name))


def scene_faults(
    scene: SceneRef, rules: Sequence[Rule], *, speeches: Sequence[Speech] = (), folder: Path | None = None
) -> list[str]:
    """Play a scene, and say in a line each what breaks the rules, in the order of time."""
    return [_line(scene, number, fault) for number, fault in _found(scene, rules, speeches, folder)]


def _found(
    scene: SceneRef, rules: Sequence[Rule], speeches: Sequence[Speech], folder: Path | None = None
) -> list[tuple[int, Fault]]:
    watch = _Watch(rules)
    timeline = capture(
        scene,
        SIZE,
        watch.receive,
        speeches=speeches,
        folder=folder,
        renderer_class=partial(_WatchedRenderer, watch),
    )
    watch.end_beat()
    found = [fault for rule in rules for fault in rule.faults(timeline)]
    return [
        (beat_number(timeline, fault.time), fault) for fault in sorted(found, key=lambda fault: fault.time)
    ]


def beat_number(timeline: Timeline, time: float) -> int:
    """Return the number, from 1, of the beat that a moment lies in."""
    return max(1, sum(beat.start <= time + 1e-6 for beat in timeline.beats))


def _line(scene: SceneRef, number: int, fault: Fault) -> str:
    return f"{scene.name}, beat {number} at {fault.time:.1f} s: {fault.says}"


def _find(reference: str) -> Callable[[], Check]:
    module, _, name = reference.rpartition(":")
    try:
        found: Callable[[], Check] = getattr(importlib.import_module(module), name)
    except Exception as error:
        # Importing what somebody is writing may fail of anything.
        raise InvalidRequestError(f"the rule {reference} cannot be loaded: {cause(error)}") from error
    return found


class _WatchedRenderer(CaptureRenderer):
    """Tells a watch what plays, and what the scene shows between two plays."""

    def __init__(self, watch: _Watch, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self._watch = watch

    def init_scene(self, scene: Any, *args: Any) -> None:
        super().init_scene(scene, *args)
        self._watch.scene = scene

    def take_over(self, scene: Any) -> None:
        super().take_over(scene)
        self._watch.scene = scene

    def begin_beat(self, index: int, title: str) -> None:
        self._watch.end_beat()
        super().begin_beat(index, title)

    def play(self, scene: Any, *args: Any, **kwargs: Any) -> None:
        first = self.next_frame
        super().play(scene, *args, **kwargs)
        if self.next_frame >= self.handed_on:
            self.static_image = None
            self.update_frame(scene)
            assert self._drawing is not None
            taken = list(_taken(scene.animations or (), first / FRAME_RATE))
            self._watch.receive(self.next_frame, self._drawing.draw_frame(), 0, taken)


class _Watch:
    """Makes pictures of frames, and lets rules see them."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.scene: Any = None
        self._rules = rules
        self._last: Picture | None = None
        self._stood = 0
        self._has_been_looked_at = False

    def receive(self, number: int, frame: Frame, repeat: int, taken: Sequence[Taken] = ()) -> None:
        """Take a frame; or, if it stands for none, what there is between two plays."""
        last = self._last
        shown = self._shown()
        if last is not None and last.shown == shown:
            shown, parents = last.shown, last.parents
        else:
            parents = parents_of(self.scene.mobjects)
        pixels = last.pixels if last is not None and not frame.changed else frame.pixels.copy()
        # What was drawn anew may be what stood there.
        if last is not None and np.array_equal(pixels, last.pixels):
            pixels = last.pixels
        else:
            self._stood, self._has_been_looked_at = 0, False
        self._stood += repeat
        stands = self._stood >= LOOKED_AT and not self._has_been_looked_at
        self._has_been_looked_at |= stands
        strengths = {mobject: strength(mobject) for mobject in shown}
        if last is not None and strengths == last.strengths:
            strengths = last.strengths
        self._see(Picture(number, repeat, pixels, shown, parents, strengths, self.scene, taken, stands))

    def end_beat(self) -> None:
        """Let the last picture of a beat be looked at, if it has not been."""
        if self._last is not None and not self._has_been_looked_at:
            self._has_been_looked_at = True
            for rule in self._rules:
                rule.see(replace(self._last, frames=0, stands=True))

    def _see(self, picture: Picture) -> None:
        self._last = picture
        for rule in self._rules:
            rule.see(picture)

    def _shown(self) -> Sequence[Mobject]:
        camera = self.scene.camera
        listed: Sequence[Mobject] | None = getattr(camera, "display_list", None)
        return camera.get_mobjects_to_display(self.scene.mobjects) if listed is None else listed


def _taken(animations: Iterable[Animation], start: float) -> Iterator[Taken]:
    """Find what animations take from the screen, also those that are within others."""
    for animation in animations:
        if isinstance(animation, AnimationGroup):
            begun = dict(zip(animation.animations, animation.anims_with_timings["start"], strict=True))
            for part, after in begun.items():
                yield from _taken([part], start + float(after))
        elif animation.is_remover():
            mobject: Any = animation.mobject
            yield Taken(mobject, start, start + animation.run_time)


def parents_of(mobjects: Iterable[Mobject]) -> dict[Mobject, Mobject | None]:
    """Return, of each mobject and its parts, what it is a part of; of the outermost, None."""
    found: dict[Mobject, Mobject | None] = {}

    def collect(parts: Iterable[Mobject], parent: Mobject | None) -> None:
        for part in parts:
            found.setdefault(part, parent)
            if part.submobjects:
                collect(part.submobjects, part)

    collect(mobjects, None)
    return found
