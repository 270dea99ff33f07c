"""Choosing beta: too little memory crawls, too much rings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Self

import numpy as np
from manim import (
    DL,
    DOWN,
    DR,
    LEFT,
    ORIGIN,
    PI,
    RIGHT,
    UL,
    UP,
    UR,
    Animation,
    AnimationGroup,
    ApplyMethod,
    BackgroundRectangle,
    Circle,
    Create,
    DashedLine,
    Dot,
    LaggedStart,
    Line,
    MoveToTarget,
    ReplacementTransform,
    Succession,
    Transform,
    Typst,
    UpdateFromAlphaFunc,
    ValueTracker,
    VGroup,
    VMobject,
    Wait,
    linear,
    rotate_vector,
    smooth,
    squish_rate_func,
)
from manim.utils.rate_functions import ease_in_out_sine, ease_out_sine

from momentum_sim import RAVINE, Array, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter
from scenes.mobjects.arrow import STROKES_A_UNIT, GrowVector, MoveVector, heavy_arrow
from scenes.mobjects.counting_bar import CountingBar
from scenes.mobjects.descent_path import position_at
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.scenery import make_scenery
from scenes.mobjects.transitions import map_of_the_race, momentum_rules
from scenes.mobjects.typography import Readout, formula, words, words_on_line

MOMENTA = (0.0, 0.5, 0.9, 0.99)
NONE, SHORT, USUAL, LONG = range(len(MOMENTA))
LONGER_STILL = 0.995
"""Of which only the steps home are shown."""

FLOOR_START = (experiment.START[0], 0.0)
SHOWN_STEPS = 100


COLORS = (style.PLAIN_DESCENT, style.SHORT_MEMORY, style.MOMENTUM, style.LONG_MEMORY)
DASHES = (None, (0.06, 0.1), None, (0.24, 0.12))
WIDTHS = (4.0, 5.0, 5.0, 4.0)

# Layout, in units of the frame.
BAR_LEFT = -4.4
KEPT_ROWS = (-1.5, -0.6, 0.3, 1.2)
"""From the smallest β up, as on the curves' plot."""

WHOLE_ROW = max(KEPT_ROWS) + 0.95
"""The height of the velocity of which a part is kept."""

KEPT_LEFT, KEPT_LENGTH = -5.4, 9.4

FLOOR = (-10.5, 8.9)
PLOT_CORNER, PLOT_SIZE = (-5.0, -2.0, 0), (9.5, 4.55)
BEFORE_START = -3
"""Where the axis of the steps begins, so that the dots at step 0 do not cover a number beside it."""
NAME_GAP, NAMES_APART, NAME_DROP = 0.34, 0.44, 0.107
"""From a curve's tip to its name, from one name to the next at least, and from its middle to its baseline."""

LOWEST_NAME = PLOT_CORNER[1] + 0.25
"""Where the lowest name stays clear of the axis."""

TIED_OFF, TIED_OPACITY = (0.03, 0.1, 0.35, 0.55), (0.0, 1.0, 1.0, 0.0)
"""How strong the line from a tip to its name is by how far off its height that is: not where none is needed,
nor where the tips are still one."""

RISE, RISES_WITHIN = 0.3, 10
"""How far a name rises to stand over its curve's turn, and in how many of the steps before it."""

CLOCK_PLACE = (6.3, 3.12, 0)
"""The end of the line of the step."""

STEPS_ROWS = (-1.75, -0.8, 0.15, 1.1, 2.05)
HALF_A_ROW = (STEPS_ROWS[1] - STEPS_ROWS[0]) / 2
"""By which the other rows stand higher as long as the last one is not there."""
STEPS_ABOVE = 0.62
"""From the highest row to the baseline of the words above it."""

STEPS_RIGHT = 5.0
"""The right end of the longest bar in the last beat."""

LENS_PLACE, LENS_RADIUS, LENS_SCALE, LENS_CURVE = (77, 5.9), 0.72, 7, 10.0
"""Where in the plot the usual β's overshoot is enlarged, how many times, and how thick its curve is there."""

