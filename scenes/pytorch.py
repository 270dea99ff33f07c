"""PyTorch: momentum is one argument, and its two rules are the lesson's up to a factor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    ORIGIN,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    ApplyMethod,
    Circle,
    Create,
    DashedLine,
    Line,
    LineJointType,
    Rectangle,
    Succession,
    Transform,
    ValueTracker,
    VGroup,
    VMobject,
    Wait,
    linear,
    smooth,
    squish_rate_func,
)

from momentum_sim import RAVINE, Array, Noise, Trajectory, heavy_ball, pytorch_sgd
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Speaking
from scenes.mobjects.arrow import GrowVector, VectorArrow
from scenes.mobjects.descent_path import DescentPath, position_at
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.glyphs import TypsetWords
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.loss_map import LossMap
from scenes.mobjects.noise_levels import MEAN_WIDTH, running_mean
from scenes.mobjects.one_by_one import one_by_one
from scenes.mobjects.plot import Plot
from scenes.mobjects.polyline import polyline
from scenes.mobjects.pulse import pulse
from scenes.mobjects.ravine_map import LEVELS, VERTICAL
from scenes.mobjects.transitions import momentum_rules
from scenes.mobjects.typography import formula, words, words_on_line

CUT_AT = 12
"""The step at which the learning rate is cut."""
CUT_TO = 0.1
"""To which share of it."""
STEPS = 36

ARGUMENTS = f"lr={experiment.LEARNING_RATE:g}, momentum={experiment.MOMENTUM:g}"

CODE = f"""\
optimizer = optim.SGD(model.parameters(),
    {ARGUMENTS})
"""
"""What the scene shows; it runs, given a model."""

MOMENTUM_ARGUMENT = ARGUMENTS.split(", ")[1]

RAISED_MOMENTUM = 0.99
LOWERED_RATE = CUT_TO * experiment.LEARNING_RATE
PHASES = (
    (experiment.LEARNING_RATE, experiment.MOMENTUM, 300),
    (experiment.LEARNING_RATE, RAISED_MOMENTUM, 400),
    (LOWERED_RATE, RAISED_MOMENTUM, 500),
)
"""Of the noisy run beside the advice: learning rate, momentum, and its steps."""
LOWERED, RAISED = f"lr={LOWERED_RATE:g}", f"momentum={RAISED_MOMENTUM:g}"
TENTH, NINE = slice(LOWERED.index(".") + 1, LOWERED.index(".") + 2), slice(len(RAISED) - 1, len(RAISED))
"""What is typed into an argument: the zero that makes the rate a tenth, the last digit of the momentum."""
SEED = 4756
"""Of its noise; in each phase it settles near the level to be expected."""
NOISY_LOSSES, FIRST_LOSSES = (0.0, 0.8), 13.5
"""What the axes of losses show, and how far up they go at first."""
LOSS_TICKS, TICK_COMES = (0.2, 0.4, 0.6, 5, 10), 0.1
"""What is written on them, in both windows; over which share of the axis a number comes and goes."""
NAME_GAP = 0.14
NOISY_CORNER, NOISY_SIZE = (-5.5, -2.1, 0), (11.9, 3.95)
"""From under the phases' heads to the margin."""
MEAN_STEPS = 20
"""Over how many steps the losses are averaged: each one alone jumps across the ravine's wobble."""
PLAIN_NAME_AT = (-2.5, -0.9, 0)
"""Where plain descent's curve is named."""

RATE = '#raw("lr")'
"""The learning rate as code, in words and in mathematics."""

HEAD_CODE_SIZE = 42
HEAD_TOP, HEAD_LEFT = 3.55, 0.15
"""The upper edge of what heads a phase, and its place after the phase's start."""
LEVEL_GAP, LOW_GAP, FALL_AT = 0.18, 0.24, 900
"""How far both levels' names stand from the line, the curve and the arrow, and at which step that is."""
CODE_SIZE = 60
CODE_CORNER = (style.SAFE_LEFT, 2.7)
NAMES_UNDER_CODE, NAME_CODE_SIZE = -1.85, 54
"""The baseline of the arguments under the symbols that they are."""
FINAL_HOLD = 0.95
"""Seconds for which the noisy run stands when it is finished."""
TYPING = 0.7
"""Seconds in which the argument is typed."""

