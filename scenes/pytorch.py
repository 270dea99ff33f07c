"""PyTorch: momentum is one argument, and its two rules are the lesson's up to a factor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
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
from scenes.mobjects.descent_path import DescentPath, position_at
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.glyphs import TypsetWords
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.loss_map import STAR_Z_INDEX, LossMap
from scenes.mobjects.noise_levels import MEAN_WIDTH, running_mean
from scenes.mobjects.one_by_one import one_by_one
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.ravine_map import LEVELS
from scenes.mobjects.transitions import momentum_rules
from scenes.mobjects.typography import formula, words_on_line

CUT_AT = 12
"""The step at which the learning rate is cut."""
CUT_TO = 0.1
"""To which share of it."""
STEPS = 44

ARGUMENTS = f"lr={experiment.LEARNING_RATE:g}, momentum={experiment.MOMENTUM:g}"

CODE = f"""\
optimizer = optim.SGD(model.parameters(),
    {ARGUMENTS})
"""
"""What the scene shows; it runs, given a model."""

RATE_ARGUMENT, MOMENTUM_ARGUMENT = ARGUMENTS.split(", ")

RATE = '#raw("lr")'
"""The learning rate as code, in words and in mathematics."""

RAISED_MOMENTUM = 0.99
LOWERED_RATE = CUT_TO * experiment.LEARNING_RATE
PHASES = (
    (experiment.LEARNING_RATE, experiment.MOMENTUM, 270),
    (experiment.LEARNING_RATE, RAISED_MOMENTUM, 450),
    (LOWERED_RATE, RAISED_MOMENTUM, 380),
)
"""Of the noisy run beside the advice: learning rate, momentum, and its steps."""
LOWERED, RAISED = f"lr={LOWERED_RATE:g}", f"momentum={RAISED_MOMENTUM:g}"
TENTH, NINE = slice(LOWERED.index(".") + 1, LOWERED.index(".") + 2), slice(len(RAISED) - 1, len(RAISED))
"""What is typed into an argument: the zero that makes the rate a tenth, the last digit of the momentum."""
SEED = 446
"""Of its noise; in each phase it settles near the level to be expected."""
NOISY_LOSSES, LOSS_TICKS = (0.0, 0.6), (0.2, 0.4, 0.6)
"""What the axis of losses shows: the noise, not the descent from the start."""
NOISY_CORNER, NOISY_SIZE = (-5.6, -2.1, 0), (12.0, 3.6)
"""From under the phases' names to the margin."""
MEAN_STEPS = 20
"""Over how many steps the losses are averaged: each one alone jumps across the ravine's wobble."""
PHASE_NAMES = "#momentum[more momentum]: noisier", f"lower {RATE}: calmer"
PHASE_NAMED_AT, PHASE_SIZE = 1.75, 40
"""The baseline of the later phases' names, and their size."""

CODE_SIZE = 60
CODE_CORNER = (style.SAFE_LEFT, 2.7)
NAMES_UNDER_CODE, NAME_CODE_SIZE = -1.85, 54
"""The baseline of the arguments under the symbols that they are."""
CALL_DOWN, TAG_HEIGHT, TAG_SIZE = 0.8, -0.8, 54
"""How far the call stands lower when it comes again, and the baseline of what to do with its arguments."""
ARGUMENTS_SIZE = 84
"""The size of the arguments over the noisy run."""
FINAL_HOLD = 1.0
"""Seconds for which the noisy run stands when it is finished."""
TYPING = 0.7
"""Seconds in which the argument is typed."""

