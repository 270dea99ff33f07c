"""PyTorch: momentum is one argument, and its two rules are the lesson's up to a factor."""

from __future__ import annotations

from collections.abc import Callable
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
from scenes.mobjects.loss_map import LossMap
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.ravine_map import LEVELS, VERTICAL
from scenes.mobjects.transitions import momentum_rules
from scenes.mobjects.typography import formula, words_on_line

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
CALL = f"optim.SGD(..., lr={LOWERED_RATE:g}, momentum={RAISED_MOMENTUM:g})"
"""What stands over the noise in the end; at first its arguments are those of ``CODE``."""

CALL_ARGUMENTS = (f"lr={LOWERED_RATE:g}", f"momentum={RAISED_MOMENTUM:g}")
TENTH = slice(CALL_ARGUMENTS[0].index(".") + 1, CALL_ARGUMENTS[0].index(".") + 2)
"""Of the learning rate's argument: the zero after the point, which makes it a tenth."""

PHASES = (
    (experiment.LEARNING_RATE, experiment.MOMENTUM, 400),
    (experiment.LEARNING_RATE, RAISED_MOMENTUM, 450),
    (LOWERED_RATE, RAISED_MOMENTUM, 450),
)
"""Of the noisy run beside the advice: the learning rate, the momentum, and for how many steps."""
SEED = 351
"""Of its noise; in each phase it settles near the level to be expected."""
NOISY_TOP = 1.2
"""Where the axis of its loss ends: what is higher, before it has settled, is cut off."""
NAME_GAP = 0.15
NOISY_CORNER, NOISY_SIZE = (-5.7, -2.15, 0), (12.0, 4.1)
"""From under the code to the margin."""

RATE = '#raw("lr")'
"""The learning rate as code, in words and in mathematics."""

PHASE_ARGUMENTS = (ARGUMENTS.split(", ")[0], CALL_ARGUMENTS[1], CALL_ARGUMENTS[0])
ADVICE = ("first", "if", "then")
"""What stands in each phase before the argument that it begins with."""
ADVICE_SIZE, ADVICE_CODE_SIZE = 40, 48
ADVICE_BASELINE, ADVICE_LEFT, ADVICE_GAP, ADVICE_SKIP = 1.45, 0.4, 0.18, 0.58
"""Of what is said of a phase: the height, and its place and gaps from the phase's start and each other."""
CODE_SIZE = 60
CODE_CORNER = (style.SAFE_LEFT, 2.7)
CALL_CORNER, MARK_HEIGHT = (style.SAFE_LEFT, 3.4), 2.72
RULES_UNDER_CODE = -0.55
"""Where our rules stand large under the code."""
NAMES_UNDER_CODE, NAME_CODE_SIZE = -1.85, 54
"""The baseline of the arguments under the symbols that they are."""
FINAL_HOLD = 1.1
"""Seconds for which the noisy run stands when it is finished."""
TYPING = 0.7
"""Seconds in which the argument is typed."""