LARGE_RULES, RULES_HEIGHT = 1.6, -0.55
"""How large the rules stand until the map comes, and where ours do under the code."""
OURS_DOWN, THEIRS_UP = 0.4, 1.75
"""How far ours then sink, and PyTorch's rise out of them to where the code was."""
RATE_RISE = 0.8
"""How far the learning rate rises on its way out of the velocity and into the step."""
NAME_RISE = 0.9
"""From a large rule's baseline up to that of its name."""
MAP_HEAD, NAMES_SKIP = 2.72, 0.6
"""The baseline of what stands over the map, and the gap between both paths' names there."""
NEAR_LEFT, NEAR_RIGHT, NEAR_TOP = -10.5, -3.45, 2.3
"""The map about the cut, from margin to margin: where it begins and ends, and its upper edge."""
THEIRS_AT, OURS_AT = (-7.15, 0.55), (-5.9, -0.68)
"""Where on the map each path's name stands after the cut."""
SHRINKING = 10
"""Steps after the cut that are looked at for PyTorch's path."""
RING_RADIUS = 0.09
MARKER_RADIUS = 0.2
LANDING = 0.3
"""The share of a step in which a ring comes."""


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


def glyphs_in(text: str) -> int:
    """Return how many glyphs a text has in code: every character but white space is one, in reading order."""
    return len("".join(text.split()))


class CodeBlock(VGroup):
    """Code in a monospaced face, line by line; parts of it can be selected by their text."""

    def __init__(self, code: str, size: float) -> None:
        self.lines = [line for line in code.splitlines() if line]
        super().__init__(*(_set_code(line.strip(), size) for line in self.lines))
        pair = _set_code("mm", size)
        self.advance = pair[1].get_x() - pair[0].get_x()
        """From one character to the next."""
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
                start = glyphs_in(line[: line.index(text)])
                return VGroup(*mobject.submobjects[start : start + glyphs_in(text)])
        raise ValueError(f"{text!r} is in no line of the code; pick out what stands on one line")


class Insertion:
    """Characters that are typed into a line of code, which closes up around their place until then.

    Parameters
    ----------
    code
        The code with all that will be typed.
    text
        Where it is typed: a text in a line of the code.
    characters
        Which characters of that text are typed.
    """

    def __init__(self, code: CodeBlock, text: str, characters: slice) -> None:
        start, stop, _ = characters.indices(len(text))
        self.glyphs = code.part(text)[glyphs_in(text[:start]) : glyphs_in(text[:stop])]
        last: Any = self.glyphs[-1]
        line = next(line for line in code if last in line.submobjects)
        self.following = VGroup(*line[line.submobjects.index(last) + 1 :])
        self._room = len(text[characters]) * code.advance * RIGHT
        self.following.shift(-self._room)

    def type_in(self, seconds: float) -> Animation:
        """Return the characters' coming, one after the other, before what follows them."""
        # A character ahead of what is typed.
        ahead = 1 / len(self.glyphs)
        return AnimationGroup(
            ApplyMethod(
                self.following.shift,
                self._room,
                rate_func=lambda share: min(1.0, 2 * share, 1.05 * share + ahead),
                run_time=seconds,
            ),
            FadeIn(self.glyphs, lag_ratio=0.6, rate_func=linear, run_time=seconds),
        )


def _set_code(code: str, size: float) -> TypsetWords:
    return _code(code, size).copy()


@cache
def _code(code: str, size: float) -> TypsetWords:
    preamble = '#set text(font: "DejaVu Sans Mono")\n#set par(leading: 0.75em)'
    escaped = code.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return TypsetWords(f'#raw("{escaped}")', font_size=size, typst_preamble=preamble, color=style.MUTED_INK)


