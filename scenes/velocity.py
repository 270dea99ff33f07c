"""Velocity: keep part of the last step, and add the new one in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from math import floor

import numpy as np
from manim import (
    DL,
    DOWN,
    LEFT,
    PI,
    RIGHT,
    UP,
    Animation,
    ApplyMethod,
    BackgroundRectangle,
    Circle,
    Create,
    DashedLine,
    Line,
    MoveToTarget,
    Rectangle,
    ReplacementTransform,
    Restore,
    ShowPassingFlash,
    Succession,
    Typst,
    UpdateFromAlphaFunc,
    ValueTracker,
    VGroup,
    VMobject,
    Wait,
    linear,
    smooth,
    squish_rate_func,
)

from momentum_sim import RAVINE, Array, gradient_descent, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter, Speaking
from scenes.mobjects.arrow import TIP_LENGTH, GrowVector, MoveVector, VectorArrow
from scenes.mobjects.arrow_lane import ArrowLane
from scenes.mobjects.arrow_sum import ArrowSum
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.loss_map import LossMap
from scenes.mobjects.odometer import Odometer
from scenes.mobjects.ravine_map import LEVELS, RavineMap
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
BIRTH_ROWS = (-0.45, -1.35, -2.3)
BIRTH_WEIGHT = 1.4
"""The rules are born ``LARGE``, over arrows so many times as thick as usual."""

WINDOW_ALONG = (-0.25, 1.2)
WINDOW_ACROSS = (-1.2, 1.2)
"""The window on the ravine that is enlarged: θ₁ from where the run starts, and θ₂."""

WINDOW_WIDTH = 2.95
WINDOW_CENTRE = (style.SAFE_LEFT + WINDOW_WIDTH / 2, 0.04, 0.0)

LANES_LEFT, ARROWS_LEFT, NOTES_LEFT = -2.8, -1.15, 2.8
STEP_LINE, NOTE_LINE = 1.98, 2.64
ACROSS_LEVEL, ACROSS_REACH, ACROSS_COLUMN = 0.72, 1.85, 1.55
ALONG_LEVEL, ALONG_REACH, ALONG_ROW = -1.75, 5.5, 0.6
"""Where the lanes' zero lines lie, how far their longest arrow reaches, and from an arrow to the next."""

ALONG_NOTE_LINE = -1.22
"""The baseline of what is said of the arrows along, over their tips."""

LANE_WEIGHT = 1.8