AREA_OPACITY = 0.6
"""Of what lies between the minimum and the usual β's curve beyond it."""

BAR_HEIGHT, PALE = 0.58, 0.5
"""How high the bars are, and how strong the colour of those of too much memory."""


@dataclass(frozen=True, slots=True)
class Landmarks:
    """The steps at which a run first reaches the minimum, and is farthest past it."""

    crossing: int
    peak: int

    @classmethod
    def of(cls, positions: Array) -> Landmarks:
        """Find them in positions along the floor that start below the minimum, at 0."""
        crossing = int(np.argmax(positions >= 0))
        return cls(crossing, crossing + int(np.argmax(positions[crossing:])))


class Mark(VGroup):
    """A ring round a point of a curve, and words beside it, in the curve's colour."""

    def __init__(self, point: Array, text: str, color: str, side: Array, buff: float = 0.1) -> None:
        self.ring = Circle(radius=0.15, stroke_color=style.INK, stroke_width=style.THIN).move_to(point)
        self.words = words(text, style.LABEL_SIZE, color=color, bold=True)
        self.words.next_to(self.ring, side, buff=buff)
        super().__init__(self.ring, self.words)

    def dimmed(self) -> Animation:
        """Return the animation that fades it, once it is no longer spoken of."""
        ring: Any = self.ring.animate.set_stroke(opacity=style.FADED)
        said: Any = self.words.animate.set_fill(opacity=style.FADED)
        return AnimationGroup(ring, said)


def spread(wanted: Array) -> Array:
    """Return the heights nearest to those wanted, from the lowest up, at which names stand apart."""
    shifts = NAMES_APART * np.arange(len(wanted))
    level, count = wanted - shifts, len(wanted)
    # Neighbours that would stand too close share the mean of what they want.
    shared = [
        max(
            min(np.mean(level[first : last + 1]) for last in range(index, count))
            for first in range(index + 1)
        )
        for index in range(count)
    ]
    heights: Array = np.maximum(shared, LOWEST_NAME) + shifts
    return heights


class RidingNames(LiveGroup):
    """The values of β beside the tips of their curves, apart from one another.

    The last one's stays where its curve turns back down through the others.

    Parameters
    ----------
    curves
        The curves on the screen, each of shape ``(steps + 1, 3)``, from the lowest at first to the highest.
    turn
        The step at which the last one turns.
    """

    def __init__(self, curves: Sequence[Array], turn: int) -> None:
        super().__init__(*map(name_of, MOMENTA, COLORS))
        self._curves = curves
        self._turn = turn
        self.ties = VGroup(Line(stroke_color=color, stroke_width=style.THIN) for color in COLORS)
        self.grounds = VGroup(
            BackgroundRectangle(name, color=style.BACKGROUND, fill_opacity=1, buff=0.06) for name in self
        )
        """Under the names, over the plot's lines."""
        make_scenery(self.grounds)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Stand beside the tips at a step."""
        held = [step] * (len(self) - 1) + [min(step, self._turn)]
        tips = np.array([position_at(curve, at) for curve, at in zip(self._curves, held, strict=True)])
        for name, ground, tie, tip, height in zip(
            self, self.grounds, self.ties, tips, spread(tips[:, 1]), strict=True
        ):
            name.move_to((tip[0] + NAME_GAP, height, 0), aligned_edge=LEFT)
            tie.put_start_and_end_on(tip + 0.1 * RIGHT, name.get_left() + 0.06 * LEFT)
            tie.set_stroke(opacity=np.interp(abs(height - tip[1]), TIED_OFF, TIED_OPACITY))
            ground.move_to(name)
        risen = np.clip(1 - (self._turn - step) / RISES_WITHIN, 0, 1)
        VGroup(self[-1], self.grounds[-1]).shift(RISE * smooth(risen) * UP)
        return self


def floor_plot() -> Plot:
    """Return the axes for the position along the floor over the steps."""
    plot = Plot(
        (BEFORE_START, SHOWN_STEPS),
        FLOOR,
        width=PLOT_SIZE[0],
        height=PLOT_SIZE[1],
        horizontal_ticks=(0, 50, (100, "step 100")),
        vertical_ticks=(-10, -5, (0, "minimum"), 5),
        vertical_name="along the floor",
    )
    return plot.shift(np.array(PLOT_CORNER) - plot.to_screen(BEFORE_START, FLOOR[0]))


def name_of(momentum: float, color: str) -> Typst:
    """Return a value of β in its curve's colour."""
    return words(f"$#sym.beta$ = {momentum:g}", style.HEADING_SIZE, color=color, bold=True)