class PyTorch(LessonScene):
    """The optimiser's arguments; then both forms of the rules on one path, until the learning rate is cut."""

    title = "In PyTorch"
    idea = "In PyTorch it is one argument, and while the learning rate is constant the path is the same."

    def construct(self) -> None:
        """Play the beats."""
        self.rules = momentum_rules()
        self.add(self.rules)
        self._lay_out_the_paths()
        self._stand_large()
        self.show_the_argument()
        self.follow_the_same_path()
        self.give_advice()
        self.cross_over(
            FadeOut(*self.picture, rate_func=squish_rate_func(smooth, 0, 0.7)),
            FadeIn(momentum_rules(), rate_func=squish_rate_func(smooth, 0.4, 1)),
            run_time=0.4,
        )

    def show_the_argument(self) -> None:
        """Show the code, with the argument that is β and the one that is α."""
        with self.beat(
            "One argument",
            f"In PyTorch it is one argument: momentum equals {experiment.MOMENTUM:g}.",
            shown=CODE,
        ) as beat:
            self.code = CodeBlock(CODE, CODE_SIZE).move_to((*CODE_CORNER, 0), aligned_edge=UP + LEFT)
            self.code.set_color(style.INK)
            self.code.part(MOMENTUM_ARGUMENT).set_color(style.MOMENTUM)
            added = f", {MOMENTUM_ARGUMENT}"
            argument = Insertion(self.code, added, slice(len(added)))
            lines = [
                VGroup(*(glyph for glyph in line if glyph not in argument.glyphs.submobjects))
                for line in self.code
            ]
            rules: tuple[Any, ...] = tuple(self.rules)
            _, _, beta, _, _, rate, *_ = self.large[0].submobjects
            self.symbols = [
                named_below(beta, MOMENTUM_ARGUMENT.split("=")[0], style.MOMENTUM),
                named_below(rate, ARGUMENTS.split("=")[0], style.INK),
            ]
            self.play(
                *(
                    rule.animate(rate_func=squish_rate_func(smooth, 0, 0.5)).become(there)
                    for rule, there in zip(rules, self.large, strict=True)
                ),
                # It comes when the rules have passed.
                *(
                    FadeIn(line, rate_func=squish_rate_func(smooth, start, start + 0.35))
                    for start, line in zip((0.3, 0.65), lines, strict=True)
                ),
                run_time=1.3,
            )
            momentum, rate = self.symbols
            beat.until("momentum equals")
            self.play(argument.type_in(TYPING))
            self.play(FadeIn(momentum), pulse(self.rules[0].submobjects[2]), run_time=style.CALM)
            self.play(FadeIn(rate), run_time=style.QUICK)
            self.remove(*lines, *argument.glyphs)
            self.add(self.code)

    def follow_the_same_path(self) -> None:
        """Write PyTorch's rules under ours; run both until the learning rate is cut, and on."""
        with self.beat(
            "The same path",
            "Its velocity leaves the learning rate out until it steps. At a constant rate, the path is "
            "the same. Cut the rate, and its steps shrink at once; ours, little by little.",
            shown="PyTorch's velocity b: b ← βb + ∇L, θ ← θ − lr · b.",
        ) as beat:
            self._write_theirs(beat)
            beat.until("constant")
            key = (self.theirs, self.ours)
            self.play(
                FadeOut(
                    *self.rules, *self.their_rules, self.whose, rate_func=squish_rate_func(smooth, 0, 0.5)
                ),
                FadeIn(self.map, rate_func=squish_rate_func(smooth, 0, 0.6)),
                FadeIn(*key, self.path, self.rings, self.rate, rate_func=squish_rate_func(smooth, 0.5, 1)),
                run_time=0.9,
            )
            # Linear: a step is a moment.
            self.play(self.step.animate.set_value(CUT_AT), rate_func=linear, run_time=1.6)
            beat.until("Cut the rate")
            self.play(Create(self.cut), self.zero.type_in(0.4), run_time=0.4)
            self.play(
                ApplyMethod(self.step.set_value, CUT_AT + SHRINKING, rate_func=linear, run_time=2.0),
                # Where they part, each is named.
                FadeOut(self.ours, self.theirs, run_time=0.4),
                Succession(Wait(0.2), FadeIn(self.shrink, self.go_on, run_time=0.6)),
            )
            beat.until("ours, little")
            self.play(ApplyMethod(self.step.set_value, STEPS, rate_func=linear, run_time=1.2))
        self.path.clear_updaters()
        self.rings.clear_updaters()

    def _stand_large(self) -> None:
        """Put what is still to come of both rows where it stands large, and make ours as it stands there."""
        corner = np.array([self.rules.get_left()[0], self.rules[0].select("new").get_bottom()[1], 0])
        self.large, self.whose = self.rules.copy(), VGroup()
        for rules, height, owner in (
            (self.large, RULES_HEIGHT, "ours"),
            (self.their_rules, RULES_HEIGHT + THEIRS_UP, "PyTorch's"),
        ):
            place = np.array([style.SAFE_LEFT, height, 0])
            for rule in rules:
                rule.scale(LARGE_RULES, about_point=corner).shift(place - corner)
            self.whose.add(words_on_line(owner, place + NAME_RISE * UP, style.HEADING_SIZE))
        self.whose[0].shift(OURS_DOWN * DOWN)

    def _write_theirs(self, beat: Speaking) -> None:
        """Let PyTorch's rules rise out of ours; there the learning rate leaves the velocity for the step."""
        first, second = self.their_rules
        ours, theirs = self.whose
        new, arrow, beta, kept, plus, rate, *slope = self.rules[0].copy().submobjects
        *step, velocity = self.rules[1].copy().submobjects
        letters, dot, last = second[4:6], second[6], second[7]
        rise = THEIRS_UP * UP
        name = letters.copy().align_to(rate, LEFT)
        room = (name.get_right()[0] - rate.get_right()[0]) * RIGHT
        velocities = (new, kept, velocity)
        buffers = [first[0].copy().set_x(each.get_x()) for each in velocities]
        # They part as one rule twice: on the way PyTorch's takes its own letters.
        self.play(
            FadeOut(self.code, *self.symbols, rate_func=squish_rate_func(smooth, 0, 0.4)),
            *(ApplyMethod(each.shift, rise) for each in (arrow, beta, plus, *step)),
            *(ApplyMethod(each.shift, rise + room) for each in slope),
            *one_by_one((*velocities, VGroup(rate)), (*buffers, name)),
            *(ApplyMethod(rule.shift, OURS_DOWN * DOWN) for rule in self.rules),
            FadeIn(ours, rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=1.0,
        )
        new_buffer, kept_buffer, buffer = buffers
        beat.until("the learning")
        left = (new_buffer, arrow, beta, kept_buffer, plus, *slope)
        self.play(
            Transform(name, letters, path_func=over_the_row),
            *(
                Transform(each, there, rate_func=squish_rate_func(smooth, 0.25, 0.6))
                for each, there in zip(left, first, strict=True)
            ),
            Transform(buffer, last, rate_func=squish_rate_func(smooth, 0.45, 0.85)),
            # Only now are they PyTorch's.
            FadeIn(dot, theirs, rate_func=squish_rate_func(smooth, 0.8, 1)),
            run_time=1.3,
        )
        self.remove(*left, *step, buffer, name, dot)
        self.add(first, second)

    def _lay_out_the_paths(self) -> None:
        """Make both rules' names, PyTorch's rules, and the map with a path for each."""
        self.map = near_map()
        ours, theirs = (self.map.to_screen(descend(method)) for method in (heavy_ball, pytorch_sgd))
        self.step = ValueTracker(0)
        self.path = DescentPath(ours, style.MOMENTUM).follow(self.step.get_value)
        self.rings = Rings(theirs).follow(self.step.get_value)
        line = Line(ORIGIN, 0.5 * RIGHT, stroke_color=style.MOMENTUM, stroke_width=style.PATH_WIDTH)
        rings = VGroup(ring(ORIGIN), ring(0.25 * RIGHT), ring(0.5 * RIGHT))
        self.theirs = named(rings, "PyTorch's", style.SAFE_LEFT)
        self.ours = named(line, "ours", self.theirs.get_right()[0] + NAMES_SKIP)
        self.their_rules = pytorch_rules(self.rules)
        at = ours[CUT_AT][0]
        code = CodeBlock(LOWERED, CODE_SIZE).set_color(style.INK)
        code.move_to((at + 0.2, MAP_HEAD, 0), aligned_edge=DOWN + LEFT)
        self.zero = Insertion(code, LOWERED, TENTH)
        self.rate = VGroup(*(glyph for glyph in code[0] if glyph not in self.zero.glyphs.submobjects))
        self.cut = DashedLine((at, code.get_top()[1], 0), (at, self.map.get_bottom()[1], 0))
        self.cut.set_stroke(style.INK, style.THIN)
        self.shrink, self.go_on = (
            words_on_line(name, self.map.to_screen(place), style.HEADING_SIZE, color=color, bold=True)
            for name, place, color in (
                ("PyTorch's", THEIRS_AT, style.INK),
                ("ours", OURS_AT, style.MOMENTUM),
            )
        )

    def give_advice(self) -> None:
        """What to do with one's own optimiser, at first and under noise."""
        with self.beat(
            "Tomorrow",
            f"Tomorrow, add momentum equals {experiment.MOMENTUM:g}, first try the rate you have. "
            "If the loss gets noisier, or you raise momentum, lower the rate.",
        ) as beat:
            self._lay_out_the_noise()
            start, raised, lowered = map(phase_head, PHASES)
            add, nine, zero = (
                Insertion(head, *typed)
                for head, typed in (
                    (start, (MOMENTUM_ARGUMENT, slice(len(MOMENTUM_ARGUMENT)))),
                    (raised, (RAISED, NINE)),
                    (lowered, (LOWERED, TENTH)),
                )
            )
            for number, head in enumerate((start, raised, lowered)):
                head.shift((self._column(number)[0] + HEAD_LEFT) * RIGHT)
            usual = start[0]
            paths = (self.map, self.path, self.rings)
            self.play(
                FadeOut(*paths, rate_func=squish_rate_func(smooth, 0.1, 0.8)),
                # The head comes in the place of the map's, which goes first.
                FadeOut(
                    *(part for part in self.picture if part not in paths),
                    rate_func=squish_rate_func(smooth, 0, 0.35),
                ),
                FadeIn(self.noise_plot, usual, rate_func=squish_rate_func(smooth, 0.3, 0.9)),
                run_time=0.6,
            )
            self.add(self.plain, self.noisy)
            ends = np.cumsum([steps for *_, steps in PHASES])
            # Linear: a step is a moment.
            self.play(
                ApplyMethod(self.plain_step.set_value, ends[0], rate_func=linear, run_time=0.8),
                FadeIn(self.plain_name, rate_func=squish_rate_func(smooth, 0.4, 0.9), run_time=0.8),
            )
            beat.until("add momentum")
            self.play(add.type_in(1.0))
            self._run_on_to(ends[0] / 2, 0.7)
            beat.until("first try")
            self._run_on_to(ends[0], 1.0, pulse(usual))
            beat.until("If the loss")
            self._look_closer()
            beat.until("or you raise")
            self._set_anew(0, raised, nine)
            self._run_on_to(ends[1], 1.0, FadeIn(self.high, rate_func=squish_rate_func(smooth, 0.5, 1)))
            self._set_anew(1, lowered, zero)
            self._run_on_to(
                ends[2],
                0.9,
                GrowVector(self.fall, rate_func=squish_rate_func(smooth, 0.3, 0.8)),
                FadeIn(self.low, rate_func=squish_rate_func(smooth, 0.5, 1)),
            )
            self.wait(FINAL_HOLD)
            self.noisy.clear_updaters()

    def _column(self, number: int) -> Array:
        """Return where a phase begins and ends in the picture."""
        ends = np.cumsum([0, *(steps for *_, steps in PHASES)])
        edges: Array = self.noise_plot.to_screen(ends[number : number + 2], NOISY_LOSSES[:1] * 2)[:, 0]
        return edges

    def _look_closer(self) -> None:
        """Open the axes to two more phases, and on small losses: there the noise is seen."""
        step, following = self.noise_plot.ticks[1], self.second_tick
        for loss, number in self.losses:
            number.add_updater(lambda drawn, loss=loss: self._place(drawn, loss))
        self.play(
            ApplyMethod(self.closeness.set_value, 1),
            ApplyMethod(step.set_x, self._column(0)[1]),
            FadeOut(self.plain, self.plain_name, rate_func=squish_rate_func(smooth, 0, 0.4)),
            FadeIn(following, rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=1.2,
        )
        for _, number in self.losses:
            number.clear_updaters()

    def _set_anew(self, over: int, head: CodeBlock, typed: Insertion) -> None:
        """Let a phase that is over fade, and head the next one by the arguments, of which one is changed."""
        left, right = self._column(over)
        foot, top = NOISY_CORNER[1], HEAD_TOP
        line = Line((right, foot, 0), (right, top, 0), stroke_color=style.MUTED_INK, stroke_width=style.THIN)
        shade = Rectangle(height=top - foot, width=right - left - 0.1, stroke_width=0)
        shade.set_fill(style.BACKGROUND, 1 - style.FADED).move_to(
            ((left + right) / 2, (foot + top) / 2 + 0.05, 0)
        )
        unchanged = VGroup(*(glyph for row in head for glyph in row if glyph not in typed.glyphs.submobjects))
        self.play(FadeIn(shade, unchanged), Create(line), run_time=0.3)
        self.play(typed.type_in(0.2))

    def _run_on_to(self, step: float, seconds: float, *meanwhile: Animation) -> None:
        """Let the noisy run go on, while the arguments come."""
        # Linear: a step is a moment.
        run = ApplyMethod(self.noisy_step.set_value, step, rate_func=linear)
        self.play(run, *meanwhile, run_time=seconds)

    def _lay_out_the_noise(self) -> None:
        """Make the axes for the loss of a run with noisy gradients, and its curve."""
        ends = np.cumsum([steps for *_, steps in PHASES])
        self.noise_plot = Plot(
            (0, ends[-1]),
            NOISY_LOSSES,
            width=NOISY_SIZE[0],
            height=NOISY_SIZE[1],
            horizontal_ticks=(0, (ends[0], f"step {ends[0]}"), ends[1]),
            label_size=style.BODY_SIZE,
        )
        corner = np.array(NOISY_CORNER)
        self.noise_plot.shift(corner - self.noise_plot.to_screen(0, NOISY_LOSSES[0]))
        top = self.noise_plot.to_screen(0, NOISY_LOSSES[1])
        name = words_on_line(f"loss, {MEAN_STEPS}-step mean", top + NAME_GAP * UP, color=style.MUTED_INK)
        self.noise_plot.names.add(name.set_z_index(1))
        self.closeness, self.noisy_step, self.plain_step = (ValueTracker(0) for _ in range(3))
        rate, _, steps = PHASES[0]
        self.noisy = self._curve(PHASES, style.MOMENTUM).follow(self.noisy_step.get_value)
        self.plain = self._curve([(rate, 0.0, steps)], style.PLAIN_DESCENT).follow(self.plain_step.get_value)
        self.plain_name = words_on_line(
            "plain descent", PLAIN_NAME_AT, style.HEADING_SIZE, color=style.PLAIN_DESCENT, bold=True
        )
        _, step, self.second_tick, *_ = self.noise_plot.ticks
        self.noise_plot.ticks.remove(self.second_tick)
        step.move_to((self._column(2)[1], step.get_y(), 0), aligned_edge=RIGHT)
        self._write_the_losses()
        self._lay_out_the_levels()

    def _seen(self, points: Array) -> Array:
        """Return where points of the axes stand in their window: at first one phase, and all losses."""
        corner = np.array(NOISY_CORNER)
        wider = sum(steps for *_, steps in PHASES) / PHASES[0][2]
        scale = np.array([wider, NOISY_LOSSES[1] / FIRST_LOSSES, 1]) ** (1 - self.closeness.get_value())
        seen: Array = corner + scale * (points - corner)
        return seen

    def _write_the_losses(self) -> None:
        """Write the numbers of both windows on the axis of losses."""
        self.losses = [
            (loss, words(f"{loss:g}", style.BODY_SIZE, color=style.MUTED_INK)) for loss in LOSS_TICKS
        ]
        for loss, number in self.losses:
            self._place(number, loss)
            self.noise_plot.ticks.add(number)

    def _place(self, number: VMobject, loss: float) -> None:
        """Put a number beside its loss; it comes and goes at the axis's ends."""
        at = self._seen(self.noise_plot.to_screen(0, loss))
        share = (at[1] - NOISY_CORNER[1]) / NOISY_SIZE[1]
        number.next_to(at, LEFT, buff=0.15)
        number.set_opacity(float(np.clip(min(share - TICK_COMES, 1 - share) / TICK_COMES, 0, 1)))

    def _lay_out_the_levels(self) -> None:
        """Make the loss to be expected at the raised momentum, and its fall with the learning rate."""
        high, low = (experiment.loss_under_noise(rate, momentum) for rate, momentum, _ in PHASES[1:])
        tail, head = (self.noise_plot.to_screen(FALL_AT, loss) for loss in (high, low))
        left, right = (np.array([x, tail[1], 0]) for x in (self._column(1)[0], self._column(2)[1]))
        line = DashedLine(left, right).set_stroke(style.INK, style.THIN)
        # The lower one stands on the curve at the arrow's tip.
        above, below = (
            words_on_line(f"mean {loss:.2f}", at + np.array([LEVEL_GAP, gap, 0]), style.TITLE_SIZE, bold=True)
            for loss, at, gap in ((high, tail, LEVEL_GAP), (low, head, LOW_GAP))
        )
        self.high, self.low = VGroup(line, above), below
        self.fall = VectorArrow(tail, head, style.INK)

    def _curve(self, phases: Sequence[tuple[float, float, int]], color: str) -> SeenCurve:
        """Return the curve of a noisy run's mean losses."""
        losses = running_mean(noisy_losses(phases), MEAN_STEPS)
        points = self.noise_plot.to_screen(np.arange(len(losses)), losses)

        # With the method instead, a copy of the curve would copy the scene.
        def seen(points: Array) -> Array:
            return self._seen(points)

        return SeenCurve(points, seen, NOISY_CORNER[1] + NOISY_SIZE[1], color)


def noisy_losses(phases: Sequence[tuple[float, float, int]]) -> Array:
    """Return the loss after each step of a run with noisy gradients, through all phases."""
    parameters, velocity = np.array(experiment.START), np.zeros(2)
    losses, rng = [float(RAVINE.value(parameters))], np.random.default_rng(SEED)
    for rate, momentum, steps in phases:
        run = pytorch_sgd(
            RAVINE,
            parameters,
            learning_rate=rate,
            momentum=momentum,
            steps=steps,
            velocity=velocity,
            noise=Noise(rng, experiment.NOISE_DEVIATION),
        )
        losses.extend(run.loss[1:])
        parameters, velocity = run.parameters[-1], run.velocity[-1]
    return np.array(losses)


def phase_head(phase: tuple[float, float, int]) -> CodeBlock:
    """Return the arguments that head a phase of the noisy run, from x = 0 on."""
    rate, momentum, _ = phase
    head = CodeBlock(f"lr={rate:g}\nmomentum={momentum:g}", HEAD_CODE_SIZE).set_color(style.INK)
    head[1].set_color(style.MOMENTUM)
    return head.move_to(HEAD_TOP * UP, aligned_edge=UP + LEFT)


class SeenCurve(LiveGroup):
    """A curve up to a step, where a window shows it, from where it stays below the window's top."""

    def __init__(self, points: Array, seen: Callable[[Array], Array], top: float, color: str) -> None:
        super().__init__()
        self._points, self._seen, self._top = points, seen, top
        self.line = VMobject(stroke_color=color, stroke_width=MEAN_WIDTH, joint_type=LineJointType.ROUND)
        self.add(self.line)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Draw it up to a step."""
        here = position_at(self._points, step)
        drawn = self._seen(np.concatenate([self._points[: int(step) + 1], [here]]))
        first = max(np.flatnonzero(drawn[:, 1] > self._top), default=0)
        self.line.points = polyline(np.minimum(drawn[first:], [np.inf, self._top, np.inf]))
        return self


class Rings(LiveGroup):
    """A ring on every step of a path that a run has landed on, and a larger one that moves along with it."""

    def __init__(self, points: Array) -> None:
        super().__init__()
        self._points = points
        self.marker = Circle(MARKER_RADIUS, color=style.INK, stroke_width=style.PATH_WIDTH)
        self.add(
            *(ring(point) for point in points[: CUT_AT + 1]),
            # After the cut the steps are short: smaller, most of them do not touch.
            *(ring(point, 0.4) for point in points[CUT_AT + 1 :]),
            self.marker,
        )
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Show the rings up to a step; each comes when the step has landed."""
        for number, each in enumerate(self[:-1]):
            each.set_stroke(opacity=min(max((step - number) / LANDING + 1e-9, 0.0), 1.0))
        self.marker.move_to(position_at(self._points, step))
        return self


def over_the_row(start: Array, end: Array, share: float) -> Array:
    """Return the points on a way that rises out of a row, goes along over it, and comes down into it."""
    along = squish_rate_func(smooth, 0.2, 0.9)(share)
    points: Array = start + along * (end - start) + RATE_RISE * np.sin(np.pi * share) * UP
    return points


def near_map() -> LossMap:
    """Return the map about the path to the cut and after it, from margin to margin."""
    width = style.SAFE_WIDTH
    near = LossMap(RAVINE, (NEAR_LEFT, NEAR_RIGHT), VERTICAL, (*LEVELS, 22, 30), width=width)
    # Below the rules, which go while it comes.
    return near.shift(NEAR_TOP * UP - near.get_top()).set_z_index(-1)


def named_below(symbol: VMobject, argument: str, color: str) -> VGroup:
    """Return the argument of the code that a symbol of a rule is, below it, and a line from it."""
    code = _set_code(argument, NAME_CODE_SIZE).set_color(color).set_x(symbol.get_x())
    code.shift((NAMES_UNDER_CODE - code.get_bottom()[1]) * UP)
    line = Line(symbol.get_bottom() + 0.12 * DOWN, code.get_top() + 0.12 * UP)
    return VGroup(line.set_stroke(style.MUTED_INK, style.THIN), code)


def ring(point: Array, size: float = 1.0) -> Circle:
    """Return a ring round a point."""
    return Circle(size * RING_RADIUS, color=style.INK, stroke_width=style.THIN).move_to(point)


def named(sample: VMobject, name: str, left: float) -> VGroup:
    """Return what a path looks like and whose it is, on the line over the map."""
    sample.move_to((left, MAP_HEAD + 0.14, 0), aligned_edge=LEFT)
    start = (sample.get_right()[0] + 0.2, MAP_HEAD, 0)
    return VGroup(sample, words_on_line(name, start, style.HEADING_SIZE))


def pytorch_rules(ours: VGroup) -> VGroup:
    """Return PyTorch's two rules, arrow on arrow with ours."""
    rules = VGroup(
        formula("speed(b) {{ arrow.l : first }} beta speed(b) + grad", style.TITLE_SIZE),
        formula(f"theta {{{{ arrow.l : first }}}} theta - {RATE} dot.op speed(b)", style.TITLE_SIZE),
    )
    for theirs, our in zip(rules, ours, strict=True):
        theirs.shift(our.select("first").get_center() - theirs.select("first").get_center())
    return rules
