"""A Manim scene made of beats, on a clock that is exact at every frame rate."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, ClassVar, TypeAlias
from weakref import WeakKeyDictionary

from manim import Animation, ManimColor, Mobject, Scene, ValueTracker, config
from manim.renderer.cairo_renderer import CairoRenderer

from scenes import style
from scenes.exact_time import COARSEST_FRAME_RATE, to_frames
from scenes.mobjects.scene_title import SceneTitle
from scenes.parameter import Parameter as Parameter
from scenes.speech import LEAD, Pace, Pacing, Speech, find_words

HOLD = 0.4
"""Seconds a beat's last picture stands at least, so that a still or a slide of it is the finished picture."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One thought of a scene: what it is called, what is said, and when (seconds from the scene's start).

    Parameters
    ----------
    still_time
        When its finished picture stands; it differs from ``end`` only where the scene crosses over to
        another picture after it.
    speak
        How the narration is said, where that is written otherwise.
    shown
        What stands on the screen and is not said, for the transcript.
    stands_alone, thinking_time
        Whether something stands alone on the screen on purpose, or the picture stands still.
    loops
        Whether a slide of it plays it again and again.
    speech, speech_start
        Its recording, if there is one, and when that starts.
    pace
        Its length, and the moments that were waited for in it.
    """

    title: str
    narration: str
    start: float
    end: float
    still_time: float
    speak: str
    shown: str
    stands_alone: bool
    thinking_time: bool
    loops: bool
    speech: Speech | None
    speech_start: float | None
    pace: Pace


OnBeat: TypeAlias = Callable[[int, str], None]
"""Takes a beat's index, from 0, and its title."""


class Speaking:
    """A beat while it plays: it waits for words.

    Parameters
    ----------
    scene
        What plays it.
    narration, pace
        What is said, and when.
    """

    def __init__(self, scene: Scene, narration: str, pace: Pacing) -> None:
        self._scene = scene
        self._start: float = scene.time
        self._narration = narration
        self._moment_of = dict(pace.moments)
        self._next = 0
        self.moments: list[tuple[int, float]] = []
        """Those that were waited for."""

    def until(self, words: str) -> None:
        """Wait until some of the beat's words are about to be said; not at all where they have been.

        Of words that are said more than once, those count that follow the words waited for last.

        Raises
        ------
        ValueError
            If the beat does not say them.
        """
        self._wait_for(self._find(words))

    def seconds_until(self, words: str) -> float:
        """Return how long it still is until they are about to be said, for what goes on meanwhile."""
        return self._remaining(self._find(words))

    def until_said(self) -> None:
        """Wait until all of the beat's words have been said, and the pause after them is over."""
        self._wait_for(len(self._narration.split()))

    def _find(self, words: str) -> int:
        number = find_words(words, self._narration, self._next)
        self._next = number + 1
        return number

    def _remaining(self, number: int) -> float:
        moment = self._moment_of[number]
        self.moments.append((number, moment))
        return moment - (self._scene.time - self._start)

    def _wait_for(self, number: int) -> None:
        remaining = self._remaining(number)
        if round(remaining * COARSEST_FRAME_RATE) > 0:
            self._scene.wait(to_frames(remaining))