def bar_unit(longest: float) -> float:
    """Return how long on the screen a step is, where so many fill a row."""
    return (STEPS_RIGHT - BAR_LEFT) / longest


def plain_note(name: VMobject) -> Typst:
    """Return what no momentum is, to stand behind its name."""
    note = words("(plain)", style.LABEL_SIZE, color=COLORS[NONE], bold=True)
    return note.next_to(name, RIGHT, buff=0.12)


class Lens(VGroup):
    """The gap between the minimum and a curve at its peak, enlarged in a circle, and measured."""

    def __init__(self, plot: Plot, positions: Array, peak: int) -> None:
        focus, center = plot.to_screen(peak, positions[peak] / 2), plot.to_screen(*LENS_PLACE)
        half_gap = LENS_SCALE * (plot.to_screen(peak, positions[peak]) - focus)
        # So far that the curve's upper edge, too, ends at the rim.
        half_width = np.sqrt(LENS_RADIUS**2 - (half_gap[1] + LENS_CURVE / STROKES_A_UNIT / 2) ** 2)
        half_steps = half_width / LENS_SCALE / (plot.to_screen(1, 0) - plot.to_screen(0, 0))[0]
        steps = np.linspace(peak - half_steps, peak + half_steps)
        heights = np.interp(steps, np.arange(len(positions)), positions)
        above, below = (
            center + LENS_SCALE * (plot.to_screen(steps, each) - focus)
            for each in (heights, np.zeros_like(steps))
        )
        rim = Circle(LENS_RADIUS, color=style.INK, stroke_width=style.THIN).move_to(center)
        rim.set_fill(style.BACKGROUND, 1)
        area = VMobject(stroke_width=0, fill_color=COLORS[USUAL], fill_opacity=AREA_OPACITY)
        area.set_points_as_corners([*above, *below[::-1], above[0]])
        curve = VMobject(stroke_color=COLORS[USUAL], stroke_width=LENS_CURVE).set_points_as_corners(above)
        level = Line(below[0], below[-1], color=style.MUTED_INK, stroke_width=style.THIN)
        self.measure = Line(center - half_gap, center + half_gap)
        ends = (Line(0.1 * LEFT, 0.1 * RIGHT).shift(end) for end in self.measure.get_start_and_end())
        measured = VGroup(self.measure, *ends).set_stroke(style.INK, style.THIN)
        super().__init__(rim, area, level, curve, measured)


def ties_of(ring: Circle, lens: VMobject) -> VGroup:
    """Return the lines that join a ring to the lens in which is enlarged what it surrounds."""
    way = lens.get_center() - ring.get_center()
    aside = rotate_vector(way / np.linalg.norm(way), PI / 2) / 2
    return VGroup(
        Line(ring.get_center() + side * ring.width, lens.get_center() + side * lens.width)
        for side in (aside, -aside)
    ).set_stroke(style.MUTED_INK, style.HAIRLINE)


def outgrow(rows: Sequence[CountingBar], arrivals: Sequence[int]) -> list[Animation]:
    """Let the last row's bar grow as far as the longest one, then push on, so that the scale shrinks."""
    *others, longest = arrivals

    def grow(row: Any, share: float) -> None:
        row.set_unit(bar_unit(max(share * longest, *others)))
        if row is rows[-1]:
            row.set_to(share * longest)

    return [UpdateFromAlphaFunc(row, grow) for row in rows]