RULES_SKIP = 0.85
"""From our rules down to PyTorch's."""
LARGE_RULES, LARGE_RULES_HEIGHTS = 1.6, (1.5, -0.9)
"""How large both rules stand until the map comes, and where."""
RATE_RISE = 1.0
"""How far the learning rate rises on its way out of the velocity and into the step."""
NAME_RISE = 0.95
"""From a large rule's baseline up to that of its name."""
MAP_HEAD, NAMES_SKIP = 2.72, 0.6
"""The baseline of what stands over the map, and the gap between both paths' names there."""
NEAR_LEFT, NEAR_RIGHT, NEAR_TOP = -10.5, -3.45, 2.3
"""The map about the cut, from margin to margin: where it begins and ends, and its upper edge."""
THEIRS_AT, OURS_AT = (-7.15, 0.55), (-5.55, -0.65)
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
            under_code = self.large.copy().shift((RULES_UNDER_CODE - LARGE_RULES_HEIGHTS[0]) * UP)
            _, _, beta, _, _, rate, *_ = under_code[0].submobjects
            self.symbols = [
                named_below(rate, ARGUMENTS.split("=")[0], style.INK),
                named_below(beta, MOMENTUM_ARGUMENT.split("=")[0], style.MOMENTUM),
            ]
            self.play(
                *(
                    rule.animate(rate_func=squish_rate_func(smooth, 0, 0.6)).become(there)
                    for rule, there in zip(rules, under_code, strict=True)
                ),
                # It comes when the rules have passed.
                *(
                    FadeIn(line, rate_func=squish_rate_func(smooth, start, start + 0.4))
                    for start, line in zip((0.35, 0.55), lines, strict=True)
                ),
                run_time=1.0,
            )
            self.play(FadeIn(self.symbols[0]), run_time=style.CALM)
            beat.until("momentum equals")
            self.play(argument.type_in(TYPING))
            self.play(
                FadeIn(self.symbols[1], rate_func=squish_rate_func(smooth, 0, 0.6)),
                pulse(self.rules[0].submobjects[2]),
                run_time=style.CALM,
            )
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
            self.play(FadeOut(self.code, *self.symbols), run_time=0.3)
            self.play(
                *(rule.animate.become(there) for rule, there in zip(self.rules, self.large, strict=True)),
                FadeIn(self.ours, rate_func=squish_rate_func(smooth, 0.5, 1)),
                run_time=0.6,
            )
            self._write_theirs(beat)
            beat.until("At a constant")
            self.play(
                FadeOut(*self.rules, *self.their_rules, rate_func=squish_rate_func(smooth, 0, 0.45)),
                # What is said of the rules is said of their paths now.
                *(
                    ApplyMethod(name.move_to, there, rate_func=squish_rate_func(smooth, 0.1, 0.9))
                    for name, there in zip((self.ours, self.theirs), self.over_the_map, strict=True)
                ),
                FadeIn(self.map, rate_func=squish_rate_func(smooth, 0.05, 0.6)),
                FadeIn(self.path, self.rings, self.rate, rate_func=squish_rate_func(smooth, 0.6, 1)),
                run_time=0.8,
            )
            # Linear: a step is a moment.
            self.play(self.step.animate.set_value(CUT_AT), rate_func=linear, run_time=1.8)
            beat.until("Cut the rate")
            self.play(Create(self.cut), self.zero.type_in(0.4), run_time=0.4)
            self.play(
                ApplyMethod(self.step.set_value, CUT_AT + SHRINKING, rate_func=linear, run_time=2.0),
                Succession(Wait(0.4), self._name_beside(self.theirs, self.shrink)),
            )
            beat.until("ours, little")
            self.play(
                ApplyMethod(self.step.set_value, STEPS, rate_func=linear, run_time=1.2),
                self._name_beside(self.ours, self.go_on),
            )
        self.path.clear_updaters()
        self.rings.clear_updaters()

    def _name_beside(self, name: VGroup, beside: VMobject) -> Animation:
        """Return the change from a name over the map to the one beside its path."""
        return AnimationGroup(FadeOut(name), FadeIn(beside), run_time=0.6)

    def _stand_large(self) -> None:
        """Put what is still to come of both rows where it stands large, and make ours as it stands there."""
        baseline = self.rules[0].select("new").get_bottom()[1]
        middle = VGroup(self.rules, self.their_rules).get_x()
        self.large = self.rules.copy()
        for rules, line, height in zip(
            (self.large, self.their_rules),
            (baseline, baseline - RULES_SKIP),
            LARGE_RULES_HEIGHTS,
            strict=True,
        ):
            for rule in rules:
                rule.scale(LARGE_RULES, about_point=(middle, line, 0)).shift((-middle, height - line, 0))
        self.over_the_map = [name.get_center() for name in (self.ours, self.theirs)]
        left = self.large.get_left()[0]
        for name, height in zip((self.ours, self.theirs), LARGE_RULES_HEIGHTS, strict=True):
            name.shift((left - name.get_left()[0], height + NAME_RISE - MAP_HEAD, 0))

    def _write_theirs(self, beat: Speaking) -> None:
        """Copy our rules for PyTorch's; in them the learning rate leaves the velocity for the step."""
        first, second = self.their_rules
        down = (LARGE_RULES_HEIGHTS[1] - LARGE_RULES_HEIGHTS[0]) * UP
        copies = [rule.copy().shift(down) for rule in self.rules]
        new, arrow, beta, kept, plus, rate, *slope = copies[0].submobjects
        velocities = (new, kept, copies[1].submobjects[-1])
        buffers = [first[0].copy().set_x(each.get_x()) for each in velocities]
        letters, dot, last = second[4:6], second[6], second[7]
        name = letters.copy().align_to(rate, LEFT)
        room = (name.get_right()[0] - rate.get_right()[0]) * RIGHT
        # It comes when it is clear of the row that it is a copy of.
        self.play(FadeIn(*copies, shift=0.6 * down), run_time=0.5)
        # At first it is our rule in other letters.
        self.play(
            FadeOut(*velocities, rate, rate_func=squish_rate_func(smooth, 0, 0.5)),
            *(ApplyMethod(each.shift, room, rate_func=squish_rate_func(smooth, 0.1, 0.6)) for each in slope),
            FadeIn(*buffers, name, rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=0.6,
        )
        new_buffer, kept_buffer, buffer = buffers
        beat.until("leaves the")
        left = (new_buffer, arrow, beta, kept_buffer, plus, *slope)
        self.play(
            Transform(name, letters, path_func=over_the_row),
            *(
                Transform(each, there, rate_func=squish_rate_func(smooth, 0.25, 0.6))
                for each, there in zip(left, first, strict=True)
            ),
            Transform(buffer, last, rate_func=squish_rate_func(smooth, 0.45, 0.85)),
            FadeIn(dot, rate_func=squish_rate_func(smooth, 0.8, 1)),
            FadeIn(self.theirs, rate_func=squish_rate_func(smooth, 0.6, 0.9)),
            run_time=1.6,
        )
        self.remove(*(glyph for rule in copies for glyph in rule), *buffers, name, dot)
        self.add(first, second)

    def _lay_out_the_paths(self) -> None:
        """Make both rules' names, PyTorch's rules, and the map with a path for each."""
        self.map = near_map()
        ours, theirs = (self.map.to_screen(descend(method)) for method in (heavy_ball, pytorch_sgd))
        self.step = ValueTracker(0)
        self.path = DescentPath(ours, style.MOMENTUM).follow(self.step.get_value)
        self.rings = Rings(theirs).follow(self.step.get_value)
        line = Line(ORIGIN, 0.5 * RIGHT, stroke_color=style.MOMENTUM, stroke_width=style.PATH_WIDTH)
        self.ours = named(line, "ours", style.SAFE_LEFT)
        rings = VGroup(ring(ORIGIN), ring(0.25 * RIGHT), ring(0.5 * RIGHT))
        self.theirs = named(rings, "PyTorch's", self.ours.get_right()[0] + NAMES_SKIP)
        self.their_rules = pytorch_rules(self.rules).shift(RULES_SKIP * DOWN)
        at = ours[CUT_AT][0]
        code = CodeBlock(CALL_ARGUMENTS[0], CODE_SIZE).set_color(style.INK)
        code.move_to((at + 0.2, MAP_HEAD, 0), aligned_edge=DOWN + LEFT)
        self.zero = Insertion(code, CALL_ARGUMENTS[0], TENTH)
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
            call = CodeBlock(CALL, CODE_SIZE).move_to((*CALL_CORNER, 0), aligned_edge=UP + LEFT)
            call.set_color(style.INK)
            momentum = call.part(CALL_ARGUMENTS[1])
            momentum.set_color(style.MOMENTUM)
            # What stands further right is typed first.
            usual = len(MOMENTUM_ARGUMENT)
            raised = Insertion(call, CALL_ARGUMENTS[1], slice(usual, None))
            lowered = Insertion(call, CALL_ARGUMENTS[0], TENTH)
            typed = [*raised.glyphs, *lowered.glyphs]
            self._lay_out_the_noise()
            first, raise_it, lower_it = (self._said_of_a_phase(number) for number in range(len(PHASES)))
            rate = call.part(CALL_ARGUMENTS[0])
            shown = VGroup(*(glyph for glyph in rate if glyph not in lowered.glyphs))
            mark = underline(momentum[:usual])
            paths = (self.map, self.path, self.rings)
            self.play(
                FadeOut(*paths, rate_func=squish_rate_func(smooth, 0.1, 0.7)),
                # The code comes in the place of the rules, which go first.
                FadeOut(
                    *(part for part in self.picture if part not in paths),
                    rate_func=squish_rate_func(smooth, 0, 0.35),
                ),
                FadeIn(
                    *(glyph for line in call for glyph in line if glyph not in typed),
                    rate_func=squish_rate_func(smooth, 0.25, 0.75),
                ),
                FadeIn(self.noise_plot, self.noisy, rate_func=squish_rate_func(smooth, 0.5, 1)),
                run_time=0.8,
            )
            self.noisy.follow(self.noisy_step.get_value)
            ends = np.cumsum([steps for *_, steps in PHASES])
            beat.until("add momentum")
            self._run_on_to(ends[0] / 3, 1.6, Create(mark, run_time=style.QUICK))
            beat.until("first try")
            self._run_on_to(
                ends[0],
                2.4,
                Transform(mark, underline(shown), run_time=style.QUICK),
                FadeIn(first, run_time=style.CALM),
            )
            beat.until("If the loss")
            self._run_on_to(
                ends[0] + 0.1 * PHASES[1][2],
                0.4,
                raised.type_in(0.4),
                Transform(mark, underline(momentum), run_time=0.4),
            )
            self._run_on_to(ends[1], 2.2, FadeIn(raise_it, run_time=style.CALM))
            beat.until("lower the rate")
            lower = underline(VGroup(rate[0], shown[-1].copy().shift(call.advance * RIGHT)))
            self._run_on_to(
                ends[2],
                0.65,
                lowered.type_in(0.3),
                Transform(mark, lower, run_time=0.3),
                FadeIn(lower_it, run_time=style.QUICK),
            )
            self.wait(FINAL_HOLD)
            self.noisy.clear_updaters()

    def _said_of_a_phase(self, number: int) -> VGroup:
        """Return the line at a phase's start, and at its upper end a word and the argument of the code."""
        begin = sum(steps for *_, steps in PHASES[:number])
        rate, momentum, lasts = PHASES[number]
        start, top = self.noise_plot.to_screen([begin, begin], [0, NOISY_TOP])
        line = Line(start, top, stroke_color=style.MUTED_INK, stroke_width=style.THIN)
        place = np.array([start[0] + ADVICE_LEFT, ADVICE_BASELINE, 0])
        word = words_on_line(ADVICE[number], place, ADVICE_SIZE)
        argument = PHASE_ARGUMENTS[number]
        code = _set_code(argument, ADVICE_CODE_SIZE)
        code.set_color(style.MOMENTUM if argument.startswith("momentum") else style.INK)
        # An r and an m stand on the baseline.
        letter = next(glyph for glyph, letter in zip(code, argument, strict=True) if letter in "rm")
        code.shift((word.get_right()[0] + ADVICE_GAP - code.get_left()[0]) * RIGHT)
        code.shift((ADVICE_BASELINE - letter.get_bottom()[1]) * UP)
        level = experiment.loss_under_noise(rate, momentum)
        settles = words_on_line(f"settles near {level:.2f}", place + ADVICE_SKIP * DOWN, bold=True)
        ends = self.noise_plot.to_screen([begin, begin + lasts], [level, level])
        dashes = DashedLine(*ends, color=style.INK, stroke_width=style.PATH_WIDTH)
        return VGroup(line, word, code, settles, dashes)

    def _run_on_to(self, step: float, seconds: float, *meanwhile: Animation) -> None:
        """Let the noisy run go on, while the code changes and the advice comes."""
        # Linear: a step is a moment.
        run = ApplyMethod(self.noisy_step.set_value, step, rate_func=linear, run_time=seconds)
        self.play(run, *meanwhile)

    def _lay_out_the_noise(self) -> None:
        """Make the axes for the loss of a run with noisy gradients, and its curve."""
        losses, steps = noisy_losses(), [steps for *_, steps in PHASES]
        self.noise_plot = Plot(
            (0, len(losses) - 1),
            (0, NOISY_TOP),
            width=NOISY_SIZE[0],
            height=NOISY_SIZE[1],
            horizontal_ticks=(0, (steps[0], f"step {steps[0]}"), steps[0] + steps[1]),
            vertical_ticks=(0, 0.5, 1),
            label_size=style.BODY_SIZE,
        )
        self.noise_plot.shift(np.array(NOISY_CORNER) - self.noise_plot.to_screen(0, 0))
        name = words_on_line("noisy loss", self.noise_plot.to_screen(0, NOISY_TOP) + NAME_GAP * UP)
        self.noise_plot.names.add(name.set_color(style.MUTED_INK))
        points = self.noise_plot.to_screen(np.arange(len(losses)), losses)
        # It comes down into the plot, across its upper edge.
        cut_off = int(np.flatnonzero(losses > NOISY_TOP)[-1])
        points[: cut_off + 1] = self.noise_plot.to_screen(cut_off, NOISY_TOP)
        self.noisy_step = ValueTracker(0)
        self.noisy = GrowingCurve(points, style.MOMENTUM, width=1.1, marker_radius=0.09)


def noisy_losses() -> Array:
    """Return the loss after each step of a run with noisy gradients, through all phases."""
    parameters, velocity = np.array(experiment.START), np.zeros(2)
    losses, rng = [float(RAVINE.value(parameters))], np.random.default_rng(SEED)
    for rate, momentum, steps in PHASES:
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
            # After the cut the steps are short.
            *(ring(point, 0.7).set_stroke(width=style.HAIRLINE) for point in points[CUT_AT + 1 :]),
            self.marker,
        )
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Show the rings up to a step; each comes when the step has landed."""
        for number, each in enumerate(self[:-1]):
            each.set_stroke(opacity=min(max((step - number) / LANDING + 1e-9, 0.0), 1.0))
        self.marker.move_to(position_at(self._points, step))
        return self


def underline(argument: VMobject) -> Line:
    """Return the line under the argument of the code that is spoken of."""
    start, end = ((x, MARK_HEIGHT, 0) for x in (argument.get_left()[0], argument.get_right()[0]))
    return Line(start, end, stroke_width=style.PATH_WIDTH, color=style.INK)


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
