"""PyTorch: momentum is one argument, and its two rules are the lesson's up to a factor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    ApplyMethod,
    Circle,
    Create,
    DashedLine,
    Line,
    Transform,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    rush_from,
    rush_into,
    smooth,
    squish_rate_func,
)

from momentum_sim import RAVINE, Array, Noise, Trajectory, heavy_ball, pytorch_sgd
from scenes import experiment, style
from scenes.exact_time import to_frames
from scenes.lesson_scene import LessonScene, Speaking
from scenes.mobjects.descent_path import DescentPath, position_at
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.glyphs import TypsetWords
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.loss_map import LossMap
from scenes.mobjects.one_by_one import one_by_one
from scenes.mobjects.plot import Plot
from scenes.mobjects.polyline import polyline
from scenes.mobjects.pulse import pulse
from scenes.mobjects.ravine_map import LEVELS
from scenes.mobjects.transitions import LARGE_PAIR, momentum_rules, momentum_rules_under_code
from scenes.mobjects.typography import formula, words_on_line

CUT_AT = 8
"""The step at which the learning rate is cut."""
CUT_TO = 0.1
"""To which share of it."""
STEPS = 32

RATE_ARGUMENT, MOMENTUM_ARGUMENT = f"lr={experiment.LEARNING_RATE:g}", f"momentum={experiment.MOMENTUM:g}"

CODE = f"optimizer = optim.SGD(model.parameters(),\n    {RATE_ARGUMENT}, {MOMENTUM_ARGUMENT})\n"
"""The code of the scene; it runs, given a model."""

RATE = '#raw("lr")'
"""The learning rate as code, in words and in mathematics."""

RAISED_MOMENTUM = 0.99
LOWERED_RATE = CUT_TO * experiment.LEARNING_RATE
PHASES = (
    (experiment.LEARNING_RATE, 0.0, 150),
    (experiment.LEARNING_RATE, experiment.MOMENTUM, 150),
    (experiment.LEARNING_RATE, RAISED_MOMENTUM, 250),
    (LOWERED_RATE, RAISED_MOMENTUM, 150),
)
"""Of the noisy run beside the advice, which begins as plain descent: learning rate, momentum, and steps."""
NOISY_START = np.array((experiment.START[0] / 2, 0.0))
"""Where it starts: half-way along the floor, so that one axis shows both its first loss and the noise."""
LOWERED, RAISED = f"lr={LOWERED_RATE:g}", f"momentum={RAISED_MOMENTUM:g}"
TENTH, NINE = slice(LOWERED.index(".") + 1, LOWERED.index(".") + 2), slice(len(RAISED) - 1, len(RAISED))
"""What is typed into an argument: the zero that makes the rate a tenth, the last digit of the momentum."""
SEED = 507
"""Of its noise; with it the run is a typical one in each phase."""
NOISY_LOSSES, LOSS_TICKS = (0.0, 0.95), (0, 0.5)
NOISY_CORNER, NOISY_SIZE = (-5.5, -2.1, 0), (11.9, 3.85)
"""From under the code to the margin."""
LOSS_WIDTH = 1.8
"""How wide the line of the losses is: it jumps at every step."""
PHASE_NAMES = (
    tuple(f'#text(fill: rgb("{style.PLAIN_DESCENT}"))[{line}]' for line in ("plain", "descent")),
    (f"same {RATE}:", "faster"),
    ("#momentum[more momentum]:", "noisier"),
    (f"lower {RATE}:", "calmer"),
)
"""What is done where a phase begins, and under it what comes of it."""
PHASE_NAME_LINES = (1.3, 0.75)
"""The baselines of both."""

CODE_SIZE = 60
CODE_CORNER = (style.SAFE_LEFT, 2.9)
NAMES_OVER_RULE, NAME_CODE_SIZE = 0.5, 54
"""The baseline of the arguments over the symbols that they are."""
FINAL_HOLD = 1.0
"""Seconds for which the noisy run stands when it is finished."""
OUR_TIME, CALMING = 1.6, 1.3
"""Seconds in which our path is drawn after the cut, and the loss with the lowered rate."""
TYPING, RETYPING, LIGHTING, DROPPING = 0.9, 0.3, 0.2, 0.7
"""Seconds in which an argument is typed, changed, or lit before that, and a name drops from the code."""

THEIRS_UP = 2.3
"""How far PyTorch's rules stand over ours, where the code was."""
EDGE_ON = 0.4
"""To which share of its width a v narrows that becomes a b."""
RATE_RISE = 1.0
"""How far the learning rate rises on its way out of the velocity and into the step."""
NAME_RISE = 1.0
"""From a large rule's baseline up to that of its name."""
MAP_HEAD = 2.65
"""The baseline of what stands over the map."""
MAP_RANGES, MAP_TOP = ((-10.25, -4.45), (-1.1, 1.1)), 2.3
"""What the map shows, from margin to margin, and its upper edge: as near as both paths and a name allow."""
NAME_AHEAD, NAMES_LINE = 0.42, 1.3
"""From a marker to the name ahead of it, and the baseline of the names while they are one."""
PARTING = 7
"""Over how many steps the equation goes, and later our name goes to our marker."""
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


