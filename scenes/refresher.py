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
    UpdateFromAlphaFunc,
    ValueTracker,
    VGroup,
    Wait,
    linear,
    smooth,
    squish_rate_func,
    there_and_back,
)

from momentum_sim import Array, Quadratic, gradient_descent
from scenes import style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import GrowVector, MoveVector, VectorArrow, heavy_arrow
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import axis_of_one_parameter, plain_rule
from scenes.mobjects.typography import formula, words

BOWL = Quadratic([2 / 3])
"""L(θ) = θ²/3: at θ = 3 its gradient is 2."""

START = 3.0
LEARNING_RATE = 0.1
STEPS = 26
RUN = gradient_descent(BOWL, [START], learning_rate=LEARNING_RATE, steps=STEPS)

WALK_TIME = 3.4

ARROW_LIFT = 0.24
"""How far over the axis the arrows lie, in a line."""

TANGENT_REACH = 0.5
"""How far the tangent reaches to either side, for a slope of 1, in θ."""


def thicken(arrow: VectorArrow) -> Animation:
    """Return the animation that makes a level arrow thicker, and lets it be as it was."""
    return ApplyMethod(arrow.stretch, 1.6, 1, rate_func=there_and_back)


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
        self.plot = axis_of_one_parameter()
        self.add(self.plot)
        theta = np.linspace(*self.plot.horizontal, 200)
        self.curve = self.plot.curve(theta, self._loss(theta), style.MUTED_INK, width=5)
        self.curve_name = formula("L(theta)").set_color(style.MUTED_INK)
        self.curve_name.next_to(self.curve.get_end(), LEFT, buff=0.5)
        self.now, self.measured = ValueTracker(0), ValueTracker(0)
        self.path = DescentPath(
            self._on_curve(RUN.parameters[:, 0]),
            style.PLAIN_DESCENT,
            width=style.THIN,
            dot_radius=0.048,
            marker_radius=0.16,
        ).follow(self.now.get_value)
        self.path.marker.set_z_index(2)
        self.plumb_line = Line(*self._plumb_ends(), stroke_color=style.MUTED_INK, stroke_width=style.THIN)
        self.plumb_line.set_z_index(1)
        self.plumb_line.add_updater(lambda line: line.put_start_and_end_on(*self._plumb_ends()))
        self.gradient = heavy_arrow(*self._gradient_ends(), style.GRADIENT)
        self.gradient.add_updater(lambda arrow: arrow.put(*self._gradient_ends()))
        self.tangent = Line(*self._tangent_ends(), stroke_color=style.GRADIENT, stroke_width=5)
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
            self.play(Create(self.curve, run_time=1.0))
            self.play(FadeIn(self.curve_name), run_time=style.QUICK)
            beat.until("theta")
            self.play(FadeIn(self.path, scale=0.6), Create(self.plumb_line), run_time=0.6)
            # What theta is, until the step makes it something else.
            self.equals = formula("=", style.TITLE_SIZE).move_to(self.numbers.select("becomes"))
            self._fill_in("target", "old", also=self.equals)
            self.gradient_name = formula(f'slope(nabla L = "{gradient:.1f}")', style.BODY_SIZE)
            self.gradient_name.next_to(self.gradient, UP, buff=0.15)
            beat.until("The gradient")
            self.play(
                Create(self.tangent, run_time=0.8),
                GrowVector(self.gradient, run_time=1.4),
                Succession(Wait(0.6), FadeIn(self.gradient_name, run_time=0.8)),
            )
            beat.until("points uphill")
            start, *_ = RUN.parameters[0]
            uphill = np.linspace(start, start + gradient)
            self.climb = self.plot.curve(uphill, self._loss(uphill), style.INK, width=7)
            self.play(Create(self.climb), thicken(self.gradient), run_time=0.93)

    def step_downhill(self) -> None:
        after, gradient = RUN.parameters[1, 0], RUN.gradient[0, 0]
        with self.beat(
            "One step",
            "So we step the other way, by the learning rate times the gradient: "
            f"{LEARNING_RATE:g} times {gradient:g}. Theta moves to {after:g}.",
        ) as beat:
            foot, end = self._on_axis(RUN.parameters[:2, 0]) + ARROW_LIFT * UP
            self.step_name = formula("- alpha grad", style.BODY_SIZE)
            self.step_name.align_to(self.gradient_name, UP).align_to(end + 0.12 * LEFT, RIGHT)
            minus, rate, *turned = self.step_name
            room = (turned[0].get_left()[0] - rate.get_left()[0]) * RIGHT
            minus.shift(room)
            # A copy of the gradient, mirrored at its foot and then shrunk by the learning rate, is the step.
            self.step = heavy_arrow(self.gradient.start, self.gradient.end, style.GRADIENT)
            measured = VGroup(self.gradient, self.gradient_name)
            mirrored = 2 * self.gradient.start - self.gradient.end
            beat.until("the other way")
            self.play(
                MoveVector(self.step, foot, mirrored, origin=self.gradient, run_time=0.93),
                ApplyMethod(measured.set_opacity, style.FADED, run_time=0.33),
                FadeOut(self.climb, run_time=0.33),
                FadeOut(self.equals, run_time=0.33),
                Succession(Wait(0.2), FadeIn(self.numbers.select("becomes"), shift=0.2 * UP, run_time=0.6)),
                Succession(
                    Wait(0.73), FadeIn(self.numbers.select("minus"), minus, *turned, run_time=style.QUICK)
                ),
            )
            beat.until("learning rate")
            self.play(
                MoveVector(self.step, foot, end),
                minus.animate.shift(-room),
                FadeIn(rate, rate_func=squish_rate_func(smooth, 0.4, 1)),
                FadeIn(self.numbers.select("alpha"), shift=0.2 * UP),
                run_time=style.CALM,
            )
            beat.until("the gradient")
            self.play(
                FadeIn(self.numbers.select("times")),
                FadeIn(self.numbers.select("slope"), shift=0.2 * UP),
                measured.animate.set_opacity(1),
                run_time=style.CALM,
            )
            beat.until(f"{LEARNING_RATE:g} times")
            self.play(pulse(self.numbers.select("alpha")), pulse(rate), thicken(self.step), run_time=1.0)
            beat.until(f"{gradient:g}")
            self.play(
                pulse(self.numbers.select("slope")),
                pulse(self.gradient_name),
                thicken(self.gradient),
                run_time=style.CALM,
            )
            beat.until("Theta moves")
            self.play(self.now.animate.set_value(1), measured.animate.set_opacity(style.FADED), run_time=1.0)
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
            self.steep.next_to(self._on_curve(RUN.parameters[2, 0]), RIGHT, buff=0.75)
            self.gentle = words("*gentle:* short steps", style.HEADING_SIZE, color=style.PLAIN_DESCENT)
            self.gentle.next_to(self._on_curve(1), UP, buff=0.7)
            counts: tuple[Any, ...] = (self.now, self.measured)
            # Every step takes one time: the ball slows as its steps grow short.
            walking = (
                count.animate(rate_func=linear, run_time=WALK_TIME).set_value(STEPS) for count in counts
            )
            steep, gentle = (FadeIn(name, run_time=0.6) for name in (self.steep, self.gentle))
            # The shortest steps can be seen when nothing else stands there.
            measures = VGroup(self.plumb_line, self.gradient, self.tangent)
            vanishing = UpdateFromAlphaFunc(
                measures, lambda group, share: group.set_opacity(1 - share), run_time=0.5
            )
            self.play(*walking, Succession(steep, Wait(1.5), gentle), Succession(Wait(2.8), vanishing))
            self.remove(measures)
            self.path.clear_updaters()

    def leave_the_rule(self) -> None:
        leaving = (self.plot, self.curve, self.curve_name, self.path, self.steep, self.gentle)
        self.cross_over(*(FadeOut(mobject) for mobject in leaving), run_time=0.6)

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
        start, end = self._on_axis([theta, theta + _slope(theta)]) + ARROW_LIFT * UP
        return start, end

    def _tangent_ends(self) -> tuple[Array, Array]:
        theta = _theta_at(self.measured.get_value())
        reach = TANGENT_REACH * _slope(theta) * np.array([-1, 1])
        left, right = self.plot.to_screen(theta + reach, self._loss(theta) + _slope(theta) * reach)
        return left, right


def _theta_at(step: float) -> float:
    """Return θ at a fractional step."""
    return float(np.interp(step, np.arange(STEPS + 1), RUN.parameters[:, 0]))


def _slope(theta: float) -> float:
    return float(BOWL.gradient([theta])[0])