class LessonScene(Scene):
    """A scene of the film: a list of beats.

    A scene's ``construct`` reads as the list of its beats; each beat is a ``with self.beat(...)`` block that
    lasts at least as long as its words take to say. After a run ``beats`` holds what was played and when.

    Parameters
    ----------
    renderer
        What plays it; Manim's Cairo renderer where it is left out.
    on_beat
        Called as each beat begins.
    speeches
        Recordings, among which each beat finds its own by its words. A beat without one is silent, and lasts
        as long as its words are guessed to take.
    pacing
        Of each beat, what an earlier run with recordings found: the scene then plays as it did.
    **parameters
        Values for the scene's ``parameters``, by name.

    Raises
    ------
    ValueError
        For a parameter that the scene does not have, or a value outside its range.
    """

    title: ClassVar[str]
    """The scene's chapter title."""

    idea: ClassVar[str]
    """The one idea of the scene, in a sentence."""

    parameters: ClassVar[Sequence[Parameter]] = ()
    """What a teacher may change."""

    lab: ClassVar[Mapping[str, float | str]] = MappingProxyType({})
    """The state in which it opens the page's lab; its keys are the lab's address's."""

    shows_title: ClassVar[bool] = True
    """Whether its title stands muted in the corner for its first two seconds."""

    rewinds_until: ClassVar[float] = 0.0
    """Until when (seconds) its counters and paths may run backwards."""

    def __init_subclass__(cls, **keywords: Any) -> None:
        """Take what a class sets a parameter to, as in ``learning_rate = 0.05``, for the default there."""
        super().__init_subclass__(**keywords)
        own = vars(cls)
        cls.parameters = tuple(
            replace(each, default=each.checked(own[each.name])) if each.name in own else each
            for each in cls.parameters
        )

    def __init__(
        self,
        *,
        renderer: CairoRenderer | None = None,
        on_beat: OnBeat | None = None,
        speeches: Sequence[Speech] = (),
        pacing: Sequence[Pacing] = (),
        **parameters: float,
    ) -> None:
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in parameters:
            if name not in known:
                raise ValueError(
                    f"{type(self).__name__} has no parameter {name}; it has {', '.join(known) or 'none'}"
                )
        for name, parameter in known.items():
            setattr(self, name, parameter.checked(parameters.get(name, parameter.default)))
        self.beats: list[Beat] = []
        self._on_beat = on_beat
        self._speeches = speeches
        self._pacing = pacing
        super().__init__(renderer=renderer)
        camera: Any = self.camera
        camera.background_color = ManimColor(style.BACKGROUND)

    @contextmanager
    def beat(
        self,
        title: str,
        narration: str,
        *,
        speak: str = "",
        shown: str = "",
        stands_alone: bool = False,
        thinking_time: bool = False,
        loops: bool = False,
    ) -> Iterator[Speaking]:
        """Play the animations of one beat, and hold its last picture until the words are said.

        Parameters
        ----------
        title
            What the beat is called.
        narration
            What is said, as it is read.
        speak
            What the voice is given to say, where that must be written otherwise.
        shown
            What stands on the screen and is not said, for those who read: options, formulas in words, tables.
        stands_alone
            Whether a formula or a sentence stands alone on purpose, so that the picture is almost empty.
        thinking_time
            Whether viewers are given time to think, so that the picture stands still.
        loops
            Whether a slide of it plays it again and again, as what ends as it begins may be.
        """
        index = len(self.beats)
        if self._on_beat is not None:
            self._on_beat(index, title)
        # A scene of others may have no title.
        if index == 0 and self.shows_title and (own := getattr(self, "title", "")):
            self.add(SceneTitle(own, lambda: self.time))
        start = self.time
        speech = next((each for each in self._speeches if each.says(narration, speak)), None)
        lead = LEAD if index == 0 else 0.0
        pace: Pacing
        if index < len(self._pacing):
            pace = self._pacing[index]
        else:
            pace = Pace.guessed(narration) if speech is None else Pace.recorded(speech, lead)
        speaking = Speaking(self, narration, pace)
        yield speaking
        remaining = pace.seconds - (self.time - start)
        self.wait(to_frames(max(remaining, HOLD)))
        self.beats.append(
            Beat(
                title,
                narration,
                start,
                self.time,
                still_time=self.time,
                speak=speak,
                shown=shown,
                stands_alone=stands_alone,
                thinking_time=thinking_time,
                loops=loops,
                speech=speech,
                speech_start=None if speech is None else start + lead,
                pace=Pace(self.time - start, tuple(dict(speaking.moments).items())),
            )
        )

    @property
    def picture(self) -> list[Mobject]:
        """What stands on the screen: all mobjects but the scene's title, which goes by itself, and the
        trackers, whose values a FadeOut would disturb.
        """
        return [mobject for mobject in self.mobjects if not isinstance(mobject, ValueTracker | SceneTitle)]

    def cross_over(self, *animations: Any, **keywords: Any) -> None:
        """After a beat, play over to the picture that what follows it opens with, and stand on it.

        It stands for one frame of the coarsest rate: an animation's own last frame is not quite its end.
        """
        self.play(*animations, **keywords)
        self.wait(1 / COARSEST_FRAME_RATE)
        self.beats[-1] = replace(self.beats[-1], end=self.time)

    def play(self, *args: Any, **kwargs: Any) -> None:
        """Play, then set the clock to the frames of the play.

        Manim adds the nominal time of a skipped play and the whole frames of a drawn one, so its clock
        depends on what was drawn. This one does not. How long a play is that something ends, only its frames
        show.
        """
        start = self.time
        for title in [mobject for mobject in self.mobjects if isinstance(mobject, SceneTitle)]:
            if title.is_over():
                self.remove(title)
        super().play(*args, **kwargs)
        if self.stop_condition is None:
            self.renderer.time = start + round(self.duration * config.frame_rate) / config.frame_rate

    def get_moving_and_static_mobjects(
        self, animations: Iterable[Animation]
    ) -> tuple[list[Mobject], list[Mobject]]:
        """What moves in a play, by its outermost mobjects, and every drawn part of what does not.

        Manim lists all parts of what moves when the play begins, and would go on drawing those that an
        updater has replaced since, such as the digits of a readout.
        """
        moving, static = super().get_moving_and_static_mobjects(animations)
        parts = {id(part) for mobject in moving for part in mobject.submobjects}
        return [mobject for mobject in moving if id(mobject) not in parts], static

    def update_mobjects(self, dt: float) -> None:
        """Run the updaters of all that is in the scene, as Manim does.

        It is done at every frame; most of the parts that Manim asks have none, and of each that there is it
        asks anew whether it takes the time.
        """
        _update(self.mobjects, dt)

    def get_run_time(self, animations: list[Animation]) -> float:
        """The play's length, rounded to frames of the coarsest rate."""
        return to_frames(super().get_run_time(animations))

    def get_time_progression(self, run_time: float, *args: Any, **kwargs: Any) -> Any:
        """Manim's frame times, exactly ``run_time`` x frame rate of them."""
        if not self.renderer.skip_animations:
            # Half a frame short of the end: np.arange then never gains or loses a frame to rounding.
            run_time = (round(run_time * config.frame_rate) - 0.5) / config.frame_rate
        return super().get_time_progression(run_time, *args, **kwargs)


def _update(mobjects: Iterable[Mobject], dt: float) -> None:
    for mobject in mobjects:
        if not mobject.updating_suspended:
            for updater in mobject.updaters:
                call: Any = updater
                if _takes_time(updater):
                    call(mobject, dt)
                else:
                    call(mobject)
            if mobject.submobjects:
                _update(mobject.submobjects, dt)


_TAKES_TIME: WeakKeyDictionary[Callable[..., Any], bool] = WeakKeyDictionary()


def _takes_time(updater: Callable[..., Any]) -> bool:
    """Whether an updater has a parameter ``dt``, which costs more to find out than most updaters take."""
    known = _TAKES_TIME.get(updater)
    if known is None:
        known = _TAKES_TIME[updater] = "dt" in inspect.signature(updater).parameters
    return known
