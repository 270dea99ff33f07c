"""Refresher: the update rule of gradient descent, with one parameter on one curve."""

from __future__ import annotations

from functools import cached_property

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
    ReplacementTransform,
    Succession,
    ValueTracker,
    VGroup,
    Wait,
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
from scenes.mobjects.transitions import RULE_SIZE, axis_of_one_parameter, plain_rule, rule_of_one_parameter
from scenes.mobjects.typography import formula, words_on_line

BOWL = Quadratic([2 / 3])
"""L(θ) = θ²/3: at θ = 3 its gradient is 2."""

START = 3.0
LEARNING_RATE = 0.1
STEPS = 20
RUN = gradient_descent(BOWL, [START], learning_rate=LEARNING_RATE, steps=STEPS)

AGAIN = 2
"""The step that is taken again, by itself."""

HOP, LANDING = 0.19, 0.75
"""Seconds for each of the others, all in one cadence, and the share of them after which it has landed."""

STEP_LIFT, GRADIENT_LIFT = 0.24, 0.66
"""How far over the axis the arrows lie: each in a line of its own."""

MARK_HEIGHT, STEEP_LEFT, GENTLE_LEFT, NAMES_LIFT = 0.3, 2.6, -0.1, 0.65
"""Of what marks each step on the axis; from which θ, and how far over the axis, the steps are named."""

TANGENT_REACH = 0.5
"""How far the tangent reaches to either side, for a slope of 1, in θ."""


def hop_by_hop(time: float) -> float:
    """Take the steps after ``AGAIN`` one by one, as long each, and land: a rate function."""
    hops = STEPS - AGAIN
    taken = min(int(time * hops), hops - 1)
    return float(taken + smooth(min((time * hops - taken) / LANDING, 1.0))) / hops


def thicken(arrow: VectorArrow) -> Animation:
    """Return the animation that makes a level arrow thicker, and lets it be as it was."""
    return ApplyMethod(arrow.stretch, 1.6, 1, rate_func=there_and_back)


