"""Velocity: keep part of the last step, and add the new one in full."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from math import floor
from typing import Any

import numpy as np
from manim import (
    DL,
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UP,
    Animation,
    ApplyMethod,
    BackgroundRectangle,
    Circle,
    Create,
    DashedLine,
    LaggedStart,
    Line,
    MoveToTarget,
    Rectangle,
    ReplacementTransform,
    ShowPassingFlash,
    Succession,
    Typst,
    ValueTracker,
    VGroup,
    VMobject,
    Wait,
    linear,
    rush_from,
    smooth,
    squish_rate_func,
)

from momentum_sim import RAVINE, gradient_descent, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter, Speaking
from scenes.mobjects.arrow import GrowVector, MoveVector, VectorArrow, weighted_arrow
from scenes.mobjects.arrow_lane import ArrowLane
from scenes.mobjects.arrow_sum import ArrowSum
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.loss_map import LossMap
from scenes.mobjects.odometer import Odometer
from scenes.mobjects.pulse import pulse
from scenes.mobjects.ravine_map import LEVELS
from scenes.mobjects.transitions import LARGE, large_plain_rule, momentum_rules, resting_map
from scenes.mobjects.typography import Readout, words, words_on_line
from scenes.step_terms import (
    ALMOST_NOTHING_LEFT,
    SHOWN_STEPS,
    TOGETHER,
    describe_step_three,
    describe_step_two,
    terms,
    verdict,
    wall_changes,
)

BIRTH_STEP = 5
"""The step whose velocity and push, along, are drawn where the rule is born."""

BIRTH_LEFT, BIRTH_LENGTH = -3.9, 8.6
BIRTH_ROWS = (-0.45, -1.35, -2.46)
BIRTH_WEIGHT = 1.4
"""The rules are born ``LARGE``, over arrows so many times as thick as usual."""

WINDOW_ALONG = (-0.4, 1.675)
WINDOW_ACROSS = (-1.15, 1.15)
"""The window on the ravine that is enlarged: θ₁ from where the run starts, and θ₂."""

WINDOW_WIDTH = 4.6
WINDOW_CENTRE = (style.SAFE_LEFT + WINDOW_WIDTH / 2, 0.1, 0.0)
WINDOW_BALL = 0.09
"""The ball is small there: the second step is hardly longer."""

STEP_LINE = 3.11
"""The step's number stands on the rules' baseline, over the map."""

BOTH_LANES = 2
"""The steps whose parts along are drawn as well."""

LANES_LEFT, ARROWS_LEFT, NOTES_LEFT = -1.5, 0.0, 4.15
ACROSS_LEVELS, ACROSS_REACH, ACROSS_COLUMN, ACROSS_TURN = (2.2, WINDOW_CENTRE[1]), 2.65, 1.8, 0.6
ALONG_LEVEL, ALONG_REACH, ALONG_ROW = -1.4, 3.8, 0.78
"""Where the lanes' zero lines lie, how far their longest arrow reaches, and from the terms to their sum.

Across, the zero line lies above the arrows of the first two steps, and in the middle once this lane is alone.
A push that is against what is kept stands beside it, one that is with it goes on at its tip.
"""

LABEL_DROP = 0.1
"""From the line on which arrows start or lie down to the baseline of the words beside it."""

NOTE_LEADING, SCALE_LEADING = 0.55, 0.42

LANE_WEIGHT = 2.1

LOOKING, OPENING = 0.4, 0.9
"""Seconds for which the sum stands, and in which the rules go to their place, and the window opens."""

SHORT, BALL_BEHIND = 0.5, 0.3
"""The ball steps back behind an arrow on the map that is shorter than this, and how faded it then is."""

BARS_LEFT, LONGEST_BAR = -1.7, 7.0
OWNERS_GAP = 0.25
"""From the methods' names to their bars."""
MAP_HEIGHT = 1.45
"""Where the middle of the map over the bars is."""
CARRIED_MAP, CARRIED_HEIGHT, CARRIED_NAMED = 1.05, -1.0, -1.85
"""Where it is over the velocities along, where these lie, and their names' baseline."""
CARRIED_EVERY, CARRIED_ENLARGED, CARRIED_WEIGHT = 5, 3, 1.8
"""Of how many steps one's velocity is drawn there, how many times enlarged, and how thick."""
BAR_ROWS, BAR_STEP, BAR_DROP = (-0.92, -1.98), 0.42, 0.12
SEEN, CLOSING, RUNNING = 0.4, 1.0, 2.0
"""Seconds for which the last arrows still stand, the window closes, and the rest of the run is taken."""


