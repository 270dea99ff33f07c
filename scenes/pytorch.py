"""PyTorch: momentum is one argument, and its two rules are the lesson's up to a factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
import numpy.typing as npt
from manim import (
    DOWN,
    LEFT,
    ORIGIN,
    RIGHT,
    UP,
    Circle,
    LaggedStart,
    Line,
    Typst,
    ValueTracker,
    VGroup,
    linear,
)

from momentum_sim import RAVINE, Array, Trajectory, heavy_ball, pytorch_sgd
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.pulse import pulse
from scenes.mobjects.ravine_map import RavineMap
from scenes.mobjects.transitions import momentum_rules
from scenes.mobjects.typography import formula, typeset, words

CUT_AT = 12
"""The step at which the learning rate is cut."""
CUT_TO = 0.1
"""To which share of it."""
STEPS = 60

RING_SPACING = 0.3
"""Length of the path on the screen from one ring to the next."""

ARGUMENTS = f"lr={experiment.LEARNING_RATE:g}, momentum={experiment.MOMENTUM:g}"

CODE = f"""\
optimizer = optim.SGD(
    model.parameters(), {ARGUMENTS})

for x_batch, y_batch in dataloader:
    optimizer.zero_grad()
    loss = criterion(model(x_batch), y_batch)
    loss.backward()
    optimizer.step()
"""
"""What the scene shows; it runs, given a model, a criterion and a dataloader."""

CODE_SIZE = 42
CODE_CORNER = (-6.2, 2.5)
LINES_THAT_STAY = 2
"""Of the code, when the paths are shown."""

RULES_HEIGHT = 0.62
REMARK_HEIGHT = 1.16
MAP_HEIGHT = -1.25


def descend(method: Callable[..., Trajectory]) -> Array:
    """Return the iterates of a method from the film's start, with its learning rate cut on the way."""
    first = method(
        RAVINE,
        experiment.START,
        learning_rate=experiment.LEARNING_RATE,
        momentum=experiment.MOMENTUM,
        steps=CUT_AT,
    )
    then = method(
        RAVINE,
        first.parameters[-1],
        learning_rate=CUT_TO * experiment.LEARNING_RATE,
        momentum=experiment.MOMENTUM,
        velocity=first.velocity[-1],
        steps=STEPS - CUT_AT,
    )
    return np.concatenate([first.parameters, then.parameters[1:]])


def evenly_along(points: Array, spacing: float) -> npt.NDArray[np.int64]:
    """Return the indices of points that lie about ``spacing`` apart along their polyline."""
    lengths = np.linalg.norm(np.diff(points, axis=0), axis=-1)
    reached = np.concatenate([[0.0], np.cumsum(lengths)])
    return np.unique(np.searchsorted(reached, np.arange(0, reached[-1], spacing)))


class CodeBlock(VGroup):
    """Code in a monospaced face, line by line; parts of it can be selected by their text."""

    def __init__(self, code: str, size: float) -> None:
        self.lines = [line for line in code.splitlines() if line]
        super().__init__(*(_set_code(line.strip(), size) for line in self.lines))
        # Each line is placed as in the whole code set at once.
        whole, start = _set_code(code.rstrip("\n"), size), 0
        for line in self:
            end = start + len(line.submobjects)
            line.move_to(VGroup(*whole.submobjects[start:end]))
            start = end

    def part(self, text: str) -> VGroup:
        """Return the glyphs of the first place where a line says ``text``.

        Raises
        ------
        ValueError
            If none does.
        """
        for line, mobject in zip(self.lines, self, strict=True):
            if text in line:
                # Every character but white space is one glyph, in reading order.
                start = len("".join(line[: line.index(text)].split()))
                return VGroup(*mobject.submobjects[start : start + len("".join(text.split()))])
        raise ValueError(f"{text!r} is in no line of the code; pick out what stands on one line")


def _set_code(code: str, size: float) -> Typst:
    preamble = '#set text(font: "DejaVu Sans Mono")\n#set par(leading: 0.75em)'
    escaped = code.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return typeset(
        Typst, f'#raw("{escaped}")', font_size=size, typst_preamble=preamble, color=style.MUTED_INK
    )