def zero_of(rows: Sequence[CountingBar]) -> Line:
    """Return the line at which bars begin, from the lowest up."""
    zero = Line(rows[0].bar.get_corner(DL), rows[-1].bar.get_corner(UL))
    return zero.set_stroke(style.MUTED_INK, style.THIN)


class ChoosingBeta(LessonScene):
    """Four values of beta run along the ravine's floor in one plot, then are compared by their steps home."""

    title = "Choosing beta"
    idea = "Beta is how long it remembers, and more is not better."
    lab: ClassVar = {"beta": MOMENTA[LONG], "step": 1000}
    parameters = (
        Parameter(
            "learning_rate",
            experiment.LEARNING_RATE,
            minimum=0.09,
            maximum=0.0995,
            reason="from 0.1 on plain descent diverges in this ravine, and well below 0.09 a momentum of 0.9 "
            "hardly overshoots",
        ),
    )
    learning_rate: float

    def construct(self) -> None:
        """Run the four, then compare when they are home."""
        self.lay_out_the_race()
        self.ask_how_much_to_keep()
        self.cross_first()
        self.settle()
        self.come_home()
        self.cross_over(
            FadeOut(*self.picture, rate_func=squish_rate_func(smooth, 0, 0.5)),
            FadeIn(map_of_the_race(), rate_func=squish_rate_func(smooth, 0.25, 1)),
            run_time=0.6,
        )

    # The experiment.

    @cached_property
    def positions(self) -> Array:
        """θ₁ after each step, a column for each β."""
        run = heavy_ball(
            RAVINE, FLOOR_START, learning_rate=self.learning_rate, momentum=MOMENTA, steps=SHOWN_STEPS
        )
        return run.parameters[..., 0]

    @cached_property
    def arrivals(self) -> list[int]:
        """The step at which each is home, from the start of the film's race; the last is ``LONGER_STILL``."""
        return experiment.steps_home((*MOMENTA, LONGER_STILL), self.learning_rate)

    # The picture.

    def lay_out_the_race(self) -> None:
        """Make what the beats show."""
        self.rules = momentum_rules()
        self.add(self.rules)
        self.clock = ValueTracker(0)
        self.plot = floor_plot()
        self.zero = self.plot.level(0.0)
        self.curves = [self._curve(index) for index in range(len(MOMENTA))]
        peak = Landmarks.of(self.positions[:, LONG]).peak
        self.names = RidingNames([curve.curve for curve in self.curves], peak)
        self.step = Readout(0, "step {:.0f}", style.BODY_SIZE, anchor=RIGHT).shift(CLOCK_PLACE)
        self.rate = words_on_line(f"$alpha$ = {self.learning_rate:g}", (0, CLOCK_PLACE[1], 0))
        self.rate.shift((CLOCK_PLACE[0] - 1.75 - self.rate.get_right()[0]) * RIGHT)

    def _curve(self, index: int) -> GrowingCurve:
        points = self.plot.to_screen(np.arange(SHOWN_STEPS + 1), self.positions[:, index])
        curve = GrowingCurve(
            points, COLORS[index], dashes=DASHES[index], width=WIDTHS[index], marker_radius=0.1
        )
        # Markers in their curves' colours, with a rim of ground where one lies upon another.
        curve.marker.set_fill(COLORS[index]).set_stroke(style.BACKGROUND, 3)
        return curve.follow(self.clock.get_value)

    def _at(self, index: int, step: int) -> Array:
        """Return the point of a curve at a step."""
        point: Array = self.plot.to_screen(step, self.positions[step, index])
        return point

    def _run_to(
        self, step: float, run_time: float, *meanwhile: Animation, pace: Callable[[float], float] = linear
    ) -> None:
        """Run the clock to a step, at constant speed if no other pace is given."""
        run = ApplyMethod(self.clock.set_value, step, run_time=run_time, rate_func=pace)
        self.play(run, *meanwhile)

    # The beats.

    def ask_how_much_to_keep(self) -> None:
        """Show β as the part of the velocity that is kept, for four values."""
        end = KEPT_LEFT + KEPT_LENGTH
        whole = heavy_arrow((KEPT_LEFT, WHOLE_ROW, 0), (end, WHOLE_ROW, 0), style.VELOCITY)
        velocity = formula("vel", style.TITLE_SIZE).next_to(whole, RIGHT, buff=NAME_GAP)
        self.kept = [
            heavy_arrow((KEPT_LEFT, height, 0), (end, height, 0), style.VELOCITY, dashed=True)
            for height in KEPT_ROWS
        ]
        for name, height in zip(self.names, KEPT_ROWS, strict=True):
            name.move_to((end + NAME_GAP, height, 0), aligned_edge=LEFT)
        edge = DashedLine(
            (end, WHOLE_ROW, 0), (end, KEPT_ROWS[0] - 0.3, 0), color=style.MUTED_INK, stroke_width=style.THIN
        )
        rests = VGroup(
            Line(self._kept_end(index), (end, height, 0), stroke_width=style.THIN)
            for index, height in enumerate(KEPT_ROWS)
        ).set_stroke(style.MUTED_INK, opacity=style.FADED)
        nothing = Dot(self._kept_end(NONE), radius=0.09, color=style.VELOCITY)
        friction = words("friction takes the rest", style.LABEL_SIZE, color=style.MUTED_INK)
        friction.next_to(rests[SHORT], UP, buff=0.12)
        self.whole = VGroup(whole, velocity, edge, rests, nothing, friction)
        beta, alpha = (self.rules[0].select(part)[0] for part in ("kept", "push"))
        others = [glyph for rule in self.rules for glyph in rule if glyph not in (beta, alpha)]
        with self.beat(
            "Four values",
            "How much should it keep? Four betas, one learning rate.",
        ) as beat:
            self.play(GrowVector(whole), FadeIn(velocity, edge), run_time=0.6)
            self.play(
                # The lowest first; each is cut down once it is clear of the others.
                LaggedStart(
                    *(
                        Succession(
                            MoveVector(arrow, arrow.start, arrow.end, origin=whole),
                            MoveVector(arrow, arrow.start, self._kept_end(index)),
                        )
                        for index, arrow in enumerate(self.kept)
                    ),
                    lag_ratio=0.16,
                ),
                FadeIn(rests, nothing, friction, self.names, rate_func=squish_rate_func(smooth, 0.5, 1)),
                # Of the rule, what is chosen here and what stays as it is remain lit.
                *(glyph.animate.set_fill(opacity=style.FADED) for glyph in others),
                Succession(Wait(0.4), pulse(beta)),
                run_time=1.4,
            )
            beat.until("Four betas")
            self.play(LaggedStart(*map(pulse, self.names), lag_ratio=0.2, run_time=style.CALM))
            beat.until("one learning rate")
            self.play(pulse(alpha), run_time=style.CALM)

    def _kept_end(self, index: int) -> Array:
        """Return where the kept part of the velocity ends."""
        return np.array([KEPT_LEFT + MOMENTA[index] * KEPT_LENGTH, KEPT_ROWS[index], 0])

    def cross_first(self) -> None:
        """Run until the largest β has crossed the minimum, overshot it and swung back."""
        run = Landmarks.of(self.positions[:, LONG])
        past = f"{self.positions[run.peak, LONG]:.2f}"
        self.step.follow(self.clock.get_value)
        crossing = Mark(self._at(LONG, run.crossing), f"step {run.crossing}", COLORS[LONG], UL)
        peak = Mark(self._at(LONG, run.peak), f"+{past}", COLORS[LONG], UL, 0.02)
        chart = VGroup(self.plot, self.zero, self.rate)
        share = f"{100 * (1 - MOMENTA[LONG]):.0f} %"
        taken = words_on_line(f"friction takes {share} of $vel$", ORIGIN)
        on_its_line = (taken.get_y() - NAME_DROP) * UP
        ground = BackgroundRectangle(taken, color=style.BACKGROUND, fill_opacity=1, buff=0)
        beside = VGroup(ground, taken)
        with self.beat(
            "First across",
            f"Beta {MOMENTA[LONG]:g} crosses the minimum first, at step {run.crossing}. "
            f"But friction hardly slows it: it shoots past to {past}, and swings back.",
        ) as beat:
            # What was kept goes; the names alone come along, and ride beside the dots.
            gliding = squish_rate_func(smooth, 0.15, 0.85)
            for name, place in zip(self.names, self.names.copy().set_to(0), strict=True):
                name.generate_target().move_to(place)
            self.play(
                FadeOut(self.rules, self.whole, *self.kept, rate_func=squish_rate_func(smooth, 0, 0.35)),
                *(MoveToTarget(name, rate_func=gliding) for name in self.names),
                FadeIn(chart, self.step, rate_func=squish_rate_func(smooth, 0.05, 0.5)),
                FadeIn(*self.curves, self.names.ties, rate_func=squish_rate_func(smooth, 0.75, 1)),
                run_time=1.5,
            )
            # Whole again: they came one by one.
            self.add(self.names.grounds, self.names.ties, self.names.follow(self.clock.get_value))
            self._run_to(run.crossing, 1.8, pace=ease_out_sine)
            beat.until("at step")
            self.play(FadeIn(crossing), run_time=style.QUICK)
            beat.until("But friction")
            beside.add_updater(
                lambda beside: beside.next_to(self.names[LONG], RIGHT, buff=0.35).shift(on_its_line),
                call_updater=True,
            )
            self.play(
                # The minimum's level goes before the words come over it.
                FadeIn(ground, rate_func=squish_rate_func(smooth, 0, 0.5)),
                FadeIn(taken, rate_func=squish_rate_func(smooth, 0.5, 1)),
                run_time=style.QUICK,
            )
            self.add(beside)
            beat.until("it shoots")
            self._run_to(run.peak, 1.2, pace=ease_out_sine)
            self.play(FadeIn(peak), FadeOut(beside), run_time=style.QUICK)
            beat.until("and swings")
            self._run_to(SHOWN_STEPS, 1.4, pace=ease_in_out_sine)
        self.marks = (crossing, peak)
        for mobject in self.picture:
            mobject.clear_updaters()
        # At the end the names stand clear of the plot.
        self.remove(self.names.grounds)

    def settle(self) -> None:
        """Go along the curve of the usual β, to where it crosses and overshoots, and on as it settles."""
        run = Landmarks.of(self.positions[:, USUAL])
        overshoot = self.positions[run.peak, USUAL] / -FLOOR_START[0]
        crossing = Mark(self._at(USUAL, run.crossing), f"step {run.crossing}", COLORS[USUAL], UL, 0.02)
        way = -FLOOR_START[0]
        past = Mark(
            self._at(USUAL, run.peak),
            f"+{overshoot * way:.2f} ({100 * overshoot:.1f} % of {way:g})",
            COLORS[USUAL],
            UR,
        )
        lens = Lens(self.plot, self.positions[:, USUAL], run.peak)
        past.words.next_to(lens, RIGHT, buff=0.2)
        ties = ties_of(past.ring, lens)
        seen, usual = ValueTracker(0), self.curves[USUAL]
        area = VMobject(stroke_width=0, fill_color=COLORS[USUAL], fill_opacity=AREA_OPACITY)
        area.add_updater(lambda area: self._fill_past(area, run.crossing, seen.get_value()))
        step = self.step.copy().follow(seen.get_value)
        dot = usual.marker.copy().add_updater(
            lambda dot: dot.move_to(position_at(usual.curve, seen.get_value()))
        )
        for curve in self.curves:
            curve.remove(curve.marker)
        others = [index for index in range(len(MOMENTA)) if index != USUAL]
        with self.beat(
            f"{MOMENTA[USUAL]:g} settles",
            f"Beta {MOMENTA[USUAL]:g} crosses at {run.crossing}, "
            f"overshoots by {100 * overshoot:.1f} percent, and settles.",
        ) as beat:
            self.play(
                *(self._fade(index) for index in others),
                *(mark.dimmed() for mark in self.marks),
                # One step at a time: the dots at the end leave, and the clock begins again with the new one.
                FadeOut(
                    self.step,
                    *(curve.marker for curve in self.curves),
                    rate_func=squish_rate_func(smooth, 0, 0.5),
                ),
                FadeIn(step.update(), dot.update(), rate_func=squish_rate_func(smooth, 0.5, 1)),
                run_time=0.5,
            )
            # Whole again: their parts were faded one by one.
            self.add(area, *self.curves, self.names.ties, self.names, *self.marks, dot)
            self.play(ApplyMethod(seen.set_value, run.crossing), rate_func=linear, run_time=1.2)
            beat.until("at")
            self.play(FadeIn(crossing), run_time=style.QUICK)
            beat.until("overshoots")
            self.play(ApplyMethod(seen.set_value, run.peak), rate_func=linear, run_time=0.7)
            enlarged = FadeIn(lens, target_position=past.ring, scale=past.ring.width / lens.width)
            tied = FadeIn(ties, rate_func=squish_rate_func(smooth, 0.6, 1))
            self.play(tied, FadeIn(past.ring), enlarged, FadeIn(past.words), run_time=0.6)
            self.add(dot)
            beat.until("percent")
            self.play(ApplyMethod(seen.set_value, SHOWN_STEPS), rate_func=linear, run_time=1.4)

    def _fill_past(self, area: VMobject, crossing: int, seen: float) -> None:
        """Fill what lies between the minimum and the usual β's curve beyond it, up to a step."""
        steps = np.append(np.arange(crossing, seen), max(seen, crossing))
        beyond = np.interp(steps, np.arange(SHOWN_STEPS + 1), self.positions[:, USUAL])
        top, foot = self.plot.to_screen(steps, beyond), self.plot.to_screen(steps, np.zeros_like(steps))
        area.set_points_as_corners([*top, *foot[::-1], top[0]])

    def _fade(self, index: int) -> Animation:
        """Return the animation that fades a curve, its name and the line between the two."""
        parts: tuple[Any, ...] = (self.curves[index].line, self.names[index], self.names.ties[index])
        return AnimationGroup(*(part.animate.fade(1 - style.FADED) for part in parts))

    def come_home(self) -> None:
        """Compare the steps until each is home."""
        colors = (*COLORS, style.LONG_MEMORY)
        above = (BAR_LEFT, STEPS_ROWS[-1] + STEPS_ABOVE, 0)
        heading = words_on_line("steps home", above, color=style.MUTED_INK)
        names = VGroup(map(name_of, (*MOMENTA, LONGER_STILL), colors))
        for name, height in zip(names, STEPS_ROWS, strict=True):
            name.move_to((style.SAFE_LEFT, height, 0), aligned_edge=LEFT)
        rows = [
            CountingBar(
                (BAR_LEFT, height, 0),
                color,
                unit=bar_unit(max(self.arrivals[:-1])),
                height=BAR_HEIGHT,
                strength=PALE if index >= LONG else 1.0,
            )
            for index, (height, color) in enumerate(zip(STEPS_ROWS, colors, strict=True))
        ]
        longer_zero = zero_of(rows)
        # The last row comes late: until then the others stand in the middle.
        VGroup(*rows[:-1], *names[:-1]).shift(HALF_A_ROW * UP)
        heading.shift(HALF_A_ROW * DOWN)
        zero, note = zero_of(rows[:-1]), plain_note(names[NONE])
        # Not spoken of.
        rows[SHORT].set_to(self.arrivals[SHORT]).fade(1 - style.FADED)
        # Out of the curves the names come along, and lead to their rows; the upright axis becomes the rows'.
        carried = list(self.names)
        self.names.remove(*carried)
        for name in (*carried, *names):
            # They pass over it.
            name.set_stroke(style.BACKGROUND, 12, background=True).set_z_index(1)
        upright = self.plot.axes[1]
        self.plot.axes.remove(upright)
        leaving, appearing = self.picture, squish_rate_func(smooth, 0.4, 0.8)
        usual = words("the usual choice", style.BODY_SIZE, color=style.MOMENTUM, bold=True)
        with self.beat(
            "Home",
            f"Home: plain descent at {self.arrivals[NONE]}, "
            f"{MOMENTA[USUAL]:g} at {self.arrivals[USUAL]}, and {MOMENTA[LONG]:g} at {self.arrivals[LONG]}. "
            "Here, that much memory costs almost as much as none; more costs more. "
            f"{MOMENTA[USUAL]:g} is the usual choice.",
            shown=f"With beta {MOMENTA[SHORT]:g}, home is at step {self.arrivals[SHORT]}, "
            f"with {LONGER_STILL:g} at {self.arrivals[-1]:,}.",
        ) as beat:
            self.play(
                FadeOut(*leaving, rate_func=squish_rate_func(smooth, 0, 0.5)),
                *(
                    Transform(name, place, rate_func=squish_rate_func(smooth, 0.1, 0.95))
                    for name, place in zip(carried, names, strict=False)
                ),
                ReplacementTransform(upright, zero),
                FadeIn(heading, rate_func=appearing),
                run_time=1.1,
            )
            self.remove(*carried)
            self.add(*names[:-1], rows[NONE], rows[USUAL], rows[LONG], rows[-1])
            self.play(FadeIn(note), run_time=0.3)
            beat.until(f"at {self.arrivals[NONE]}")
            self._count(rows[NONE], NONE)
            beat.until(f"{MOMENTA[USUAL]:g} at")
            self._count(rows[USUAL], USUAL)
            beat.until(f"{MOMENTA[LONG]:g} at")
            self._count(rows[LONG], LONG)
            self.play(FadeIn(rows[SHORT]), run_time=style.QUICK)
            beat.until("Here, that much")
            bar, other = rows[NONE].bar, rows[LONG].bar
            low = (other.get_right()[0], bar.get_top()[1], 0)
            almost = DashedLine(low, other.get_corner(DR), color=style.INK, stroke_width=style.THIN)
            self.play(
                Create(almost),
                *(pulse(rows[index].number) for index in (NONE, LONG)),
                run_time=style.SLOW,
            )
            beat.until("as none")
            self.play(
                ApplyMethod(VGroup(*rows[:-1], *names[:-1], note, almost).shift, HALF_A_ROW * DOWN),
                ApplyMethod(heading.shift, HALF_A_ROW * UP),
                Transform(zero, longer_zero),
                FadeIn(names[-1], rate_func=squish_rate_func(smooth, 0.5, 1)),
                run_time=0.7,
            )
            beat.until("more costs more")
            self.play(
                *outgrow(rows, self.arrivals),
                FadeOut(almost, rate_func=squish_rate_func(smooth, 0, 0.2)),
                run_time=1.5,
            )
            beat.until(f"{MOMENTA[USUAL]:g} is the usual")
            usual.next_to(rows[USUAL].number, RIGHT, buff=0.4)
            others = [
                each
                for index, row in enumerate(zip(rows, names, strict=True))
                for each in row
                if index != USUAL and each is not rows[SHORT]
            ]
            self.play(
                FadeIn(usual),
                *(each.animate.fade(1 - style.FADED) for each in (*others, note)),
                run_time=style.CALM,
            )

    def _count(self, row: CountingBar, index: int) -> None:
        """Let a row's bar grow to the steps at which its run is home."""
        self.play(row.grow_to(self.arrivals[index]), run_time=1.0)
