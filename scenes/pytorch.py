"""PyTorch: momentum is one argument, and its two rules are the lesson's up to a factor."""

from __future__ import annotations

from collections.abc import Callable

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
    ScaleInPlace,
    Transform,
    Typst,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    there_and_back,
)

from momentum_sim import RAVINE, Array, Trajectory, heavy_ball, pytorch_sgd
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.ravine_map import RavineMap
from scenes.mobjects.transitions import momentum_rules
from scenes.mobjects.typography import formula, typeset, words

LEARNING_RATE = 0.01
STEPS = 900
"""Enough for the small learning rate of the code to bring the run to the minimum."""

RING_SPACING = 0.45
"""Length of the path on the screen from one ring to the next."""

CODE = f"""\
optimizer = optim.SGD(model.parameters(), lr={LEARNING_RATE:g}, momentum={experiment.MOMENTUM:g})

for x_batch, y_batch in dataloader:
    optimizer.zero_grad()
    loss = criterion(model(x_batch), y_batch)
    loss.backward()
    optimizer.step()
"""
"""What the scene shows; it runs, given a model, a criterion and a dataloader."""

CODE_SIZE = 32
CODE_CORNER = (-6.2, 2.5)
CODE_ALONE = 1.2
"""How much larger the code is while nothing else is on the screen."""

RULES_LEFT = 2.0
LEGEND_Y = -0.75
MAP_Y = -2.3


def descend(method: Callable[..., Trajectory]) -> Trajectory:
    """Return the run of a method from the film's start, with the numbers of the code."""
    return method(
        RAVINE, experiment.START, learning_rate=LEARNING_RATE, momentum=experiment.MOMENTUM, steps=STEPS
    )


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
    """The training loop beside the two rules; then both forms descend the ravine on one path."""

    title = "In PyTorch"
    idea = "In PyTorch it is one argument, and while the learning rate is constant the path is the same."

    def construct(self) -> None:
        """Play the beats."""
        self.rules = momentum_rules()
        self.add(self.rules)
        self.show_the_argument()
        self.show_the_rules()
        self.leave()

    def show_the_argument(self) -> None:
        """Show the code, and highlight the argument that is β."""
        with self.beat(
            "One argument", f"In PyTorch, it is one argument: momentum equals {experiment.MOMENTUM:g}."
        ):
            self.code = CodeBlock(CODE, CODE_SIZE)
            self.code.scale(CODE_ALONE).move_to((CODE_CORNER[0], 0, 0), aligned_edge=LEFT)
            self.play(LaggedStart(*(FadeIn(line) for line in self.code), lag_ratio=0.3), run_time=2.0)
            self.add(self.code)
            self._highlight(
                f"momentum={experiment.MOMENTUM:g}", style.MOMENTUM, self.rules[0].select("kept")[0]
            )
            self._highlight(f"lr={LEARNING_RATE:g}", style.INK, self.rules[0].select("push")[0])

    def _highlight(self, text: str, color: str, *symbols: VMobject) -> None:
        """Highlight a piece of the code, and pulse the symbols that it stands for."""
        pulses = (ScaleInPlace(symbol, 1.4, rate_func=there_and_back) for symbol in symbols)
        self.play(self.code.part(text).animate.set_color(color), *pulses, run_time=1.2)
        self.add(self.code, self.rules)

    def show_the_rules(self) -> None:
        """Write PyTorch's rules, and run both forms on the ravine."""
        with self.beat(
            "The same path",
            "PyTorch keeps the velocity without the learning rate, and multiplies by it when it steps. "
            "While the learning rate is constant, the path is the same.",
        ):
            self._make_room()
            self._write_the_rules()
            self._run_both_forms()

    def _make_room(self) -> None:
        place = self.code.copy().scale(1 / CODE_ALONE).move_to((*CODE_CORNER, 0), aligned_edge=UP + LEFT)
        self.map = RavineMap().move_to((0, MAP_Y, 0))
        self.play(Transform(self.code, place), FadeIn(self.map), run_time=style.CALM)

    def _write_the_rules(self) -> None:
        self.pytorch_rules = VGroup(
            formula("speed(b) arrow.l beta speed(b) + grad"),
            formula('theta arrow.l theta - "lr" speed(b)'),
            VGroup(
                formula('vel = "lr" speed(b)'),
                words("while lr is constant", style.SMALLEST_SIZE, color=style.MUTED_INK),
            ).arrange(RIGHT, buff=0.3),
        ).arrange(DOWN, aligned_edge=LEFT, buff=0.22)
        last = self.code.part("optimizer.step()")
        self.pytorch_rules.move_to((RULES_LEFT, last.get_bottom()[1], 0), aligned_edge=LEFT + DOWN)
        gradient = self.rules[0].select("push")[1:]
        self._highlight("loss.backward()", style.GRADIENT, gradient)
        buffer_rule, step_rule, same = self.pytorch_rules
        self.play(
            last.animate.set_color(style.VELOCITY), FadeIn(buffer_rule, shift=RIGHT * style.GAP), run_time=1.2
        )
        self.play(FadeIn(step_rule, shift=RIGHT * style.GAP), run_time=1.2)
        self.play(FadeIn(same, shift=RIGHT * style.GAP), run_time=0.8)
        self.add(self.code)

    def _run_both_forms(self) -> None:
        ours, theirs = descend(heavy_ball), descend(pytorch_sgd)
        line = Line(ORIGIN, 0.6 * RIGHT, stroke_color=style.MOMENTUM, stroke_width=style.ARROW_WIDTH)
        self.legend = VGroup(
            line,
            words("our rules", style.LABEL_SIZE),
            _ring(ORIGIN),
            words("PyTorch's rules", style.LABEL_SIZE),
        ).arrange(RIGHT, buff=0.2)
        self.legend[2:].shift(0.4 * RIGHT)
        self.legend[3].align_to(self.legend[1], UP)
        self.legend.move_to((CODE_CORNER[0], LEGEND_Y, 0), aligned_edge=LEFT)
        self.step = ValueTracker(0)
        path = GrowingCurve(
            self.map.to_screen(ours.parameters), style.MOMENTUM, width=style.ARROW_WIDTH, marker_radius=0
        )
        self.path = path.follow(self.step.get_value)
        points = self.map.to_screen(theirs.parameters)
        self.ring_steps = evenly_along(points, RING_SPACING)
        self.rings = VGroup(*(_ring(point) for point in points[self.ring_steps]))
        self.rings.add_updater(lambda _: self._show_rings())
        self.play(FadeIn(self.legend), run_time=0.6)
        self.add(self.path, self.rings)
        self.play(self.step.animate.set_value(STEPS), rate_func=linear, run_time=3.6)

    def _show_rings(self) -> None:
        for ring, step in zip(self.rings, self.ring_steps, strict=True):
            ring.set_stroke(opacity=float(step <= self.step.get_value()))

    def leave(self) -> None:
        """Fade out everything but the rules."""
        self.path.clear_updaters()
        self.rings.clear_updaters()
        self.cross_over(FadeOut(self.code, self.pytorch_rules, self.map, self.legend, self.path, self.rings))


def _ring(point: Array) -> Circle:
    return Circle(0.08, color=style.INK, stroke_width=style.THIN).move_to(point)