class PyTorch(LessonScene):
    """The training loop; then both forms of the rules on one path, until the learning rate is cut."""

    title = "In PyTorch"
    idea = "In PyTorch it is one argument, and while the learning rate is constant the path is the same."

    def construct(self) -> None:
        """Play the beats."""
        self.rules = momentum_rules()
        self.add(self.rules)
        self.show_the_argument()
        self.follow_the_same_path()
        self.give_advice()
        self.leave()

    def show_the_argument(self) -> None:
        """Show the code, and highlight the argument that is β."""
        momentum = f"momentum={experiment.MOMENTUM:g}"
        with self.beat(
            "One argument",
            f"In PyTorch it is one argument: add momentum equals {experiment.MOMENTUM:g}.",
            shown=CODE,
        ) as beat:
            self.code = CodeBlock(CODE, CODE_SIZE).move_to((*CODE_CORNER, 0), aligned_edge=UP + LEFT)
            self.play(LaggedStart(*(FadeIn(line) for line in self.code), lag_ratio=0.3), run_time=2.0)
            self.add(self.code)
            beat.until("add momentum")
            self.play(
                self.code.part(momentum).animate.set_color(style.MOMENTUM),
                pulse(self.rules[0].select("kept")[0]),
                run_time=style.SLOW,
            )

    def follow_the_same_path(self) -> None:
        """Write PyTorch's rules; run both forms until the learning rate is cut, and on."""
        with self.beat(
            "The same path",
            "Its velocity leaves the learning rate out until it steps. At a constant rate, the path is "
            "the same. Cut the rate, and its steps shrink at once; ours, little by little.",
            shown="PyTorch's rules: b ← βb + ∇L, θ ← θ − lr · b.",
        ) as beat:
            self._make_room()
            beat.until("velocity")
            self.play(FadeIn(self.pytorch_rules[0], shift=0.2 * UP), run_time=style.CALM)
            beat.until("until it steps")
            self.play(FadeIn(self.pytorch_rules[1], shift=0.2 * UP), run_time=style.CALM)
            beat.until("At a constant")
            self.play(FadeIn(self.legend, self.path), run_time=style.QUICK)
            self.add(self.rings)
            # Linear: a step is a moment.
            self.play(self.step.animate.set_value(CUT_AT), rate_func=linear, run_time=2.4)
            beat.until("Cut the rate")
            self.play(FadeIn(self.cut, shift=0.1 * UP), run_time=style.QUICK)
            self.play(self.step.animate.set_value(STEPS), rate_func=linear, run_time=3.6)

    def _make_room(self) -> None:
        self.map = RavineMap().move_to((0, MAP_HEIGHT, 0))
        self.pytorch_rules = VGroup(
            formula("speed(b) arrow.l beta speed(b) + grad"),
            formula('theta arrow.l theta - "lr" dot.op speed(b)'),
        ).arrange(RIGHT, buff=0.9)
        self.pytorch_rules.move_to((CODE_CORNER[0], RULES_HEIGHT, 0), aligned_edge=LEFT)
        ours, theirs = (self.map.to_screen(descend(method)) for method in (heavy_ball, pytorch_sgd))
        self.step = ValueTracker(0)
        self.path = GrowingCurve(ours, style.MOMENTUM).follow(self.step.get_value)
        self.rings = Rings(theirs).follow(self.step.get_value)
        line = Line(ORIGIN, 0.6 * RIGHT, stroke_color=style.MOMENTUM, stroke_width=style.PATH_WIDTH)
        self.legend = VGroup(
            line,
            words("our rules", style.LABEL_SIZE),
            ring(ORIGIN),
            words("PyTorch's", style.LABEL_SIZE),
        ).arrange(RIGHT, buff=0.2)
        self.legend[2:].shift(0.4 * RIGHT)
        self.legend[3].align_to(self.legend[1], UP)
        self.legend.move_to((-CODE_CORNER[0], RULES_HEIGHT, 0), aligned_edge=RIGHT)
        at = 0.5 * (ours[CUT_AT] + theirs[CUT_AT])
        text = f"lr cut to {CUT_TO * experiment.LEARNING_RATE:g}"
        self.cut = words(text, style.LABEL_SIZE, bold=True).move_to(
            (at[0] + 1.6, self.map.get_top()[1] - 0.3, 0)
        )
        self.play(FadeOut(self.code[LINES_THAT_STAY:]), FadeIn(self.map), run_time=style.CALM)
        self.code.remove(*self.code[LINES_THAT_STAY:])

    def give_advice(self) -> None:
        """What a new optimiser begins with, and what to do under noise."""
        learning_rate, momentum = (self.code.part(part) for part in ARGUMENTS.split(", "))
        with self.beat(
            "Tomorrow",
            f"Tomorrow, add momentum equals {experiment.MOMENTUM:g}, and first try the rate you have. "
            "If you raise momentum under noise, lower the rate with it.",
        ) as beat:
            zero = formula("speed(b) = 0").next_to(self.code.part("SGD("), RIGHT, buff=0.5)
            self.play(FadeIn(zero, shift=0.2 * LEFT), run_time=style.CALM)
            beat.until("raise momentum")
            raised = words("raised under noise:", style.LABEL_SIZE, color=style.MOMENTUM, bold=True)
            raised.move_to((momentum.get_x(), REMARK_HEIGHT, 0))
            self.play(FadeIn(raised, shift=0.2 * UP), run_time=style.CALM)
            beat.until("lower the rate")
            lowered = words("lower it", style.LABEL_SIZE, bold=True)
            lowered.move_to((learning_rate.get_x(), REMARK_HEIGHT, 0))
            self.play(
                FadeIn(lowered, shift=0.2 * DOWN),
                learning_rate.animate.set_color(style.INK),
                run_time=style.CALM,
            )
            beat.until_said()

    def leave(self) -> None:
        """Fade out everything but the rules."""
        self.path.clear_updaters()
        self.rings.clear_updaters()
        self.cross_over(FadeOut(*(part for part in self.picture if part is not self.rules)))


class Rings(LiveGroup):
    """Rings along a path, those that a run has passed."""

    def __init__(self, points: Array) -> None:
        super().__init__()
        self._steps = evenly_along(points, RING_SPACING)
        self.add(*(ring(point) for point in points[self._steps]))
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Show the rings up to a step; each comes within one."""
        for each, passed in zip(self, self._steps, strict=True):
            # The start's ring comes with the first step.
            each.set_stroke(opacity=min(max(step - max(passed - 1, 0), 0.0), 1.0))
        return self


def ring(point: Array) -> Circle:
    """Return a ring round a point."""
    return Circle(0.08, color=style.INK, stroke_width=style.THIN).move_to(point)
