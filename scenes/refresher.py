"""Refresher: the update rule of gradient descent, with one parameter on one curve."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    ApplyMethod,
    Create,
    Line,
    MathTypst,
    Mobject,
    Succession,
    ValueTracker,
    VGroup,
    Wait,
    smooth,
    squish_rate_func,
)
from manim.utils.space_ops import rotate_vector

from momentum_sim import Array, Quadratic, gradient_descent
from scenes import style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import GrowVector, MoveVector, VectorArrow
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import plain_rule
from scenes.mobjects.typography import formula, words

BOWL = Quadratic([2 / 3])
"""L(θ) = θ²/3: at θ = 3 its gradient is 2."""

START = 3.0
LEARNING_RATE = 0.1
STEPS = 26
RUN = gradient_descent(BOWL, [START], learning_rate=LEARNING_RATE, steps=STEPS)

WALK_TIME = 3.65
SLOW_STEPS, SLOW_STEP, RESTING = 2, 0.7, 0.45
"""How many steps after the first go slowly, the seconds of each, and the share of them that it rests."""

HORIZONTAL = (-1.5, 5.3)
VERTICAL = (0.0, 4.3)
PLOT_HEIGHT = 3.65
PLOT_FOOT = style.CAPTIONS_TOP + 0.47
STEP_LIFT = 0.1
TANGENT_REACH = 0.75
"""How far the tangent reaches to either side, in θ."""


class TurnRound(Animation):
    """Turn an arrow round its tail, which is lifted a little."""

    def __init__(self, arrow: VectorArrow, **keywords: Any) -> None:
        self.arrow = arrow
        self._start, self._vector = arrow.start.copy(), arrow.end - arrow.start
        super().__init__(arrow, introducer=True, **keywords)

    def interpolate_mobject(self, alpha: float) -> None:
        """Put the arrow a share of its way."""
        turned = self.rate_func(alpha)
        tail = self._start + turned * STEP_LIFT * UP
        self.arrow.put(tail, tail + rotate_vector(self._vector, np.pi * turned))


class Refresher(LessonScene):
    """One step of gradient descent, number by number; then the steps that follow."""

    title = "The rule we start from"
    idea = "Gradient descent steps against the gradient: θ ← θ − α∇L."

    def construct(self) -> None:
        self.rule = plain_rule()
        self.add(self.rule)
        self.lay_out_the_curve()
        self.point_uphill()
        self.step_downhill()
        self.step_again()
        self.leave_the_rule()

    def lay_out_the_curve(self) -> None:
        self.plot = Plot(
            HORIZONTAL,
            VERTICAL,
            width=12.2,
            height=PLOT_HEIGHT,
            horizontal_ticks=range(-1, 6),
            label_size=style.BODY_SIZE,
        )
        self.plot.axes[1].set_stroke(opacity=0)
        self.plot.shift((0, PLOT_FOOT - self.plot.get_bottom()[1], 0))
        edge = np.sqrt(2 * VERTICAL[1] / BOWL.curvatures[0])
        theta = np.linspace(HORIZONTAL[0], edge, 200)
        self.curve = self.plot.curve(theta, self._loss(theta), style.MUTED_INK, width=5)
        self.axis_name = formula("theta").next_to(self.plot.axes[0], UP, buff=0.12)
        self.axis_name.align_to(self.plot.axes[0], RIGHT)
        self.curve_name = formula("L(theta)").set_color(style.MUTED_INK)
        self.curve_name.next_to(self.curve.get_end(), RIGHT, buff=0.5)
        self.now, self.measured = ValueTracker(0), ValueTracker(0)
        self.path = DescentPath(
            self._on_curve(RUN.parameters[:, 0]),
            style.PLAIN_DESCENT,
            width=style.THIN,
            dot_radius=0.075,
            marker_radius=0.16,
        ).follow(self.now.get_value)
        self.path.marker.set_z_index(1)
        self.plumb_line = Line(*self._plumb_ends(), stroke_color=style.MUTED_INK, stroke_width=style.THIN)
        self.plumb_line.add_updater(lambda line: line.put_start_and_end_on(*self._plumb_ends()))
        self.gradient = VectorArrow(*self._gradient_ends(), style.GRADIENT)
        self.gradient.add_updater(lambda arrow: arrow.put(*self._gradient_ends()))
        self.tangent = Line(*self._tangent_ends(), stroke_color=style.GRADIENT, stroke_width=style.THIN)
        self.tangent.add_updater(lambda line: line.put_start_and_end_on(*self._tangent_ends()))

    @cached_property
    def numbers(self) -> MathTypst:
        """The rule with the first step's numbers, under the rule itself."""
        (theta, after), gradient = RUN.parameters[:2, 0], RUN.gradient[0, 0]
        before = f'{{{{ theta : target }}}} {{{{ arrow.l : becomes }}}} {{{{ "{theta:.1f}" : old }}}}'
        step = f'{{{{ - : minus }}}} {{{{ "{LEARNING_RATE:g}" : alpha }}}} '
        slope = f'{{{{ times : times }}}} {{{{ slope("{gradient:.1f}") : slope }}}}'
        line = formula(f'{before} {step} {slope} {{{{ = "{after:.1f}" : new }}}}', style.TITLE_SIZE)
        return line.next_to(self.rule, DOWN, buff=0.3, aligned_edge=LEFT)

    def point_uphill(self) -> None:
        theta, gradient = RUN.parameters[0, 0], RUN.gradient[0, 0]
        with self.beat(
            "Uphill",
            f"One parameter, theta, at {theta:g}. The gradient there is {gradient:g}: it points uphill.",
        ) as beat:
            self.play(
                FadeIn(self.plot, self.axis_name, run_time=style.QUICK), Create(self.curve, run_time=1.0)
            )
            self.play(FadeIn(self.curve_name), run_time=style.QUICK)
            beat.until("theta")
            self.play(FadeIn(self.path, scale=0.6), Create(self.plumb_line), run_time=0.6)
            # What theta is, until the step makes it something else.
            self.equals = formula("=", style.TITLE_SIZE).move_to(self.numbers.select("becomes"))
            self._fill_in("target", "old", also=self.equals)
            self.gradient_name = formula(f'slope(nabla L = "{gradient:.1f}")')
            self.gradient_name.next_to(self.gradient, UP, buff=0.2)
            beat.until("The gradient")
            self.play(
                Create(self.tangent, run_time=0.8),
                GrowVector(self.gradient, run_time=1.4),
                Succession(Wait(0.6), FadeIn(self.gradient_name, run_time=0.8)),
            )
            beat.until("points uphill")
            self.play(pulse(self.gradient_name), run_time=style.CALM)

    def step_downhill(self) -> None:
        after, gradient = RUN.parameters[1, 0], RUN.gradient[0, 0]
        with self.beat(
            "One step",
            "So we step the other way, by the learning rate times the gradient: "
            f"{LEARNING_RATE:g} times {gradient:g}. Theta moves to {after:g}.",
        ) as beat:
            # A little above the gradient, not to seem to go on with it.
            start, end = self._on_axis(RUN.parameters[:2, 0]) + STEP_LIFT * UP
            self.step_name = formula("slope(- alpha nabla L)")
            self.step_name.next_to(VectorArrow(start, end, style.GRADIENT), UP, buff=0.2)
            self.step_name.align_to(end + 0.15 * LEFT, RIGHT)
            minus, rate, *turned = self.step_name
            room = (turned[0].get_left()[0] - rate.get_left()[0]) * RIGHT
            minus.shift(room)
            # A copy of the gradient, turned round and then shrunk by the learning rate, is the step.
            self.step = VectorArrow(self.gradient.start, self.gradient.end, style.GRADIENT)
            # It would be turned across the name.
            self.play(FadeOut(self.gradient_name), run_time=0.33)
            beat.until("the other way")
            self.play(
                TurnRound(self.step, run_time=0.93),
                ApplyMethod(self.gradient.set_opacity, style.FADED, run_time=0.33),
                FadeOut(self.equals, run_time=0.33),
                Succession(Wait(0.2), FadeIn(self.numbers.select("becomes"), shift=0.2 * UP, run_time=0.6)),
                Succession(
                    Wait(0.73), FadeIn(self.numbers.select("minus"), minus, *turned, run_time=style.QUICK)
                ),
            )
            beat.until("learning rate")
            self.play(
                MoveVector(self.step, start, end),
                minus.animate.shift(-room),
                FadeIn(rate, rate_func=squish_rate_func(smooth, 0.4, 1)),
                FadeIn(self.numbers.select("alpha"), shift=0.2 * UP),
                run_time=style.CALM,
            )
            beat.until("the gradient")
            self.play(
                FadeIn(self.numbers.select("times"), self.gradient_name),
                FadeIn(self.numbers.select("slope"), shift=0.2 * UP),
                self.gradient.animate.set_opacity(1),
                run_time=style.CALM,
            )
            beat.until(f"{LEARNING_RATE:g} times")
            self.play(pulse(self.numbers.select("alpha")), run_time=style.CALM)
            beat.until(f"{gradient:g}")
            self.play(pulse(self.numbers.select("slope")), run_time=0.67)
            beat.until("Theta moves")
            spoken_of = VGroup(self.gradient, self.gradient_name)
            self.play(self.now.animate.set_value(1), spoken_of.animate.set_opacity(style.FADED), run_time=1.0)
            self._fill_in("new")

    def step_again(self) -> None:
        with self.beat("Again", "Again. Steep slopes give long steps, gentle slopes short ones."):
            # While the word is said, what the first step led to can still be read.
            self.wait(0.3)
            first_step = (self.numbers, self.gradient_name, self.step, self.step_name)
            fading = (FadeOut(mobject) for mobject in first_step)
            self.play(
                *fading,
                self.measured.animate.set_value(1),
                self.gradient.animate.set_opacity(1),
                run_time=style.QUICK,
            )
            self.steep = words("*steep:* long steps", style.HEADING_SIZE, color=style.PLAIN_DESCENT)
            self.steep.next_to(self._on_curve(RUN.parameters[2, 0]), RIGHT, buff=0.5)
            self.gentle = words("*gentle:* short steps", style.HEADING_SIZE, color=style.PLAIN_DESCENT)
            self.gentle.next_to(self._on_curve(RUN.parameters[-1, 0]), UP, buff=0.7).shift(0.35 * LEFT)
            counts: tuple[Any, ...] = (self.now, self.measured)
            walking = (count.animate(rate_func=first_steps_slowly).set_value(STEPS) for count in counts)
            naming = Succession(FadeIn(self.steep), Wait(0.65), FadeIn(self.gentle))
            self.play(*walking, naming, run_time=WALK_TIME)

    def leave_the_rule(self) -> None:
        moving = (self.path, self.plumb_line, self.gradient, self.tangent)
        for mobject in moving:
            mobject.clear_updaters()
        still = (self.plot, self.axis_name, self.curve, self.curve_name, self.steep, self.gentle)
        self.cross_over(*(FadeOut(mobject) for mobject in (*moving, *still)), run_time=0.6)

    def _fill_in(self, *parts: str, also: Mobject | None = None) -> None:
        """Fade in parts of the numbers, and what else stands there, at their places in the rule."""
        filled_in = [*map(self.numbers.select, parts), *([also] if also else [])]
        self.play(*(FadeIn(part, shift=0.2 * UP) for part in filled_in), run_time=0.6)

    def _loss(self, theta: npt.ArrayLike) -> Array:
        return BOWL.value(np.asarray(theta, dtype=float)[..., None])

    def _on_curve(self, theta: npt.ArrayLike) -> Array:
        return self.plot.to_screen(theta, self._loss(theta))

    def _on_axis(self, theta: npt.ArrayLike) -> Array:
        return self.plot.to_screen(theta, np.zeros(np.shape(theta)))

    def _plumb_ends(self) -> tuple[Array, Array]:
        theta = _theta_at(self.now.get_value())
        return self._on_curve(theta), self._on_axis(theta)

    def _gradient_ends(self) -> tuple[Array, Array]:
        theta = _theta_at(self.measured.get_value())
        return self._on_axis(theta), self._on_axis(theta + _slope(theta))

    def _tangent_ends(self) -> tuple[Array, Array]:
        theta = _theta_at(self.measured.get_value())
        reach = np.array([-TANGENT_REACH, TANGENT_REACH])
        left, right = self.plot.to_screen(theta + reach, self._loss(theta) + _slope(theta) * reach)
        return left, right


def first_steps_slowly(share: float) -> float:
    """Rate a walk from step 1 to the last so that its first two steps can be compared."""
    seconds = share * WALK_TIME
    if (number := int(seconds / SLOW_STEP)) < SLOW_STEPS:
        steps = number + smooth(min(1.0, (seconds / SLOW_STEP - number) / (1 - RESTING)))
    else:
        rest = (seconds - SLOW_STEPS * SLOW_STEP) / (WALK_TIME - SLOW_STEPS * SLOW_STEP)
        steps = SLOW_STEPS + (STEPS - 1 - SLOW_STEPS) * smooth(min(1.0, rest))
    return float(steps / (STEPS - 1))


def _theta_at(step: float) -> float:
    """Return θ at a fractional step."""
    return float(np.interp(step, np.arange(STEPS + 1), RUN.parameters[:, 0]))


def _slope(theta: float) -> float:
    return float(BOWL.gradient([theta])[0])