def our_step(clock: float) -> float:
    """Return how far our run is: at the cut it waits until PyTorch's has run on."""
    return min(clock, max(CUT_AT, clock - (STEPS - CUT_AT)))


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

    def light(self, text: str) -> Self:
        """Fade all but the first place where a line says ``text``."""
        self.set_opacity(style.FADED)
        self.part(text).set_opacity(1)
        return self


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
        self.code = code
        """All of it."""
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
        self.rules = momentum_rules_under_code()
        self.add(self.rules)
        self._lay_out_the_paths()
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
            argument = argument_to_type(call())
            self.code = argument.code
            _, _, beta, _, _, rate, *_ = self.rules[0].submobjects
            momentum, momentum_line = name_above(beta, "momentum", style.MOMENTUM)
            self.rate_name, self.rate_line = name_above(rate, "lr", style.INK)
            self.play(
                *(
                    FadeIn(line, rate_func=squish_rate_func(smooth, start, start + 0.6))
                    for start, line in zip((0, 0.4), argument.unchanged, strict=True)
                ),
                run_time=0.9,
            )
            beat.until("one argument")
            self.play(Create(momentum_line), pulse(beta), run_time=DROPPING)
            beat.until("momentum equals")
            self._type(argument, TYPING)
            way = momentum.get_center() - self.code.part("momentum").get_center()
            self.play(FadeIn(momentum, shift=way), run_time=DROPPING)
            self.momentum_name = VGroup(momentum_line, momentum)
            self.play(
                Create(self.rate_line),
                FadeIn(self.rate_name, rate_func=squish_rate_func(smooth, 0.3, 1)),
                run_time=style.QUICK,
            )

    def _type(self, typed: Insertion, seconds: float) -> None:
        """Type characters into the code, in the place of which stands what it was until then."""
        self.remove(self.code)
        self.add(*typed.unchanged)
        self.play(typed.type_in(seconds))
        self.remove(*typed.unchanged, *typed.glyphs)
        self.code = typed.code
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
            beat.until("At a constant")
            self._turn_to_the_map()
            self.play(self._walk(CUT_AT, beat.seconds_until("Cut the rate")))
            waiting = self.path.marker, self.names.ours
            self.play(
                FadeIn(self.rate_cut, rate_func=squish_rate_func(smooth, 0.4, 1)),
                Create(self.cut),
                *(each.animate.set_opacity(style.FADED) for each in (self.rate, *waiting)),
                run_time=0.5,
            )
            self.play(self._walk(STEPS - CUT_AT, beat.seconds_until("ours") - LIGHTING - 0.1))
            self.play(*(each.animate.set_opacity(1) for each in waiting), run_time=LIGHTING)
            self.play(self._walk(STEPS - CUT_AT, OUR_TIME))
        for following in (self.path, self.rings, self.names):
            following.clear_updaters()

    def _walk(self, steps: int, seconds: float) -> Animation:
        """Return the going on by some steps."""
        to = self.clock.get_value() + steps
        return ApplyMethod(self.clock.set_value, to, rate_func=linear, run_time=to_frames(seconds))

    def _turn_to_the_map(self) -> None:
        """Let the rules go and the map come."""
        self.play(
            FadeOut(*self.rules, *self.their_rules, self.whose, rate_func=squish_rate_func(smooth, 0, 0.5)),
            FadeIn(self.map, rate_func=squish_rate_func(smooth, 0.15, 0.7)),
            *(
                FadeIn(each, rate_func=squish_rate_func(smooth, 0.45, 1))
                for each in (self.path, self.rings, self.rate, self.names)
            ),
            run_time=0.7,
        )

    def _write_theirs(self, beat: Speaking) -> None:
        """Let PyTorch's rules rise out of ours; the learning rate leaves the velocity for the step."""
        (*early, left, right, nabla, loss), early_step = (rule.submobjects for rule in self.early_rules)
        (*first, _, our_nabla, our_loss), first_step = (rule.copy().submobjects for rule in self.rules)
        rising = (*first, our_nabla, our_loss, *first_step)
        landed = (*early, nabla, loss, *early_step)
        for glyph, place in zip(rising, landed, strict=True):
            glyph.move_to((place.get_x(), glyph.get_y() + THEIRS_UP, 0))
        rise = squish_rate_func(smooth, 0.2, 1)
        self.play(
            FadeOut(
                self.code, self.momentum_name, self.rate_line, rate_func=squish_rate_func(smooth, 0, 0.4)
            ),
            FadeIn(*rising, shift=THEIRS_UP * UP, rate_func=rise),
            *one_by_one(self.rate_name, (left, right), rate_func=rise),
            FadeIn(self.whose, rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=0.7,
        )
        # Only now, on the word, each v narrows and opens as a b.
        each_v, each_b = (
            VGroup(rule[0], rule[3], step[-1]) for rule, step in ((first, first_step), (early, early_step))
        )
        self.play(*(ApplyMethod(v.stretch, EDGE_ON, 0) for v in each_v), rate_func=rush_into, run_time=0.25)
        self.play(*one_by_one(each_v, each_b), rate_func=rush_from, run_time=0.25)
        self.remove(*rising)
        self.add(*landed)
        beat.until("learning")
        velocity, (*there, new_left, new_right, dot, last) = (rule.submobjects for rule in self.their_rules)
        *step, buffer = early_step
        rate = VGroup(left, right)
        self.play(
            Transform(rate, VGroup(new_left, new_right), path_func=over_the_row, rate_func=linear),
            *(
                Transform(each, new, rate_func=squish_rate_func(smooth, 0.25, 0.6))
                for each, new in zip((*early, nabla, loss, *step), (*velocity, *there), strict=True)
            ),
            Transform(buffer, last, rate_func=squish_rate_func(smooth, 0.45, 0.85)),
            FadeIn(dot, rate_func=squish_rate_func(smooth, 0.8, 1)),
            run_time=1.3,
        )
        self.remove(*early, nabla, loss, *step, buffer, rate, dot)
        self.add(*self.their_rules)

    def _lay_out_the_paths(self) -> None:
        """Make PyTorch's rules, both rules' names, and the map with a path for each."""
        self.map = near_map()
        ours, theirs = (self.map.to_screen(descend(method)) for method in (heavy_ball, pytorch_sgd))
        self.clock = ValueTracker(0)
        self.path = DescentPath(ours, style.MOMENTUM).follow(lambda: our_step(self.clock.get_value()))
        self.rings = Rings(theirs).follow(self.clock.get_value)
        self.early_rules = pytorch_rules(self.rules, early=True)
        self.their_rules = pytorch_rules(self.rules)
        self.whose = VGroup(
            *(
                words_on_line(
                    owner,
                    self.rules[0].select("new").get_corner(DOWN + LEFT) + rise * UP,
                    style.HEADING_SIZE,
                    color=color,
                    bold=True,
                )
                for owner, color, rise in (
                    ("ours", style.MOMENTUM, NAME_RISE),
                    ("PyTorch's", style.INK, NAME_RISE + THEIRS_UP),
                )
            )
        )
        at = ours[CUT_AT][0]
        self.momentum_argument = argument_to_type(arguments(RATE_ARGUMENT, MOMENTUM_ARGUMENT))
        self.rate = self.momentum_argument.unchanged
        self.rate_cut = CodeBlock(f"lr ÷ {1 / CUT_TO:g}", CODE_SIZE).set_color(style.INK)
        self.rate_cut.move_to((at + 0.2, MAP_HEAD, 0), aligned_edge=DOWN + LEFT)
        self.cut = DashedLine((at, self.rate.get_top()[1], 0), (at, self.map.get_bottom()[1], 0))
        self.cut.set_stroke(style.INK, style.THIN)
        self.names = NamesAtMarkers(ours).follow(self.clock.get_value)

    def give_advice(self) -> None:
        """What to do with one's own optimiser, at first and under noise."""
        with self.beat(
            "Tomorrow",
            f"Tomorrow, add momentum equals {experiment.MOMENTUM:g}, first try the rate you have. "
            "Raise momentum, and the loss may get noisier: then lower the rate.",
        ) as beat:
            self._lay_out_the_noise()
            self._try_the_rate(beat)
            self._raise_and_lower(beat)

    def _try_the_rate(self, beat: Speaking) -> None:
        """Type momentum in after the rate; from there the loss of plain descent comes down faster."""
        leaving = [mobject for mobject in self.picture if mobject is not self.rate]
        _, *named = self.phase_starts[0]
        self.add(self.plain_loss, self.loss)
        self.play(
            FadeOut(*leaving, rate_func=squish_rate_func(smooth, 0, 0.6)),
            self.rate.animate.set_opacity(1),
            FadeIn(self.noise_plot, rate_func=squish_rate_func(smooth, 0.15, 0.6)),
            FadeIn(*named, rate_func=squish_rate_func(smooth, 0.4, 0.75)),
            self._run_to(self.phase_ends[0], rate_func=squish_rate_func(smooth, 0.3, 1)),
            run_time=0.9,
        )
        beat.until("momentum equals")
        self._type(self.momentum_argument, TYPING)
        named_at, seen_at, seconds = map(beat.seconds_until, ("first try", "you have", "Raise momentum"))
        self._run_phase(1, to_frames(seconds), named_at, seen_at, RATE_ARGUMENT)

    def _raise_and_lower(self, beat: Speaking) -> None:
        """Run on, at first with more momentum, then with a lower learning rate."""
        self.play(ApplyMethod(self.code.light, MOMENTUM_ARGUMENT, run_time=LIGHTING))
        self._type(Insertion(arguments(RATE_ARGUMENT, RAISED).light(RAISED), RAISED, NINE), RETYPING)
        seen_at, seconds = map(beat.seconds_until, ("noisier", "then lower"))
        self._run_phase(2, to_frames(seconds - LIGHTING), 0, seen_at, RAISED)
        self.play(ApplyMethod(self.code.light, RATE_ARGUMENT, run_time=LIGHTING))
        self._type(Insertion(arguments(LOWERED, RAISED).light(LOWERED), LOWERED, TENTH), RETYPING)
        self._run_phase(3, CALMING, 0, CALMING / 2, LOWERED)
        self.wait(FINAL_HOLD)

    def _run_phase(self, number: int, seconds: float, named_at: float, seen_at: float, lit: str) -> None:
        """Run on through a phase; from its start it is so many seconds to what is done and what is seen."""

        def coming(at: float) -> Callable[[float], float]:
            start = min(at, seconds - style.QUICK)
            return squish_rate_func(smooth, start / seconds, (start + style.QUICK) / seconds)

        line, done, seen = self.phase_starts[number]
        self.play(
            self._run_to(self.phase_ends[number], rate_func=linear),
            FadeIn(line, rate_func=coming(0)),
            FadeIn(done, rate_func=coming(named_at)),
            FadeIn(seen, rate_func=coming(seen_at)),
            ApplyMethod(self.code.light, lit, rate_func=coming(named_at)),
            run_time=seconds,
        )

    def _run_to(self, step: float, **keywords: Any) -> Animation:
        """Return the noisy run's going on to a step."""
        return ApplyMethod(self.noisy_step.set_value, step, **keywords)

    def _lay_out_the_noise(self) -> None:
        """Make the axes for the loss of a noisy run, its curve, and its phases' names."""
        self.phase_ends = np.cumsum([steps for *_, steps in PHASES])
        plain, *_, last = self.phase_ends
        self.noise_plot = Plot(
            (0, last),
            NOISY_LOSSES,
            width=NOISY_SIZE[0],
            height=NOISY_SIZE[1],
            horizontal_ticks=[(last, f"step {last:,}")],
            vertical_ticks=LOSS_TICKS,
            vertical_name="loss",
            label_size=style.BODY_SIZE,
        )
        self.noise_plot.shift(np.array(NOISY_CORNER) - self.noise_plot.to_screen(0, NOISY_LOSSES[0]))
        self.noise_plot.ticks[0].align_to(self.noise_plot.axes, RIGHT)
        losses = noisy_losses(PHASES)
        line = self.noise_plot.to_screen(np.arange(len(losses)), losses)
        self.noisy_step = ValueTracker(0)
        self.plain_loss, self.loss = (
            GrowingCurve(part, color, width=LOSS_WIDTH, marker_radius=0)
            for part, color in ((line[: plain + 1], style.PLAIN_DESCENT), (line[plain:], style.MOMENTUM))
        )
        self.plain_loss.follow(self.noisy_step.get_value)
        self.loss.follow(lambda: self.noisy_step.get_value() - plain)
        self.phase_starts = [
            phase_start(*self.noise_plot.to_screen([start, start], NOISY_LOSSES), *names)
            for start, names in zip((0, *self.phase_ends), PHASE_NAMES, strict=False)
        ]


def phase_start(foot: Array, head: Array, done: str, seen: str) -> VGroup:
    """Return the line on which a phase of the noisy run begins, what is done there, and what is then seen."""
    names = (
        words_on_line(name, np.array([foot[0] + 0.2, height, 0]), style.HEADING_SIZE, bold=True)
        for name, height in zip((done, seen), PHASE_NAME_LINES, strict=True)
    )
    return VGroup(DashedLine(foot, head).set_stroke(style.MUTED_INK, style.THIN), *names)


def noisy_losses(phases: Sequence[tuple[float, float, int]], seed: int = SEED) -> Array:
    """Return the loss after each step of a run with noisy gradients, through all phases."""
    parameters, velocity = NOISY_START, np.zeros(2)
    losses, rng = [float(RAVINE.value(parameters))], np.random.default_rng(seed)
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


class NamesAtMarkers(LiveGroup):
    """Both paths' names: as long as they are one, an equation ahead of the markers; then ours at its own.

    All of a path is behind its marker. PyTorch's name stays, over its ring, which does not go far.
    """

    def __init__(self, ours: Array) -> None:
        self._ours = ours
        start, parts = np.array([0, NAMES_LINE, 0]), []
        for text, size, color in (
            ("PyTorch's", style.HEADING_SIZE, style.INK),
            ("=", style.TITLE_SIZE, style.INK),
            ("ours", style.HEADING_SIZE, style.MOMENTUM),
        ):
            parts.append(words_on_line(text, start, size, color=color, bold=True))
            start[0] = parts[-1].get_right()[0] + 0.2
        self.theirs, self.equals, self.ours = parts
        self._lefts = np.array([part.get_left()[0] for part in parts])
        self._height = self.ours.get_y()
        super().__init__(*parts)
        self.set_to(0)

    def set_to(self, clock: float) -> Self:
        """Put them where the markers are at a moment."""
        step = our_step(clock)
        here = position_at(self._ours, step)
        lefts = position_at(self._ours, min(step, CUT_AT))[0] + NAME_AHEAD + self._lefts
        split, parted = (smooth(min(max((now - CUT_AT) / PARTING, 0), 1)) for now in (clock, step))
        self.theirs.set_x(lefts[0], LEFT)
        self.equals.set_x(lefts[1], LEFT)
        if split:
            self.equals.set_opacity(1 - split)
        self.ours.set_x(lefts[2] + parted * (here[0] + NAME_AHEAD - lefts[2]), LEFT)
        self.ours.set_y(self._height + parted * (here[1] - self._height))
        return self


class Rings(LiveGroup):
    """A ring on every step of a path that a run has landed on, and a larger one that moves along with it.

    After the cut, where it no longer has our path's line, it has its own.
    """

    def __init__(self, points: Array) -> None:
        super().__init__()
        self._points = points
        self.marker = Circle(MARKER_RADIUS, color=style.INK, stroke_width=style.PATH_WIDTH)
        self.line = VMobject(color=style.INK, stroke_width=style.HAIRLINE)
        self.add(
            self.line,
            *(ring(point) for point in points[: CUT_AT + 1]),
            # After the cut the steps are short: smaller, most of them do not touch.
            *(ring(point, 0.4) for point in points[CUT_AT + 1 :]),
            self.marker,
        )
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Show the rings up to a step; each comes when the step has landed."""
        for number, each in enumerate(self[1:-1]):
            each.set_stroke(opacity=min(max((step - number) / LANDING + 1e-9, 0.0), 1.0))
        here = position_at(self._points, step)
        self.marker.move_to(here)
        self.line.clear_points()
        if step > CUT_AT:
            self.line.points = polyline(np.array([*self._points[CUT_AT : int(step) + 1], here]))
        return self


def over_the_row(start: Array, end: Array, share: float) -> Array:
    """Return the points on a way that rises out of a row, goes along over it, and comes down into it."""
    along = squish_rate_func(smooth, 0.2, 0.9)(share)
    points: Array = start + along * (end - start) + RATE_RISE * np.sin(np.pi * share) * UP
    return points


def near_map() -> LossMap:
    """Return the part of the ravine's map over which both paths go, from margin to margin."""
    near = LossMap(RAVINE, *MAP_RANGES, LEVELS, width=style.SAFE_WIDTH)
    return near.shift(MAP_TOP * UP - near.get_top()).set_z_index(-1)


def call() -> CodeBlock:
    """Return the call that makes the optimiser."""
    code = CodeBlock(CODE, CODE_SIZE).move_to((*CODE_CORNER, 0), aligned_edge=UP + LEFT).set_color(style.INK)
    code.part(MOMENTUM_ARGUMENT).set_color(style.MOMENTUM)
    return code


def arguments(rate: str, momentum: str) -> CodeBlock:
    """Return the call's arguments alone, over a picture."""
    code = CodeBlock(f"{rate}, {momentum}", CODE_SIZE).set_color(style.INK)
    code.shift((style.SAFE_LEFT, MAP_HEAD, 0) - code.part(rate)[0].get_corner(DOWN + LEFT))
    code.part(momentum).set_color(style.MOMENTUM)
    return code


def argument_to_type(code: CodeBlock) -> Insertion:
    """Return momentum's argument, to be typed into code."""
    added = f", {MOMENTUM_ARGUMENT}"
    return Insertion(code, added, slice(len(added)))


def name_above(symbol: VMobject, name: str, color: str) -> tuple[TypsetWords, Line]:
    """Return an argument's name over the symbol that it is, and a line from that up to it."""
    written = _set_code(name, NAME_CODE_SIZE).set_color(color)
    written.set_x(symbol.get_x()).set_y(NAMES_OVER_RULE, DOWN)
    line = Line(symbol.get_top() + 0.12 * UP, written.get_bottom() + 0.12 * DOWN)
    return written, line.set_stroke(style.MUTED_INK, style.THIN)


def ring(point: Array, size: float = 1.0) -> Circle:
    """Return a ring round a point."""
    return Circle(size * RING_RADIUS, color=style.INK, stroke_width=style.THIN).move_to(point)


def pytorch_rules(ours: VGroup, *, early: bool = False) -> VGroup:
    """Return PyTorch's rules over ours, arrow over arrow; ``early``, the rate is still in the velocity."""
    in_velocity, in_step = (f"{RATE} #h(-0.08em)", "") if early else ("", f"{RATE} dot.op")
    rules = VGroup(
        formula(f"speed(b) {{{{ arrow.l : first }}}} beta speed(b) + {in_velocity} grad", style.TITLE_SIZE),
        formula(f"theta {{{{ arrow.l : first }}}} theta - {in_step} speed(b)", style.TITLE_SIZE),
    )
    for theirs, our in zip(rules.scale(LARGE_PAIR), ours, strict=True):
        place = our.select("first").get_center() + THEIRS_UP * UP
        theirs.shift(place - theirs.select("first").get_center())
    return rules