BARS_LEFT, LONGEST_BAR = -4.7, 6.6
OWNERS_LEFT = BARS_LEFT + LONGEST_BAR + 1.3
"""Where the methods' names stand, right of the longest bar and its number."""
MAP_WIDTH, MAP_HEIGHT = -style.SAFE_LEFT - BARS_LEFT, 1.64
"""Of the map over the bars, which begins and ends with them, and where its middle is."""
BARS_NAME_LINE = 0.13
BAR_ROWS, BAR_STEP = (-0.21, -1.09), 0.38
WALLS_LINE = BAR_ROWS[1] - BAR_STEP / 2 + (BAR_ROWS[1] - BAR_ROWS[0]) - 0.12
WALLS_LEFT, PLAIN_WALLS_LEFT = -3.55, -1.5
RUN_TIME = 3.4
"""Seconds in which the rest of the run is taken."""


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
        shown = [term[:SHOWN_STEPS] for term in (self.push, self.kept, self.push + self.kept)]
        along_reach, across_reach = np.abs(shown).max(axis=(0, 1))
        unit = ACROSS_REACH / across_reach
        magnified = floor(ALONG_REACH / along_reach / unit)
        zero = Line(
            (ARROWS_LEFT - 0.3, ACROSS_LEVEL, 0),
            (ARROWS_LEFT + 2 * ACROSS_COLUMN + 0.3, ACROSS_LEVEL, 0),
        )
        self.across = ArrowLane(
            VGroup(
                words_on_line("across", (LANES_LEFT, ACROSS_LEVEL - 0.1, 0), bold=True),
                zero.set_stroke(style.MUTED_INK, style.HAIRLINE),
            ),
            np.array([ARROWS_LEFT, ACROSS_LEVEL, 0]),
            unit=unit,
            upright=True,
            note_start=np.array([NOTES_LEFT, ACROSS_LEVEL - 0.1, 0]),
            spacing=ACROSS_COLUMN,
            weight=LANE_WEIGHT,
        )
        scale = words_on_line(
            f"drawn × {magnified}",
            (LANES_LEFT, ALONG_LEVEL - ALONG_ROW + 0.05, 0),
            style.LABEL_SIZE,
            color=style.MUTED_INK,
        )
        self.along = ArrowLane(
            VGroup(words_on_line("along", (LANES_LEFT, ALONG_LEVEL - 0.1, 0), bold=True), scale),
            np.array([ARROWS_LEFT, ALONG_LEVEL, 0]),
            unit=magnified * unit,
            upright=False,
            note_start=np.array([NOTES_LEFT, ALONG_NOTE_LINE, 0]),
            spacing=ALONG_ROW,
            weight=LANE_WEIGHT,
        )
        self.lanes = (self.across, self.along)
        self.leaving = VGroup()
        self.counted = ValueTracker(1)
        self.number = Readout(1, "step {:.0f}", style.HEADING_SIZE, bold=True)
        self.number.shift((LANES_LEFT, STEP_LINE, 0)).follow(lambda: floor(self.counted.get_value() + 0.5))

    def sums_of(self, step: int) -> tuple[ArrowSum, ArrowSum]:
        """Let the lanes take a step's −βv and −α∇L, and return their sums across and along."""
        push, kept = self.push[step - 1], self.kept[step - 1]
        return self.across.take(kept[1], push[1]), self.along.take(kept[0], push[0])

    def change_what_a_step_is(self) -> None:
        """Let the known rule's step become a velocity, whose own rule is born over a real arrow."""
        self.known, self.ravine = large_plain_rule(), resting_map()
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
            beat.until_said()
            self.become_the_headline()

    def draw_a_velocity(self) -> None:
        """Replace the step by a velocity, and draw one: along, after the first steps of the run."""
        velocity_rule, step_rule = self.large
        step, velocity = self.known.select("step"), step_rule.select("velocity")
        before = -float(self.descent.velocity[BIRTH_STEP - 1, 0])
        push = float(self.push[BIRTH_STEP - 1, 0])
        unit = BIRTH_LENGTH / (self.momentum * before + push)
        rows = [np.array([BIRTH_LEFT, height, 0]) for height in BIRTH_ROWS]
        kept_end = rows[1] + unit * self.momentum * before * RIGHT
        arrow = partial(VectorArrow, width=BIRTH_WEIGHT * style.ARROW_WIDTH, tip=BIRTH_WEIGHT * TIP_LENGTH)
        self.last = arrow(rows[0], rows[0] + unit * before * RIGHT, style.VELOCITY)
        self.taken_over = arrow(rows[1], rows[1] + unit * before * RIGHT, style.VELOCITY, dashed=True)
        self.rest = (rows[1], kept_end)
        self.added = arrow(kept_end, kept_end + unit * push * RIGHT, style.GRADIENT)
        self.new = arrow(rows[2], rows[2] + BIRTH_LENGTH * RIGHT, style.VELOCITY)
        self.birth = VGroup(self.last, beside(self.last, "last $vel$"))
        self.play(
            ReplacementTransform(without(self.known, step), without(step_rule, velocity)),
            FadeOut(step, run_time=style.QUICK),
            FadeIn(velocity, rate_func=squish_rate_func(smooth, 0.3, 1)),
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
        line = self.added.end + 0.15 * LEFT + 0.52 * DOWN
        which, note, whole = (
            words_on_line(text, line, color=style.GRADIENT, bold=True)
            for text in ("$alpha grad$", "push", "whole")
        )
        which.set_x(line[0], RIGHT)
        for each, after in ((note, which), (whole, note)):
            each.set_x(after.get_left()[0] - 0.14, RIGHT)
        joint = DashedLine(self.added.end, self.new.end, dash_length=0.08)
        joint.set_stroke(style.MUTED_INK, style.THIN)
        self.play(FadeIn(plus, push, note), GrowVector(self.added), run_time=1.0)
        self.birth.add(self.added, note, which, whole, joint, self.new, beside(self.new, "new $vel$"))
        beat.until("alpha")
        self.play(FadeIn(which), run_time=style.QUICK)
        self.play(GrowVector(self.new), FadeIn(joint, self.birth[-1]), run_time=style.CALM)
        beat.until("whole")
        self.play(FadeIn(whole), run_time=style.QUICK)

    def become_the_headline(self) -> None:
        """Move the rules to their place over the map."""
        pairs = zip(self.large, self.rules, (0, PI / 2), strict=True)
        self.play(
            FadeOut(self.birth, run_time=0.3),
            # The second passes to the right of the first.
            *(ReplacementTransform(large, rule, path_arc=arc, run_time=0.7) for large, rule, arc in pairs),
            # Later, when the rules are out of its way.
            FadeIn(self.ravine, run_time=0.7, rate_func=squish_rate_func(smooth, 0.45, 1)),
        )

    def note_under(self, part: str, text: str) -> Typst:
        """Return a note to stand under a part of the rule for v."""
        place = self.rules[0].select(part).get_x() * RIGHT + NOTE_LINE * UP
        return words_on_line(text, place, style.LABEL_SIZE).match_x(self.rules[0].select(part))

    def open_the_window(self) -> None:
        """Enlarge the part of the map where the run starts."""
        corners = np.stack([self.window.horizontal, self.window.vertical], axis=-1)
        place = self.ravine.to_screen(corners).mean(axis=0)
        self.frame = Rectangle(width=self.window.width, height=self.window.height)
        self.frame.set_stroke(style.MUTED_INK, style.THIN)
        opening = VGroup(self.window, self.frame.move_to(self.window))
        opening.save_state()
        opening.scale(self.ravine.unit / self.window.unit).move_to(place)
        self.path = DescentPath(self.points, style.MOMENTUM).follow(self.now.get_value)
        self.path.marker.set_z_index(2)
        self.play(Create(self.frame), run_time=0.3)
        self.add(self.window, self.frame)
        self.play(
            Restore(opening, run_time=1.0),
            FadeOut(self.ravine, run_time=0.6),
            Succession(Wait(0.6), FadeIn(self.number, *(lane.frame for lane in self.lanes), run_time=0.4)),
            Succession(Wait(0.8), FadeIn(self.path, scale=0.6, run_time=0.3)),
        )

    def take_step_one(self) -> None:
        """Take the step that has no velocity to keep: plain descent takes the same."""
        with self.beat(
            "Step one",
            "Step one is plain descent's. There is no velocity yet to keep.",
        ) as beat:
            self.open_the_window()
            self.sums_of(1)
            self.push_in(self.lanes, named=self.lanes, seconds=0.4)
            self.add_up(self.lanes, named=self.lanes, seconds=0.4)
            self.move_on_the_map(1, seconds=0.7)
            self.point_out_plain_descent()
            nothing_yet = self.note_under("kept", "nothing yet")
            beat.until("yet")
            self.play(FadeIn(nothing_yet, shift=0.1 * UP), run_time=style.QUICK)
            self.leaving.add(nothing_yet)

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
            self.begin_step(2, named=self.lanes)
            beat.until("arrows")
            self.push_in(self.lanes, named=self.lanes)
            heading, rest = verdict(self.descent, 2)
            beat.until("Across")
            self.light(self.across, FadeOut(self.landing))
            beat.until("is")
            self.add_up([self.across], FadeIn(self.across.note(heading)), named=self.lanes, seconds=1.2)
            beat.until(rest.split()[0] if rest in describe_step_two(self.descent) else "kept:")
            pointed_out = [FadeIn(self.across.ring(), scale=1.5)] if rest == ALMOST_NOTHING_LEFT else []
            self.play(FadeIn(self.across.note_on(rest)), *pointed_out, run_time=style.QUICK)
            beat.until("Along")
            self.light(self.along)
            heading, rest = TOGETHER
            self.play(FadeIn(self.along.note(heading)), run_time=style.QUICK)
            self.add_up([self.along], FadeIn(self.along.note_on(rest)), named=self.lanes, seconds=0.6)
            self.move_on_the_map(2, seconds=0.8)

    def take_step_three(self) -> None:
        """Look at what the next step does across, and at the two steps after it."""
        with self.beat("Step three", describe_step_three(self.descent)) as beat:
            # The arrows along need their names no more, and the note needs the room.
            self.begin_step(3, named=[self.across])
            self.push_in(self.lanes, named=[self.across], seconds=0.5)
            both = {self.across: verdict(self.descent, 3), self.along: TOGETHER}
            notes = [FadeIn(lane.note(says), lane.note_on(rest)) for lane, (says, rest) in both.items()]
            self.add_up(self.lanes, *notes, named=[self.across], seconds=0.5)
            self.move_on_the_map(3, seconds=0.8)
            for step, said in ((4, "one step"), (5, "next")):
                if said in describe_step_three(self.descent):
                    beat.until(said)
                self.begin_step(step, seconds=0.6)
                heading, rest = verdict(self.descent, step)
                self.push_in(self.lanes, seconds=0.3)
                note = FadeIn(self.across.note(heading), self.across.note_on(rest))
                self.add_up(self.lanes, note, seconds=0.3)
                self.move_on_the_map(step, seconds=0.5)

    def begin_step(self, step: int, *, seconds: float = 0.8, named: Iterable[ArrowLane] = ()) -> None:
        """Let what is kept come out of the last step's sums."""
        totals = [lane.sum.total for lane in self.lanes]
        others = [part for lane in self.lanes for part in lane.sum if part is not lane.sum.total]
        said = [lane.said for lane in self.lanes if lane.said]
        leaving, self.leaving = FadeOut(*others, *said, *self.leaving, run_time=0.3), VGroup()
        # What was the sum becomes dashed where it stands, and only then moves.
        turned = 0.4
        late = {"rate_func": squish_rate_func(smooth, turned, 1), "run_time": seconds}
        coming = [now.come(total, **late) for now, total in zip(self.sums_of(step), totals, strict=True)]
        arrived = squish_rate_func(smooth, 0.6, 1)
        names = [FadeIn(lane.name("kept"), rate_func=arrived, run_time=seconds) for lane in named]
        count = ApplyMethod(self.counted.set_value, step, run_time=0.3)
        self.play(leaving, count, *coming, *names, FadeOut(*totals, run_time=turned * seconds))

    def push_in(
        self,
        lanes: Iterable[ArrowLane],
        *,
        named: Sequence[ArrowLane] = (),
        seconds: float = style.CALM,
    ) -> None:
        """Add the push to what is kept."""
        self.play(
            *(growing for lane in lanes for growing in lane.pushing(named=lane in named)), run_time=seconds
        )

    def add_up(
        self,
        lanes: Iterable[ArrowLane],
        *notes: Animation,
        named: Sequence[ArrowLane] = (),
        seconds: float = style.CALM,
    ) -> None:
        """Draw what both come to, and say what that is."""
        sums = [growing for lane in lanes for growing in lane.adding_up(named=lane in named)]
        self.play(*sums, *notes, run_time=seconds)

    def light(self, lane: ArrowLane, *others: Animation) -> None:
        """Fade the other lane, and bring this one back."""
        self.play(
            *(each.shine(1.0 if each is lane else style.FADED) for each in self.lanes),
            *others,
            run_time=style.QUICK,
        )

    def move_on_the_map(self, step: int, *, seconds: float = 1.0) -> None:
        """Draw a step on the map, and go there; both lanes are lit again."""
        arrow = VectorArrow(self.points[step - 1], self.points[step], style.VELOCITY).set_z_index(1)
        faded = [lane for lane in self.lanes if lane.strength < 1]
        self.play(GrowVector(arrow), *(lane.shine(1.0) for lane in faded), run_time=seconds / 2)
        self.leaving.add(arrow)
        self.play(self.now.animate.set_value(step), run_time=seconds / 2)

    def let_it_run(self) -> None:
        """Take the rest of the steps on the whole map, and compare the odometers with plain descent's."""
        (along, across), (plain_along_walked, plain_across) = (
            run.distance_walked for run in (self.descent, self.plain)
        )
        self.walls = wall_changes(self.descent)
        plain_walls = int(wall_changes(self.plain)[-1])
        with self.beat(
            "Fifty steps",
            f"After {self.steps} steps it has walked {across:.1f} across instead of {plain_across:.1f}, "
            f"{along:.1f} along instead of {plain_along_walked:.1f}. It still wobbles, less and less, "
            "but its velocity has carried it along.",
            shown=f"Changes of wall: {self.walls[-1]} instead of {plain_walls}.",
        ) as beat:
            self.lay_out_the_odometers()
            self.close_the_window()
            self.play(self.now.animate.set_value(self.steps), rate_func=linear, run_time=RUN_TIME)
            for mobject in (self.path, *self.live):
                mobject.clear_updaters()
            beat.until(f"{along:.1f}")
            name, momentum_along, plain_along = self.along_rows
            self.play(
                *(part.animate.set_opacity(style.FADED) for part in self.across_rows),
                FadeIn(name, momentum_along),
                run_time=style.QUICK,
            )
            self.read_off(momentum_along, along)
            beat.until("instead")
            self.play(FadeIn(plain_along), run_time=0.2)
            self.read_off(plain_along, plain_along_walked)
            beat.until("wobbles")
            wobble = self.path.line.copy().set_stroke(style.INK, 2 * style.PATH_WIDTH)
            self.play(ShowPassingFlash(wobble, time_width=0.3, run_time=1.4))
            self.play(
                *(part.animate.set_opacity(1) for part in self.across_rows),
                FadeIn(self.changes_of_wall(plain_walls)),
                run_time=style.QUICK,
            )
            beat.until("carried")
            self.play(GrowVector(self.carried_along()), run_time=style.CALM)
        leaving = [mobject for mobject in self.picture if mobject not in self.rules.submobjects]
        self.cross_over(FadeOut(*leaving), run_time=0.6)

    def steps_taken(self) -> int:
        """Return the number of whole steps taken."""
        return int(self.now.get_value() + 1e-6)

    def walked_in(self, column: Array) -> float:
        """Return the value of a column of distances where the marker is, between two steps too."""
        return float(np.interp(self.now.get_value(), np.arange(len(column)), column))

    def carried_along(self) -> VectorArrow:
        """Return an arrow as long as all velocities along together."""
        ends = self.descent.parameters[[0, -1]] * [1, 0]
        start, end = self.ravine.to_screen(ends)
        return VectorArrow(start, end, style.VELOCITY, width=10, tip=0.34)

    def close_the_window(self) -> None:
        """Shrink the window, and the path in it, back to its place on the map."""
        self.path.clear_updaters()
        leaving = (part for lane in self.lanes for part in (lane.frame, lane.sum, lane.said))
        self.ravine = RavineMap(MAP_WIDTH)
        self.ravine.move_to((BARS_LEFT, MAP_HEIGHT, 0), aligned_edge=LEFT)
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
            FadeOut(*leaving, *self.leaving, self.number, run_time=0.3),
            FadeIn(self.ravine, run_time=1.2),
            MoveToTarget(self.closing, run_time=1.2),
            ReplacementTransform(self.path, path, run_time=1.2),
            # When the lanes are gone, and the map is almost there.
            FadeIn(*self.arriving, rate_func=squish_rate_func(smooth, 0.7, 1), run_time=1.2),
        )
        self.play(FadeOut(self.closing), run_time=0.3)
        self.path = path
        self.path.set_z_index(0).follow(self.now.get_value)
        self.add(self.path)

    def lay_out_the_odometers(self) -> None:
        """Lay out what both methods walk across, after the same step; along comes when it is read."""
        walked, plain = self.descent.odometer, self.plain.odometer
        unit = LONGEST_BAR / max(walked[-1].max(), plain[-1].max())
        rows = []
        for name, height in zip(("across", "along"), BAR_ROWS, strict=True):
            left = np.array([BARS_LEFT, height, 0])
            rows.append(
                (
                    words(name, bold=True).move_to((style.SAFE_LEFT, height - BAR_STEP / 2, 0), LEFT),
                    Odometer(left, style.MOMENTUM, unit=unit),
                    Odometer(left + BAR_STEP * DOWN, style.PLAIN_DESCENT, unit=unit),
                )
            )
        (across, momentum, other), self.along_rows = rows
        momentum.follow(partial(self.walked_in, walked[:, 1]))
        other.follow(partial(self.walked_in, plain[:, 1]))
        owners = VGroup(
            words_on_line(owner, (OWNERS_LEFT, BAR_ROWS[0] - row * BAR_STEP - 0.12, 0), color=color)
            for row, (owner, color) in enumerate(
                (("momentum", style.MOMENTUM), ("plain descent", style.PLAIN_DESCENT))
            )
        )
        step = Readout(SHOWN_STEPS, "walked in {:.0f} steps", style.LABEL_SIZE, color=style.MUTED_INK)
        step.shift((BARS_LEFT, BARS_NAME_LINE, 0)).follow(self.steps_taken)
        self.live = [momentum, other, step]
        for each in self.live:
            each.update()
        self.across_rows = (across, momentum, other)
        self.arriving = (*self.live, across, owners)

    def read_off(self, odometer: Odometer, distance: float) -> None:
        """Let a bar grow to a distance that has been walked."""
        growing = UpdateFromAlphaFunc(odometer, lambda bar, alpha: bar.set_to(alpha * distance))
        self.play(growing, run_time=0.6)

    def changes_of_wall(self, plain_walls: int) -> VGroup:
        """Return how often both have changed the wall, in a line under the bars."""
        return VGroup(
            words_on_line("changes of wall", (style.SAFE_LEFT, WALLS_LINE, 0), bold=True),
            words_on_line("instead of", (WALLS_LEFT + 0.65, WALLS_LINE, 0)),
            *(
                words_on_line(f"{changes}", (x, WALLS_LINE, 0), color=color, bold=True).set_x(x + 0.5, RIGHT)
                for changes, color, x in (
                    (self.walls[-1], style.MOMENTUM, WALLS_LEFT),
                    (plain_walls, style.PLAIN_DESCENT, PLAIN_WALLS_LEFT),
                )
            ),
        )


def without(formula: VMobject, *parts: VMobject) -> VGroup:
    """Return the glyphs of a formula that are not of some of its parts."""
    taken = {glyph for part in parts for glyph in part.submobjects}
    return VGroup(*(glyph for glyph in formula.submobjects if glyph not in taken))


def beside(arrow: VectorArrow, name: str) -> Typst:
    """Return a name to stand left of an arrow."""
    return words(name, style.HEADING_SIZE).next_to(arrow.start, LEFT, buff=0.3)