class Velocity(LessonScene):
    """The rules, then the arrows of the first steps one by one, then the whole run."""

    title = "Keep a velocity"
    idea = "Keep a velocity: across the ravine its parts mostly fight, along it they add up."
    parameters = (
        experiment.START_ALONG,
        experiment.START_ACROSS,
        Parameter(
            "learning_rate",
            experiment.LEARNING_RATE,
            minimum=0.05,
            maximum=0.099,
            reason="from 0.1 on plain descent diverges, and below 0.05 no first step crosses the floor",
        ),
        Parameter(
            "momentum",
            experiment.MOMENTUM,
            minimum=0.6,
            maximum=0.93,
            reason="with more the run overshoots the map, with less the velocity is soon as large as it gets",
        ),
        Parameter(
            "steps",
            experiment.STEPS,
            minimum=30,
            maximum=100,
            reason="the first five are taken one at a time, and the wobble needs the rest to die away",
        ),
    )
    start_along: float
    start_across: float
    learning_rate: float
    momentum: float
    steps: int

    def construct(self) -> None:
        """Play the beats."""
        self.run_the_experiment()
        self.lay_out_the_window()
        self.lay_out_the_lanes()
        self.change_what_a_step_is()
        self.take_step_one()
        self.take_step_two()
        self.take_step_three()
        self.let_it_run()

    def run_the_experiment(self) -> None:
        """Compute the run and the terms of its steps, and plain descent's run beside it."""
        start, alpha = (self.start_along, self.start_across), self.learning_rate
        self.descent = heavy_ball(
            RAVINE, start, learning_rate=alpha, momentum=self.momentum, steps=self.steps
        )
        self.plain = gradient_descent(RAVINE, start, learning_rate=alpha, steps=self.steps)
        self.push, self.kept = terms(self.descent)
        self.now = ValueTracker(0)

    def lay_out_the_window(self) -> None:
        """Draw the part of the map where the run starts, enlarged; both axes keep one scale."""
        along = (self.start_along + WINDOW_ALONG[0], self.start_along + WINDOW_ALONG[1])
        self.window = LossMap(RAVINE, along, WINDOW_ACROSS, LEVELS, width=WINDOW_WIDTH)
        self.window.move_to(WINDOW_CENTRE)
        self.points = self.window.to_screen(self.descent.parameters)

    def lay_out_the_lanes(self) -> None:
        """Prepare the two lanes in which a step's terms add up, across above along."""
        parts = np.abs([self.push, self.kept, self.push + self.kept])
        along_reach, across_reach = parts[:, :BOTH_LANES, 0].max(), parts[:, :SHOWN_STEPS, 1].max()
        unit = ACROSS_REACH / across_reach
        magnified = floor(ALONG_REACH / along_reach / unit)
        top = ACROSS_LEVELS[0]
        name = words_on_line("across", (LANES_LEFT, top - LABEL_DROP, 0), bold=True)
        zero = Line((name.get_right()[0] + 0.15, top, 0), (ARROWS_LEFT + ACROSS_COLUMN + 0.3, top, 0))
        zero.set_stroke(style.MUTED_INK, style.HAIRLINE)
        self.across_from = VGroup(name, zero)
        self.across = ArrowLane(
            VGroup(self.across_from),
            np.array([ARROWS_LEFT, top, 0]),
            unit=unit,
            upright=True,
            note_start=np.array([NOTES_LEFT, top - LABEL_DROP, 0]),
            note_leading=NOTE_LEADING,
            spacing=ACROSS_COLUMN,
            turn=ACROSS_TURN,
            weight=LANE_WEIGHT,
            named=True,
        )
        label_line = ALONG_LEVEL - LABEL_DROP
        scale = VGroup(
            words_on_line(
                text,
                (LANES_LEFT, label_line - line * SCALE_LEADING, 0),
                style.LABEL_SIZE,
                color=style.MUTED_INK,
            )
            for line, text in enumerate(("enlarged", f"× {magnified}"), 1)
        )
        self.along = ArrowLane(
            VGroup(words_on_line("along", (LANES_LEFT, label_line, 0), bold=True), scale),
            np.array([ARROWS_LEFT, ALONG_LEVEL, 0]),
            unit=magnified * unit,
            upright=False,
            # Each line stands at its arrows.
            note_start=np.array([NOTES_LEFT, label_line, 0]),
            note_leading=ALONG_ROW,
            spacing=ALONG_ROW,
            weight=LANE_WEIGHT,
        )
        self.lanes = [self.across, self.along]
        self.leaving, self.rings = VGroup(), VGroup()
        self.counted = ValueTracker(1)
        self.number = Readout(1, "step {:.0f}", style.HEADING_SIZE, bold=True)
        self.number.shift((style.SAFE_LEFT, STEP_LINE, 0)).follow(self.step_shown)

    def step_shown(self) -> int:
        """Return the number of the step that is taken, one at a time or, later, in the run."""
        return floor(max(self.counted.get_value() + 0.5, self.now.get_value()))

    def sums_of(self, step: int) -> tuple[ArrowSum, ArrowSum]:
        """Let the lanes take a step's −βv and −α∇L, and return their sums across and along."""
        push, kept = self.push[step - 1], self.kept[step - 1]
        self.across.origin = np.array([ARROWS_LEFT, ACROSS_LEVELS[step > 2], 0])
        return self.across.take(kept[1], push[1]), self.along.take(kept[0], push[0])

    def change_what_a_step_is(self) -> None:
        """Let the known rule's step become a velocity, whose own rule is born over a real arrow."""
        self.known = large_plain_rule()
        self.rules = momentum_rules()
        self.large = self.rules.copy()
        velocity_rule, step_rule = (rule.scale(LARGE) for rule in self.large)
        step_rule.shift(self.known[0].get_corner(DL) - step_rule[0].get_corner(DL))
        # Their arrows stand one over the other.
        velocity_rule.shift(
            step_rule.select("first").get_center() + 1.35 * UP - velocity_rule.select("first").get_center()
        )
        self.add(self.known)
        percent = f"{100 * self.momentum:g}"
        with self.beat(
            "Keep a velocity",
            f"So keep a velocity. At each step keep beta of it, here {percent} percent, "
            "and add the push, alpha times the gradient, whole.",
            shown="The rules: v ← βv + α∇L, then θ ← θ − v.",
        ) as beat:
            beat.until("keep a velocity")
            self.draw_a_velocity()
            beat.until("keep beta")
            self.keep_most_of_it(f"{percent} %", beat)
            beat.until("add the push")
            self.add_the_push(beat)
            self.wait(LOOKING)
        self.become_the_headline()

    def draw_a_velocity(self) -> None:
        """Lift α∇L out of the step, put a velocity there, and draw one: along, after the first steps."""
        velocity_rule, step_rule = self.large
        step, velocity = self.known.select("step"), step_rule.select("velocity")
        before = -float(self.descent.velocity[BIRTH_STEP - 1, 0])
        push = float(self.push[BIRTH_STEP - 1, 0])
        unit = BIRTH_LENGTH / (self.momentum * before + push)
        rows = [np.array([BIRTH_LEFT, height, 0]) for height in BIRTH_ROWS]
        kept_end = rows[1] + unit * self.momentum * before * RIGHT
        arrow = partial(weighted_arrow, weight=BIRTH_WEIGHT)
        self.last = arrow(rows[0], rows[0] + unit * before * RIGHT, style.VELOCITY)
        self.taken_over = arrow(rows[1], rows[1] + unit * before * RIGHT, style.VELOCITY, dashed=True)
        self.rest = (rows[1], kept_end)
        self.added = arrow(kept_end, kept_end + unit * push * RIGHT, style.GRADIENT)
        self.new = arrow(rows[2], rows[2] + BIRTH_LENGTH * RIGHT, style.VELOCITY)
        self.birth = VGroup(self.last, beside(self.last, "last $vel$"))
        self.play(
            ReplacementTransform(without(self.known, step), without(step_rule, velocity)),
            # It waits, faded, where it will be added.
            ReplacementTransform(step, velocity_rule.select("push").set_opacity(style.FADED)),
            FadeIn(velocity, rate_func=squish_rate_func(smooth, 0.4, 1)),
            FadeIn(velocity_rule.select("new"), velocity_rule.select("first"), self.birth[1]),
            GrowVector(self.last),
        )

    def keep_most_of_it(self, percent: str, beat: Speaking) -> None:
        """Lower the velocity, and let β take its tenth off."""
        kept = self.taken_over
        name = beside(kept, "$beta vel$")
        self.play(
            MoveVector(kept, kept.start, kept.end, origin=self.last),
            FadeIn(self.large[0].select("kept"), name),
            run_time=style.CALM,
        )
        lost = DashedLine(self.last.end, kept.end, dash_length=0.08)
        lost.set_stroke(style.MUTED_INK, style.THIN)
        note = words(percent, style.HEADING_SIZE, color=style.MOMENTUM, bold=True)
        note.move_to(((self.rest[0][0] + self.rest[1][0]) / 2, self.rest[0][1] + 0.43, 0))
        self.birth.add(kept, name, lost, note)
        beat.until("here")
        self.play(FadeIn(lost, note), MoveVector(kept, *self.rest), run_time=style.CALM)

    def add_the_push(self, beat: Speaking) -> None:
        """Add the push to it, draw what both come to, and say that it was added whole."""
        rule = self.large[0]
        push = rule.select("push")
        (plus,) = without(rule, *(rule.select(part) for part in ("new", "first", "kept", "push")))
        name = words("push $alpha grad$", color=style.GRADIENT, bold=True)
        name.next_to(self.added, DOWN, buff=0.24)
        joint = DashedLine(self.added.end, self.new.end, dash_length=0.08)
        joint.set_stroke(style.MUTED_INK, style.THIN)
        whole = Line(name.get_corner(DL), name.get_corner(DR)).shift(0.1 * DOWN)
        self.play(
            push.animate.set_opacity(1), FadeIn(plus, name), GrowVector(self.added), run_time=style.CALM
        )
        sum_name = beside(self.new, "new $vel$")
        self.birth.add(self.added, name, joint, self.new, sum_name, whole)
        beat.until("alpha")
        self.play(pulse(push, DOWN), run_time=0.5)
        self.play(GrowVector(self.new), FadeIn(joint, sum_name), run_time=0.7)
        beat.until("whole")
        self.play(Create(whole.set_stroke(style.INK, style.THIN)), run_time=0.3)

    def become_the_headline(self) -> None:
        """Move the rules to their place over the map, and open the window on its start."""
        pairs = zip(self.large, self.rules, ((0, 0.6), (0.3, 0.9)), strict=True)
        self.frame = Rectangle(width=self.window.width, height=self.window.height)
        self.frame.set_stroke(style.MUTED_INK, style.THIN).move_to(self.window)
        self.path = DescentPath(self.points, style.MOMENTUM, marker_radius=WINDOW_BALL)
        self.path.follow(self.now.get_value)
        self.path.marker.set_z_index(2)
        self.cross_over(
            FadeOut(self.birth, run_time=0.3),
            # The second passes under the first when that is out of its way.
            *(
                ReplacementTransform(large, rule, rate_func=squish_rate_func(smooth, *when), run_time=OPENING)
                for large, rule, when in pairs
            ),
            # When the rules are out of their way.
            Succession(
                Wait(0.5 * OPENING),
                FadeIn(VGroup(self.window, self.frame, self.path), scale=0.9, run_time=0.4 * OPENING),
            ),
            FadeIn(
                self.number,
                *(lane.frame for lane in self.lanes),
                rate_func=squish_rate_func(smooth, 0.65, 1),
                run_time=OPENING,
            ),
        )

    def take_step_one(self) -> None:
        """Take the step that has no velocity to keep: plain descent takes the same."""
        with self.beat(
            "Step one",
            "Step one is plain descent's. There is no velocity yet to keep.",
        ) as beat:
            self.sums_of(1)
            self.push_in(seconds=0.5)
            self.play(*self.adding_up(), run_time=0.5)
            self.move_on_the_map(1, seconds=1.0)
            self.point_out_plain_descent()
            beat.until("no velocity")
            self.play(FadeIn(self.compare(1, "nothing kept")), run_time=style.QUICK)

    def point_out_plain_descent(self) -> None:
        """Ring where plain descent lands, too."""
        landing = self.window.to_screen(self.plain.parameters[1])
        ring = Circle(radius=0.22, stroke_color=style.PLAIN_DESCENT, stroke_width=5).move_to(landing)
        note = words(r"plain descent \ lands here too", style.LABEL_SIZE, color=style.PLAIN_DESCENT)
        note.next_to(ring, RIGHT, buff=0.12)
        ground = BackgroundRectangle(note, color=style.BACKGROUND, fill_opacity=0.8, buff=0.06)
        self.landing = VGroup(ring, ground, note)
        self.play(FadeIn(self.landing), run_time=style.QUICK)

    def take_step_two(self) -> None:
        """Add two arrows up, first across, then along."""
        with self.beat("Step two", describe_step_two(self.descent)) as beat:
            share = words(f"{100 * self.momentum:g} %", color=style.MOMENTUM, bold=True)
            self.begin_step(2, share=share)
            beat.until("arrows")
            self.push_in()
            heading, rest = verdict(self.descent, 2)
            beat.until("Across")
            self.light(self.across, FadeOut(self.landing))
            beat.until("is")
            second = self.across.note(heading, 2)
            self.play(*self.across.adding_up(), FadeIn(second), run_time=1.2)
            beat.until(rest.split()[0] if rest in describe_step_two(self.descent) else "kept:")
            self.play(FadeIn(self.across.note_on(rest)), *self.ringed(2), run_time=style.QUICK)
            beat.until("Along")
            heading, rest = TOGETHER
            self.light(self.along)
            together = self.along.note(heading)
            self.play(FadeIn(together), run_time=0.3)
            longer = self.along.note_on(rest)
            self.play(*self.along.adding_up(), FadeIn(longer), run_time=0.5)
            self.move_on_the_map(2)
            self.keep_saying(second)

    def take_step_three(self) -> None:
        """Look, across alone, at what the next step does, and the two after it."""
        with self.beat("Step three", describe_step_three(self.descent)) as beat:
            self.lanes.remove(self.along)
            self.begin_step(3, FadeOut(*self.along.everything(), run_time=0.3))
            beat.until("they")
            self.push_in(FadeIn(self.compare(3, verdict(self.descent, 3)[0])), seconds=0.6)
            self.move_on_the_map(3, *self.adding_up(), *self.ringed(3), seconds=0.8)
            beat.until("first")
            for step in range(4, SHOWN_STEPS + 1):
                self.begin_step(step, seconds=0.5)
                self.push_in(FadeIn(self.compare(step, verdict(self.descent, step)[0])), seconds=0.4)
                self.move_on_the_map(step, *self.adding_up(), *self.ringed(step), seconds=0.5)

    def compare(self, step: int, says: str) -> VGroup:
        """Return how the two compare across in a step; it stays while the next ones are taken."""
        note = self.across.note(says, step)
        self.keep_saying(note)
        return note

    def keep_saying(self, note: VGroup) -> None:
        """Let what is said of a step stand, faded as soon as the next one is taken."""
        self.across.keep_saying(note)
        self.add(note)
        self.compared = note

    def ringed(self, step: int) -> list[Animation]:
        """Draw a ring around the sum across, where almost nothing is left of it."""
        if verdict(self.descent, step)[1] != ALMOST_NOTHING_LEFT:
            return []
        ring = self.across.ring()
        self.rings.add(ring)
        return [FadeIn(ring, scale=1.5)]

    def begin_step(
        self,
        step: int,
        *others: Animation,
        seconds: float = 0.8,
        share: Typst | None = None,
    ) -> None:
        """Let what is kept come out of the last step's sums, whole, and then lose its tenth."""
        totals = [lane.sum.total for lane in self.lanes]
        terms_before = [part for lane in self.lanes for part in lane.sum if part is not lane.sum.total]
        self.across.said.remove(*self.rings)
        said = [lane.said for lane in self.lanes if lane.said]
        leaving = FadeOut(*terms_before, *said, *self.leaving, run_time=0.3)
        over = ApplyMethod(self.compared.set_opacity, style.FADED, run_time=0.3)
        self.sums_of(step)
        # What was the sum becomes dashed where it stands, and only then moves; its ring stays around it.
        turned = 0.4
        late = {"rate_func": squish_rate_func(smooth, turned, 1), "run_time": seconds}
        kept = [(lane.sum.kept, lane.sum.kept.start, lane.sum.kept.end) for lane in self.lanes]
        for (arrow, start, _), total in zip(kept, totals, strict=True):
            arrow.put(start, start + total.end - total.start)
        coming = [lane.sum.come(total, **late) for lane, total in zip(self.lanes, totals, strict=True)]
        lower = self.across.origin - self.across_from[1].get_center()
        coming += [ApplyMethod(self.across_from.shift, lower * UP, **late)]
        coming += [
            ApplyMethod(ring.move_to, self.across.sum.kept.get_center(), **late) for ring in self.rings
        ]
        self.leaving, self.rings = VGroup(*self.rings), VGroup()
        arrived = squish_rate_func(smooth, 0.6, 1)
        name = FadeIn(self.across.name("kept"), rate_func=arrived, run_time=seconds)
        count = ApplyMethod(self.counted.set_value, step, run_time=0.3)
        gone = FadeOut(*totals, run_time=turned * seconds)
        self.play(leaving, count, over, *coming, name, gone, *others)
        lessening: list[Animation] = [MoveVector(*each) for each in kept]
        if share:
            self.across.said.add(share.next_to(self.across.said, DOWN, buff=0.16))
            lessening.append(FadeIn(share))
        self.play(*lessening, run_time=seconds / 2)

    def push_in(self, *notes: Animation, seconds: float = style.CALM) -> None:
        """Add the push to what is kept."""
        pushes = [growing for lane in self.lanes for growing in lane.pushing()]
        self.play(*pushes, *notes, run_time=seconds)

    def adding_up(self) -> list[Animation]:
        """Return the animations that draw what both come to."""
        return [growing for lane in self.lanes for growing in lane.adding_up()]

    def light(self, lane: ArrowLane, *others: Animation) -> None:
        """Fade the other lane, and bring this one back."""
        self.play(
            *(each.shine(1.0 if each is lane else style.FADED) for each in self.lanes),
            *others,
            run_time=style.QUICK,
        )

    def move_on_the_map(self, step: int, *others: Animation, seconds: float = 0.9) -> None:
        """Draw a step on the map, and go there; both lanes are lit again."""
        arrow = VectorArrow(self.points[step - 1], self.points[step], style.VELOCITY)
        faded = [lane for lane in self.lanes if lane.strength < 1]
        ball, short = self.path.marker, np.linalg.norm(arrow.end - arrow.start) < SHORT
        growing: list[Animation] = [GrowVector(arrow.set_z_index(3 if short else 1))]
        if short:
            growing.append(ApplyMethod(ball.set_opacity, BALL_BEHIND, rate_func=rush_from))
        self.play(*growing, *others, *(lane.shine(1.0) for lane in faded), run_time=seconds / 2)
        self.leaving.add(arrow.set_z_index(1))
        forward = [ApplyMethod(ball.set_opacity, 1)] if short else []
        self.play(self.now.animate.set_value(step), *forward, run_time=seconds / 2)

    def let_it_run(self) -> None:
        """Take the rest of the steps on the whole map, and compare the odometers with plain descent's."""
        (along, across), (plain_along, plain_across) = (
            run.distance_walked for run in (self.descent, self.plain)
        )
        walls, plain_walls = (wall_changes(run)[-1] for run in (self.descent, self.plain))
        with self.beat(
            "Fifty steps",
            f"After {self.steps} steps it has walked {across:.1f} across instead of {plain_across:.1f}, "
            f"{along:.1f} along instead of {plain_along:.1f}. It still wobbles, less and less, "
            "but its velocity has carried it along.",
            shown=f"Changes of wall: {walls} instead of {plain_walls}.",
        ) as beat:
            self.lay_out_the_odometers()
            self.wait(SEEN)
            self.close_the_window()
            self.run_on()
            beat.until("instead")
            self.draw_bar(self.across_rows[2], plain_across)
            beat.until(f"{along:.1f}")
            name, ours, plains = self.along_rows
            self.draw_bar(ours, along, FadeIn(name), ApplyMethod(self.across_rows.set_opacity, style.FADED))
            beat.until("instead")
            self.draw_bar(plains, plain_along)
            beat.until("It still")
            self.play(
                FadeOut(self.across_rows, self.along_rows),
                VGroup(self.ravine, self.path).animate.shift((CARRIED_MAP - MAP_HEIGHT) * UP),
                run_time=0.6,
            )
            beat.until("wobbles")
            wobble = self.path.line.copy().set_stroke(style.INK, 2 * style.PATH_WIDTH)
            self.play(ShowPassingFlash(wobble, time_width=0.3, run_time=1.4))
            beat.until("velocity")
            left, right = (edge[0] for edge in (self.ravine.get_left(), self.ravine.get_right()))
            name = words_on_line("$vel$ along", (left, CARRIED_NAMED, 0), style.HEADING_SIZE, bold=True)
            scale = words_on_line(
                f"enlarged × {CARRIED_ENLARGED}", (0, CARRIED_NAMED, 0), color=style.MUTED_INK
            ).set_x(right, RIGHT)
            carried = map(GrowVector, self.velocities_along())
            self.play(
                FadeIn(name, scale, run_time=style.QUICK),
                LaggedStart(*carried, lag_ratio=0.4, run_time=1.15),
            )
        leaving = [mobject for mobject in self.picture if mobject not in self.rules.submobjects]
        self.cross_over(FadeOut(*leaving), run_time=0.5)

    def run_on(self) -> None:
        """Take the rest of the steps at one pace; all that tells of the run tells of the same moment."""
        self.play(
            ApplyMethod(self.now.set_value, self.steps, rate_func=linear, run_time=RUNNING),
            FadeOut(self.closing, run_time=0.4),
        )
        for mobject in (self.path, self.across_rows[1][1]):
            mobject.clear_updaters()
        # So that the star is seen on it.
        self.play(ApplyMethod(self.path.marker.set_fill, style.MOMENTUM), run_time=0.3)

    def walked_across(self) -> float:
        """Return how far it has walked across by now."""
        walked = self.descent.odometer[:, 1]
        return float(np.interp(self.now.get_value(), np.arange(len(walked)), walked))

    def draw_bar(self, row: Iterable[Any], number: float, *others: Animation) -> None:
        """Draw a method's bar, and only then its number: at no time does it read what is not so."""
        name, odometer = row
        odometer.set_to(number)
        self.play(FadeIn(name), Create(odometer.bar), *others, run_time=style.CALM)
        self.play(FadeIn(odometer.number), run_time=0.3)

    def velocities_along(self) -> list[VectorArrow]:
        """Return one velocity along of every few steps, enlarged, under the point that it starts from."""
        chosen = slice(0, self.steps, CARRIED_EVERY)
        starts = self.ravine.to_screen(self.descent.parameters)[chosen]
        starts[:, 1] = CARRIED_HEIGHT
        moves = -CARRIED_ENLARGED * self.ravine.unit * self.descent.velocity[1:, :1][chosen] * RIGHT
        return [
            weighted_arrow(start, start + move, style.VELOCITY, CARRIED_WEIGHT)
            for start, move in zip(starts, moves, strict=True)
        ]

    def close_the_window(self) -> None:
        """Shrink the window, and the path in it, back to its place on the map."""
        self.path.clear_updaters()
        self.ravine = resting_map().set_y(MAP_HEIGHT)
        points = self.ravine.to_screen(self.descent.parameters)
        path = DescentPath(points, style.MOMENTUM, step=SHOWN_STEPS)
        # The map is added later than the window and what is in it, but belongs behind them.
        self.closing = VGroup(self.window, self.frame).set_z_index(1)
        self.leaving.set_z_index(3)
        for each in (self.path, path):
            each.set_z_index(2)
            each.marker.set_z_index(4)
        corners = np.stack([self.window.horizontal, self.window.vertical], axis=-1)
        place = self.ravine.to_screen(corners).mean(axis=0)
        scale = self.ravine.unit / self.window.unit
        closed: VGroup = self.closing.generate_target()
        closed.move_to(place).scale(scale)
        self.play(
            FadeOut(*self.across.everything(), *self.leaving, run_time=0.3),
            FadeIn(self.ravine, run_time=CLOSING),
            MoveToTarget(self.closing, run_time=CLOSING),
            ReplacementTransform(self.path, path, run_time=CLOSING),
            # When the lanes are gone, and the map is almost there.
            FadeIn(
                *self.across_rows[:2],
                rate_func=squish_rate_func(smooth, 0.7, 1),
                run_time=CLOSING,
            ),
        )
        self.path = path
        self.path.follow(self.now.get_value)
        self.add(self.path)

    def lay_out_the_odometers(self) -> None:
        """Lay out what both methods walk across and along."""
        runs = (
            (self.descent, "momentum", style.MOMENTUM),
            (self.plain, "plain descent", style.PLAIN_DESCENT),
        )
        unit = LONGEST_BAR / max(run.odometer[-1].max() for run, *_ in runs)
        tables = []
        for direction, height in zip(("across", "along"), BAR_ROWS, strict=True):
            first, second = (height - row * BAR_STEP for row in range(2))
            middle = (style.SAFE_LEFT, (first + second) / 2 - BAR_DROP, 0)
            table = VGroup(words_on_line(f"walked *{direction}*", middle))
            for line, (_, owner, color) in zip((first, second), runs, strict=True):
                called = words_on_line(owner, (0, line - BAR_DROP, 0), color=color)
                called.set_x(BARS_LEFT - OWNERS_GAP, RIGHT)
                table.add(VGroup(called, Odometer(np.array((BARS_LEFT, line, 0)), color, unit=unit)))
            tables.append(table)
        self.across_rows, self.along_rows = tables
        self.across_rows[1][1].set_to(self.walked_across()).follow(self.walked_across)


def without(formula: VMobject, *parts: VMobject) -> VGroup:
    """Return the glyphs of a formula that are not of some of its parts."""
    taken = {glyph for part in parts for glyph in part.submobjects}
    return VGroup(*(glyph for glyph in formula.submobjects if glyph not in taken))


def beside(arrow: VectorArrow, name: str) -> Typst:
    """Return a name to stand left of an arrow."""
    return words(name, style.HEADING_SIZE).next_to(arrow.start, LEFT, buff=0.3)