LARGE_RULES, RULES_HEIGHT = 1.6, -0.55
"""How large the rules stand until the map comes, and where ours do under the code."""
OURS_DOWN, THEIRS_UP = 0.4, 1.75
"""How far ours then sink, and PyTorch's rise out of them to where the code was."""
THEIRS_FROM = 0.9
"""From how far below its place it comes."""
RATE_RISE = 0.8
"""How far the learning rate rises on its way out of the velocity and into the step."""
NAME_RISE = 0.9
"""From a large rule's baseline up to that of its name."""
MAP_HEAD, KEY_RISE = 2.65, 0.65
"""The baseline of what stands over the map, and how far over it the second line stands."""
MAP_RANGES, MAP_TOP = ((-10.35, 0.35), (-1.8, 1.8)), 2.3
"""What the map shows, from margin to margin, and its upper edge."""
THEIRS_AT, OURS_AT = (-7.15, 0.55), (-5.75, -0.8)
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
        typed = set(self.glyphs)
        self.unchanged = VGroup(*(VGroup(*(glyph for glyph in line if glyph not in typed)) for line in code))
        """What stands before it is typed, line by line."""
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
            self.code, argument = typed_call()
            rules: tuple[Any, ...] = tuple(self.rules)
            _, _, beta, _, _, rate, *_ = self.large[0].submobjects
            self.symbols = [
                named_below(
                    symbol, _set_code(name, NAME_CODE_SIZE).set_color(color).set_y(NAMES_UNDER_CODE, DOWN)
                )
                for symbol, name, color in (
                    (beta, MOMENTUM_ARGUMENT.split("=")[0], style.MOMENTUM),
                    (rate, RATE_ARGUMENT.split("=")[0], style.INK),
                )
            ]
            self.play(
                *(
                    rule.animate(rate_func=squish_rate_func(smooth, 0, 0.5)).become(there)
                    for rule, there in zip(rules, self.large, strict=True)
                ),
                # It comes when the rules have passed.
                *(
                    FadeIn(line, rate_func=squish_rate_func(smooth, start, start + 0.35))
                    for start, line in zip((0.3, 0.65), argument.unchanged, strict=True)
                ),
                run_time=1.3,
            )
            momentum, rate = self.symbols
            beat.until("momentum equals")
            self.play(argument.type_in(TYPING))
            self.play(FadeIn(momentum), pulse(self.rules[0].submobjects[2]), run_time=style.CALM)
            self.play(FadeIn(rate), run_time=style.QUICK)
            self.remove(*argument.unchanged, *argument.glyphs)
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
            self._turn_to_the_map()
            # Linear: a step is a moment.
            self.play(self.step.animate.set_value(CUT_AT), rate_func=linear, run_time=1.6)
            beat.until("Cut the rate")
            self.play(
                FadeOut(self.ours, self.theirs, rate_func=squish_rate_func(smooth, 0, 0.5)),
                FadeIn(self.rate_cut, rate_func=squish_rate_func(smooth, 0.5, 1)),
                Create(self.cut),
                self.zero.type_in(0.4),
                run_time=0.4,
            )
            self.play(
                ApplyMethod(self.step.set_value, CUT_AT + SHRINKING, rate_func=linear, run_time=2.0),
                # Where they part, each is named.
                Succession(Wait(0.2), FadeIn(self.shrink, self.go_on, run_time=0.6)),
            )
            beat.until("ours, little")
            self.play(ApplyMethod(self.step.set_value, STEPS, rate_func=linear, run_time=1.2))
        self.path.clear_updaters()
        self.rings.clear_updaters()

    def _turn_to_the_map(self) -> None:
        """Let the rules go and the map come; both owners' names become the paths'."""
        ours, theirs = self.whose
        (rings, their_name), (line, our_name) = self.theirs, self.ours
        self.play(
            FadeOut(*self.rules, *self.their_rules, rate_func=squish_rate_func(smooth, 0, 0.35)),
            *one_by_one((ours, theirs), (our_name, their_name), rate_func=squish_rate_func(smooth, 0.3, 0.9)),
            FadeIn(self.map, rate_func=squish_rate_func(smooth, 0.15, 0.7)),
            FadeIn(rings, line, self.path, self.rings, self.rate, rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=0.9,
        )

    def _stand_large(self) -> None:
        """Put what is still to come of both rows where it stands large, and make ours as it stands there."""
        corner = np.array([self.rules.get_left()[0], self.rules[0].select("new").get_bottom()[1], 0])
        self.large, self.whose = self.rules.copy(), VGroup()
        for rules, height, owner in (
            (self.large, RULES_HEIGHT, "ours"),
            (self.their_rules, RULES_HEIGHT + THEIRS_UP, "PyTorch's"),
        ):
            place = np.array([style.SAFE_LEFT, height, 0])
            _enlarge(rules, corner, place)
            self.whose.add(words_on_line(owner, place + NAME_RISE * UP, style.HEADING_SIZE))
        _enlarge(self.early_rules, corner, place)
        self.whose[0].shift(OURS_DOWN * DOWN)

    def _write_theirs(self, beat: Speaking) -> None:
        """Let PyTorch's rules rise out of ours; there the learning rate leaves the velocity for the step."""
        ours, theirs = self.whose
        self.play(
            FadeOut(self.code, *self.symbols, rate_func=squish_rate_func(smooth, 0, 0.4)),
            *(
                ApplyMethod(rule.shift, OURS_DOWN * DOWN, rate_func=squish_rate_func(smooth, 0, 0.6))
                for rule in self.rules
            ),
            FadeIn(self.early_rules, shift=THEIRS_FROM * UP, rate_func=squish_rate_func(smooth, 0.3, 0.9)),
            FadeIn(ours, rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=1.0,
        )
        beat.until("the learning")
        first, second = self.their_rules
        velocity, (*step, buffer) = (rule.submobjects for rule in self.early_rules)
        rate, others = VGroup(*velocity[5:7]), velocity[:5] + velocity[7:]
        *there, left, right, dot, last = second
        self.play(
            Transform(rate, VGroup(left, right), path_func=over_the_row),
            *(
                Transform(each, new, rate_func=squish_rate_func(smooth, 0.25, 0.6))
                for each, new in zip((*others, *step), (*first, *there), strict=True)
            ),
            Transform(buffer, last, rate_func=squish_rate_func(smooth, 0.45, 0.85)),
            # Only now are they PyTorch's.
            FadeIn(dot, theirs, rate_func=squish_rate_func(smooth, 0.8, 1)),
            run_time=1.3,
        )
        self.remove(*velocity, *step, buffer, rate, dot)
        self.add(first, second)

    def _lay_out_the_paths(self) -> None:
        """Make both rules' names, PyTorch's rules, and the map with a path for each."""
        self.map = tall_map()
        ours, theirs = (self.map.to_screen(descend(method)) for method in (heavy_ball, pytorch_sgd))
        self.step = ValueTracker(0)
        self.path = DescentPath(ours, style.MOMENTUM).follow(self.step.get_value)
        self.rings = Rings(theirs).follow(self.step.get_value)
        line = Line(ORIGIN, 0.5 * RIGHT, stroke_color=style.MOMENTUM, stroke_width=style.PATH_WIDTH)
        rings = VGroup(ring(ORIGIN), ring(0.25 * RIGHT), ring(0.5 * RIGHT))
        self.theirs = named(rings, "PyTorch's", MAP_HEAD + KEY_RISE)
        self.ours = named(line, "ours", MAP_HEAD)
        self.early_rules = pytorch_rules(self.rules, early=True)
        self.their_rules = pytorch_rules(self.rules)
        at = ours[CUT_AT][0]
        code = CodeBlock(LOWERED, CODE_SIZE).set_color(style.INK)
        code.move_to((at + 0.2, MAP_HEAD, 0), aligned_edge=DOWN + LEFT)
        self.zero = Insertion(code, LOWERED, TENTH)
        self.rate = self.zero.unchanged
        self.cut = DashedLine((at, code.get_top()[1], 0), (at, self.map.get_bottom()[1], 0))
        self.cut.set_stroke(style.INK, style.THIN)
        self.rate_cut = words_on_line("rate cut", (at, MAP_HEAD, 0), style.HEADING_SIZE)
        self.rate_cut.shift((at - 0.2 - self.rate_cut.get_right()[0]) * RIGHT)
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
            self._add_the_argument(beat)
            beat.until("have")
            # The axes stand when the loss is spoken of.
            self.wait(style.QUICK)
            self._raise_and_lower(beat)

    def _add_the_argument(self, beat: Speaking) -> None:
        """Type the argument into one's own code, whose learning rate stays."""
        self.code, argument = typed_call()
        self.code.shift(CALL_DOWN * DOWN)
        rate = self.code.part(RATE_ARGUMENT)
        self.tags = [
            named_below(part, words_on_line(name, (0, TAG_HEIGHT, 0), TAG_SIZE, color=color, bold=True))
            for part, name, color in (
                (self.code.part(MOMENTUM_ARGUMENT), "add", style.MOMENTUM),
                (rate, "keep your rate", style.INK),
            )
        ]
        self.play(
            FadeOut(*self.picture, rate_func=squish_rate_func(smooth, 0, 0.5)),
            FadeIn(argument.unchanged, rate_func=squish_rate_func(smooth, 0.3, 1)),
            run_time=0.7,
        )
        beat.until("add momentum")
        add, keep = self.tags
        self.play(argument.type_in(1.2))
        self.play(FadeIn(add), run_time=style.QUICK)
        beat.until("first try")
        self.play(FadeIn(keep), pulse(rate), run_time=0.6)
        self.remove(argument.unchanged, argument.glyphs)
        self.add(self.code)

    def _raise_and_lower(self, beat: Speaking) -> None:
        """Let a noisy loss run on while momentum is raised, and then the learning rate lowered."""
        arguments = CodeBlock(f"{LOWERED}, {RAISED}", ARGUMENTS_SIZE).set_color(style.INK)
        arguments.move_to((style.SAFE_LEFT, style.SAFE_TOP, 0), aligned_edge=UP + LEFT)
        momentum = arguments.part(RAISED).set_color(style.MOMENTUM)
        nine, zero = Insertion(arguments, RAISED, NINE), Insertion(arguments, LOWERED, TENTH)
        changing = self.code.part(ARGUMENTS)
        shown = [glyph for glyph in arguments[0] if glyph not in (*nine.glyphs, *zero.glyphs)]
        rate = VGroup(*(glyph for glyph in shown if glyph not in momentum.submobjects))
        self._lay_out_the_noise()
        self.add(*self.curves)
        quiet, noisy, calm = self.curves
        raised, lowered = self.phase_starts
        self.play(
            FadeOut(
                *(glyph for line in self.code for glyph in line if glyph not in changing.submobjects),
                *self.tags,
                rate_func=squish_rate_func(smooth, 0, 0.4),
            ),
            *one_by_one(changing, shown, rate_func=squish_rate_func(smooth, 0.2, 0.9)),
            FadeIn(self.noise_plot, rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=0.8,
        )
        self.play(_run_through(quiet, 0.7))
        beat.until("or you raise")
        self.play(FadeIn(raised), *map(_dim, (rate, quiet)), run_time=0.2)
        self.play(nine.type_in(0.2))
        self.play(_run_through(noisy, 0.8))
        beat.until("lower the rate")
        self.play(
            FadeIn(lowered),
            rate.animate.set_opacity(1),
            *map(_dim, (momentum, raised, noisy)),
            run_time=0.3,
        )
        self.play(zero.type_in(0.3))
        self.play(_run_through(calm, 1.0))
        self.wait(FINAL_HOLD)

    def _lay_out_the_noise(self) -> None:
        """Make the axes for the loss of a run with noisy gradients, and its curve and name in each phase."""
        ends = np.cumsum([steps for *_, steps in PHASES])
        self.noise_plot = Plot(
            (0, ends[-1]),
            NOISY_LOSSES,
            width=NOISY_SIZE[0],
            height=NOISY_SIZE[1],
            horizontal_ticks=((ends[-1], f"step {ends[-1]:,}"),),
            vertical_ticks=LOSS_TICKS,
            label_size=style.BODY_SIZE,
        )
        self.noise_plot.shift(np.array(NOISY_CORNER) - self.noise_plot.to_screen(0, 0))
        self.noise_plot.ticks[0].align_to(self.noise_plot.axes, RIGHT)
        at = (NOISY_CORNER[0], PHASE_NAMED_AT, 0)
        name = words_on_line(f"loss, {MEAN_STEPS}-step mean", at, color=style.MUTED_INK)
        self.noise_plot.names.add(name)
        losses = running_mean(noisy_losses(PHASES), MEAN_STEPS)
        points = self.noise_plot.to_screen(np.arange(len(losses)), np.minimum(losses, NOISY_LOSSES[1]))
        # It comes from above the axes.
        first = np.flatnonzero(losses > NOISY_LOSSES[1])[-1]
        self.curves = [
            GrowingCurve(points[start : end + 1], style.MOMENTUM, width=MEAN_WIDTH, marker_radius=0)
            for start, end in pairwise([first, *ends])
        ]
        self.phase_starts = [
            phase_start(self.noise_plot.to_screen(end, 0), name)
            for end, name in zip(ends[:-1], PHASE_NAMES, strict=True)
        ]


def phase_start(foot: Array, name: str) -> VGroup:
    """Return the line on which a phase of the noisy run begins, and what is done and seen from there on."""
    head = np.array([foot[0], PHASE_NAMED_AT, 0])
    line = DashedLine(foot, head + 0.4 * UP).set_stroke(style.INK, style.THIN)
    return VGroup(line, words_on_line(name, head + 0.2 * RIGHT, PHASE_SIZE, bold=True))


def _run_through(curve: GrowingCurve, seconds: float) -> Animation:
    """Return a curve's drawing, in which a step is a moment."""
    return curve.grow_to(len(curve.curve) - 1, rate_func=linear, run_time=seconds)


def _dim(mobject: VMobject) -> Animation:
    """Return the fading of what is no longer spoken of."""
    return ApplyMethod(mobject.fade, 1 - style.FADED)


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


def tall_map() -> LossMap:
    """Return the ravine's map with the minimum, and with more of the walls, from margin to margin."""
    levels = (*LEVELS, 22, 30)
    tall = LossMap(RAVINE, *MAP_RANGES, levels, width=style.SAFE_WIDTH, minimisers=[RAVINE.minimiser])
    tall.shift(MAP_TOP * UP - tall.get_top()).set_z_index(-1)
    tall.stars.set_z_index(STAR_Z_INDEX)
    return tall


def typed_call() -> tuple[CodeBlock, Insertion]:
    """Return the call that makes the optimiser, and momentum's argument, which is typed into it."""
    code = CodeBlock(CODE, CODE_SIZE).move_to((*CODE_CORNER, 0), aligned_edge=UP + LEFT)
    code.set_color(style.INK)
    code.part(MOMENTUM_ARGUMENT).set_color(style.MOMENTUM)
    added = f", {MOMENTUM_ARGUMENT}"
    return code, Insertion(code, added, slice(len(added)))


def named_below(symbol: VMobject, name: VMobject) -> VGroup:
    """Return a name, put under a symbol at the height at which it stands, and a line from the symbol."""
    name.set_x(symbol.get_x())
    line = Line(symbol.get_bottom() + 0.12 * DOWN, name.get_top() + 0.12 * UP)
    return VGroup(line.set_stroke(style.MUTED_INK, style.THIN), name)


def ring(point: Array, size: float = 1.0) -> Circle:
    """Return a ring round a point."""
    return Circle(size * RING_RADIUS, color=style.INK, stroke_width=style.THIN).move_to(point)


def named(sample: VMobject, name: str, height: float) -> VGroup:
    """Return what a path looks like and whose it is, over the map."""
    sample.move_to((style.SAFE_LEFT, height + 0.14, 0), aligned_edge=LEFT)
    start = (sample.get_right()[0] + 0.2, height, 0)
    return VGroup(sample, words_on_line(name, start, style.HEADING_SIZE))


def pytorch_rules(ours: VGroup, *, early: bool = False) -> VGroup:
    """Return PyTorch's two rules, arrow on arrow with ours; ``early``, the rate is still in the velocity."""
    in_velocity, in_step = (f"{RATE} #h(-0.08em)", "") if early else ("", f"{RATE} dot.op")
    rules = VGroup(
        formula(f"speed(b) {{{{ arrow.l : first }}}} beta speed(b) + {in_velocity} grad", style.TITLE_SIZE),
        formula(f"theta {{{{ arrow.l : first }}}} theta - {in_step} speed(b)", style.TITLE_SIZE),
    )
    for theirs, our in zip(rules, ours, strict=True):
        theirs.shift(our.select("first").get_center() - theirs.select("first").get_center())
    return rules


def _enlarge(rules: VGroup, corner: Array, place: Array) -> None:
    """Make rules large, and put a corner of theirs at a place."""
    for rule in rules:
        rule.scale(LARGE_RULES, about_point=corner).shift(place - corner)