class Refresher(LessonScene):
    """One step of gradient descent, number by number; then the steps that follow."""

    title = "The rule we start from"
    idea = "Gradient descent steps against the gradient: θ ← θ − α∇L."

    def construct(self) -> None:
        self.rule = rule_of_one_parameter()
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
        self.now = ValueTracker(0)
        self.path = DescentPath(
            self._on_curve(RUN.parameters[:, 0]),
            style.PLAIN_DESCENT,
            width=style.THIN,
            dot_radius=0.06,
            marker_radius=0.16,
        ).follow(self.now.get_value)
        self.path.marker.set_z_index(2)
        self.plumb_line = Line(*self._plumb_ends(), stroke_color=style.MUTED_INK, stroke_width=style.THIN)
        self.plumb_line.set_z_index(1)
        self.plumb_line.add_updater(lambda line: line.put_start_and_end_on(*self._plumb_ends()))
        slope = _slope(START)
        foot, tip = self._on_axis([START, START + slope]) + GRADIENT_LIFT * UP
        self.gradient = heavy_arrow(foot, tip, style.GRADIENT)
        reach = TANGENT_REACH * slope * np.array([-1, 1])
        ends = self.plot.to_screen(START + reach, self._loss(START) + slope * reach)
        self.tangent = Line(*ends, stroke_color=style.GRADIENT, stroke_width=5)

    @cached_property
    def numbers(self) -> MathTypst:
        """The rule with the first step's numbers, under the rule itself."""
        (theta, after), gradient = RUN.parameters[:2, 0], RUN.gradient[0, 0]
        before = f'{{{{ theta : target }}}} {{{{ arrow.l : becomes }}}} {{{{ "{theta:.1f}" : old }}}}'
        step = f'{{{{ - : minus }}}} {{{{ "{LEARNING_RATE:g}" : alpha }}}} '
        slope = f'{{{{ times : times }}}} {{{{ slope("{gradient:.1f}") : slope }}}}'
        line = formula(f'{before} {step} {slope} {{{{ = "{after:.1f}" : new }}}}', RULE_SIZE)
        return line.next_to(self.rule, DOWN, buff=0.45, aligned_edge=LEFT)

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
            self.equals = formula("=", RULE_SIZE).move_to(self.numbers.select("becomes"))
            self._fill_in("target", "old", also=self.equals)
            self.gradient_name = formula(f'slope(nabla L = "{gradient:.1f}")', style.HEADING_SIZE)
            self.gradient_name.next_to(self.gradient, UP, buff=0.15)
            beat.until("The gradient")
            self.play(
                Create(self.tangent, run_time=0.8),
                GrowVector(self.gradient, run_time=1.4),
                Succession(Wait(0.6), FadeIn(self.gradient_name, run_time=0.8)),
            )
            beat.until("points uphill")
            self.play(thicken(self.gradient), run_time=0.93)

    def step_downhill(self) -> None:
        after, gradient = RUN.parameters[1, 0], RUN.gradient[0, 0]
        with self.beat(
            "One step",
            "So we step the other way, by the learning rate times the gradient: "
            f"{LEARNING_RATE:g} times {gradient:g}. Theta moves to {after:g}.",
        ) as beat:
            foot, end = self._on_axis(RUN.parameters[:2, 0]) + STEP_LIFT * UP
            self.step_name = formula("- alpha grad", style.HEADING_SIZE)
            self.step_name.next_to(end, LEFT, buff=0.15)
            minus, rate, *turned = self.step_name
            # Over the long arrow at first, then beside the short one.
            over = 0.5 * UP
            room = (turned[0].get_left()[0] - rate.get_left()[0]) * RIGHT
            minus.shift(room + over)
            VGroup(*turned).shift(over)
            # A copy of the gradient, mirrored at its foot and then shrunk by the learning rate, is the step.
            self.step = heavy_arrow(self.gradient.start, self.gradient.end, style.GRADIENT)
            measured = VGroup(self.gradient, self.gradient_name)
            mirrored = 2 * foot - self._on_axis(START + gradient) - STEP_LIFT * UP
            beat.until("step the other way")
            self.play(
                MoveVector(self.step, foot, mirrored, origin=self.gradient, run_time=0.93),
                ApplyMethod(measured.set_opacity, style.FADED, run_time=0.33),
                FadeOut(self.tangent, run_time=0.33),
                FadeOut(self.equals, run_time=0.33),
                Succession(Wait(0.2), FadeIn(self.numbers.select("becomes"), shift=0.2 * UP, run_time=0.6)),
                Succession(
                    Wait(0.73), FadeIn(self.numbers.select("minus"), minus, *turned, run_time=style.QUICK)
                ),
            )
            beat.until("learning rate")
            late = squish_rate_func(smooth, 0.6, 1)
            self.play(
                MoveVector(self.step, foot, end),
                ApplyMethod(minus.shift, -room - over, rate_func=late),
                ApplyMethod(VGroup(*turned).shift, -over, rate_func=late),
                FadeIn(rate, rate_func=late),
                FadeIn(self.numbers.select("alpha"), shift=0.2 * UP),
                run_time=1.0,
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
            # The next gradient is another one: the step alone is left.
            self.play(
                self.now.animate.set_value(1),
                FadeOut(measured, rate_func=squish_rate_func(smooth, 0, 0.6)),
                run_time=0.8,
            )
            self._fill_in("new")

    def step_again(self) -> None:
        with self.beat("Again", "Again. Steep slopes give long steps, gentle slopes short ones.") as beat:
            marks = VGroup(
                Line(foot, foot + MARK_HEIGHT * UP) for foot in self._on_axis(RUN.parameters[:, 0])
            ).set_stroke(style.PLAIN_DESCENT, style.PATH_WIDTH)
            taken, self.coming = VGroup(*marks[:2]), VGroup(*marks[2:])
            self.coming.add_updater(self._mark_the_steps, call_updater=True)
            self.marks = VGroup(taken, self.coming)
            self.add(self.coming)
            self.play(
                FadeOut(self.numbers, self.step, self.step_name, run_time=0.4),
                FadeIn(taken, run_time=0.4),
                ApplyMethod(self.now.set_value, AGAIN, run_time=0.5),
            )
            self.steep, self.gentle = (
                words_on_line(text, self._on_axis(left) + NAMES_LIFT * UP, color=style.PLAIN_DESCENT)
                for text, left in (
                    ("#strong[steep:] long steps", STEEP_LEFT),
                    ("#strong[gentle:] short steps", GENTLE_LEFT),
                )
            )
            beat.until("Steep")
            self.play(
                ApplyMethod(self.now.set_value, STEPS, rate_func=hop_by_hop, run_time=HOP * (STEPS - AGAIN)),
                FadeIn(self.steep, run_time=style.QUICK),
                Succession(Wait(beat.seconds_until("gentle")), FadeIn(self.gentle, run_time=style.QUICK)),
            )
            self.path.clear_updaters()
            self.coming.clear_updaters()

    def _mark_the_steps(self, marks: Mobject) -> None:
        """Show each mark as its step is taken."""
        for step, mark in enumerate(marks, start=2):
            mark.set_stroke(opacity=np.clip(self.now.get_value() - step + 1, 0, 1))

    def leave_the_rule(self) -> None:
        leaving = (
            self.plot,
            self.curve,
            self.curve_name,
            self.path,
            self.plumb_line,
            self.marks,
            self.steep,
            self.gentle,
        )
        self.cross_over(
            *(FadeOut(mobject) for mobject in leaving),
            ReplacementTransform(self.rule, plain_rule()),
            run_time=0.6,
        )

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


def _theta_at(step: float) -> float:
    """Return θ at a fractional step."""
    return float(np.interp(step, np.arange(STEPS + 1), RUN.parameters[:, 0]))


def _slope(theta: float) -> float:
    return float(BOWL.gradient([theta])[0])
