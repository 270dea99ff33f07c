"""Velocity: keep part of the last step, and add the new one in full."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from math import floor

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    BackgroundRectangle,
    Circle,
    Create,
    DashedLine,
    Line,
    Rectangle,
    ReplacementTransform,
    Restore,
    Typst,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
)

from momentum_sim import RAVINE, Array, gradient_descent, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter, Speaking
from scenes.mobjects.arrow import GrowVector, MoveVector, VectorArrow
from scenes.mobjects.arrow_lane import ArrowLane
from scenes.mobjects.arrow_sum import ArrowSum
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.loss_map import LossMap
from scenes.mobjects.odometer import Odometer
from scenes.mobjects.ravine_map import LEVELS
from scenes.mobjects.transitions import momentum_rules, plain_rule, resting_map
from scenes.mobjects.typography import Readout, words, words_on_line
from scenes.step_terms import (
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

BIRTH_LEFT, BIRTH_LENGTH = -4.2, 8.4
BIRTH_ROWS = (-0.35, -1.25, -2.15)
BIRTH_SIZE = 2.0
"""The rules are born so many times as large as they stay."""

WINDOW_ALONG = (-0.25, 1.65)
WINDOW_ACROSS = (-1.2, 1.2)
"""The window on the ravine that is enlarged: θ₁ from where the run starts, and θ₂."""

WINDOW_WIDTH = 4.1
WINDOW_CENTRE = (-4.35, -0.06, 0.0)

LANES_LEFT, ARROWS_LEFT, NOTES_LEFT = -1.75, 0.45, 3.4
STEP_LINE, NOTE_LINE = 2.2, 2.74
ACROSS_LEVEL, ACROSS_REACH = 0.72, 1.5
ALONG_LEVEL, ALONG_REACH = -1.72, 5.8
"""Where the lanes' zero lines lie, and how far their longest arrow reaches."""

MAP_HEIGHT = 1.2
BARS_LEFT, LONGEST_BAR, WALLS_RIGHT = -4.7, 7.2, 5.3
ACROSS_BARS, ALONG_BARS = -0.62, -1.87
BAR_STEP = 0.5


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
            reason="the first eight are taken one at a time, and the wobble needs the rest to die away",
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
        zero = Line((ARROWS_LEFT - 0.3, ACROSS_LEVEL, 0), (ARROWS_LEFT + 2.3, ACROSS_LEVEL, 0))
        self.across = ArrowLane(
            VGroup(
                words_on_line("across", (LANES_LEFT, ACROSS_LEVEL - 0.1, 0), bold=True),
                zero.set_stroke(style.MUTED_INK, style.HAIRLINE),
            ),
            np.array([ARROWS_LEFT, ACROSS_LEVEL, 0]),
            unit=unit,
            upright=True,
            note_start=np.array([NOTES_LEFT, ACROSS_LEVEL + 0.1, 0]),
        )
        scale = words(f"drawn {magnified} times larger", style.SMALLEST_SIZE, color=style.MUTED_INK)
        scale.move_to((LANES_LEFT, ALONG_LEVEL + 0.7, 0), aligned_edge=LEFT)
        self.along = ArrowLane(
            VGroup(words_on_line("along", (LANES_LEFT, ALONG_LEVEL - 0.1, 0), bold=True), scale),
            np.array([ARROWS_LEFT, ALONG_LEVEL, 0]),
            unit=magnified * unit,
            upright=False,
            note_start=np.array([NOTES_LEFT, ALONG_LEVEL + 0.6, 0]),
        )
        self.lanes = (self.across, self.along)
        self.leaving = VGroup()
        self.number = Readout(1, "step {:.0f}", style.BODY_SIZE, color=style.MUTED_INK)
        self.number.shift((LANES_LEFT, STEP_LINE, 0))

    def sums_of(self, step: int) -> tuple[ArrowSum, ArrowSum]:
        """Let the lanes take a step's −βv and −α∇L, and return their sums across and along."""
        push, kept = self.push[step - 1], self.kept[step - 1]
        return self.across.take(kept[1], push[1]), self.along.take(kept[0], push[0])

    def change_what_a_step_is(self) -> None:
        """Let the known rule's step become a velocity, whose own rule is born over a real arrow."""
        self.ravine = resting_map()
        self.rules = momentum_rules()
        self.large = self.rules.copy()
        for rule, height in zip(self.large, (2.1, 0.75), strict=True):
            rule.scale(BIRTH_SIZE).move_to((0, height, 0))
        self.add(self.ravine)
        percent = f"{100 * self.momentum:g}"
        with self.beat(
            "Keep a velocity",
            f"So keep a velocity. At each step keep beta of it, here {percent} percent, "
            "and add the push, alpha times the gradient, whole.",
            shown="The rules: v ← βv + α∇L, then θ ← θ − v.",
        ) as beat:
            self.open_the_known_rule()
            beat.until("Keep a velocity")
            self.draw_a_velocity()
            beat.until("keep beta")
            self.keep_most_of_it(f"{percent} %")
            beat.until("and add the push")
            self.add_the_push()
            beat.until_said()
            self.become_the_headline()

    def open_the_known_rule(self) -> None:
        """Write plain descent's rule, large, where the map was."""
        self.known = plain_rule().scale(BIRTH_SIZE)
        self.known.shift(self.large[1].get_left() - self.known.get_left())
        self.play(FadeOut(self.ravine), run_time=style.CALM)
        self.play(FadeIn(self.known), run_time=style.CALM)

    def draw_a_velocity(self) -> None:
        """Replace the step by a velocity, and draw one: along, after the first steps of the run."""
        velocity_rule, step_rule = self.large
        step, velocity = self.known.select("step"), step_rule.select("velocity")
        before = -float(self.descent.velocity[BIRTH_STEP - 1, 0])
        push = float(self.push[BIRTH_STEP - 1, 0])
        unit = BIRTH_LENGTH / (self.momentum * before + push)
        rows = [np.array([BIRTH_LEFT, height, 0]) for height in BIRTH_ROWS]
        kept_end = rows[1] + unit * self.momentum * before * RIGHT
        self.last = VectorArrow(rows[0], rows[0] + unit * before * RIGHT, style.VELOCITY)
        self.taken_over = VectorArrow(rows[1], rows[1] + unit * before * RIGHT, style.VELOCITY, dashed=True)
        self.rest = (rows[1], kept_end)
        self.added = VectorArrow(kept_end, kept_end + unit * push * RIGHT, style.GRADIENT)
        self.new = VectorArrow(rows[2], rows[2] + BIRTH_LENGTH * RIGHT, style.VELOCITY)
        self.birth = VGroup(self.last, beside(self.last, "$vel$"))
        self.play(
            ReplacementTransform(without(self.known, step), without(step_rule, velocity)),
            ReplacementTransform(step, velocity),
            run_time=style.CALM,
        )
        self.play(
            FadeIn(velocity_rule.select("new"), velocity_rule.select("first"), self.birth[1]),
            GrowVector(self.last),
            run_time=style.CALM,
        )

    def keep_most_of_it(self, percent: str) -> None:
        """Lower the velocity, and let β take its tenth off."""
        kept = self.taken_over
        self.play(
            MoveVector(kept, kept.start, kept.end, origin=self.last),
            FadeIn(self.large[0].select("kept")),
            run_time=style.CALM,
        )
        lost = DashedLine(self.last.end, kept.end, dash_length=0.08)
        lost.set_stroke(style.MUTED_INK, style.THIN)
        note = words(percent, style.BODY_SIZE, color=style.MOMENTUM, bold=True)
        note.move_to(((self.rest[0][0] + self.rest[1][0]) / 2, self.rest[0][1] + 0.4, 0))
        self.birth.add(kept, lost, note, beside(kept, "$beta vel$"))
        self.play(FadeIn(lost, note, self.birth[-1]), MoveVector(kept, *self.rest), run_time=style.CALM)

    def add_the_push(self) -> None:
        """Add the push to it, whole, and draw what both come to."""
        rule = self.large[0]
        push = rule.select("push")
        (plus,) = without(rule, *(rule.select(part) for part in ("new", "first", "kept", "push")))
        note = words("whole", style.BODY_SIZE, color=style.GRADIENT, bold=True)
        note.next_to(self.added, DOWN, buff=0.15)
        joint = DashedLine(self.added.end, self.new.end, dash_length=0.08)
        joint.set_stroke(style.MUTED_INK, style.THIN)
        self.play(FadeIn(plus, push, note), GrowVector(self.added), run_time=1.2)
        self.birth.add(self.added, note, joint, self.new, beside(self.new, "$vel$"))
        self.play(GrowVector(self.new), FadeIn(joint, self.birth[-1]), run_time=style.CALM)

    def become_the_headline(self) -> None:
        """Move the rules to their place over everything."""
        self.play(FadeOut(self.birth), run_time=style.QUICK)
        self.play(
            *(ReplacementTransform(large, rule) for large, rule in zip(self.large, self.rules, strict=True)),
            FadeIn(self.ravine),
            run_time=style.CALM,
        )

    def note_under(self, part: str, text: str) -> Typst:
        """Return a note to stand under a part of the rule for v."""
        place = self.rules[0].select(part).get_x() * RIGHT + NOTE_LINE * UP
        note = words_on_line(text, place, style.LABEL_SIZE, color=style.MUTED_INK)
        return note.match_x(self.rules[0].select(part))

    def open_the_window(self) -> None:
        """Enlarge the part of the map where the run starts."""
        corners = np.stack([self.window.horizontal, self.window.vertical], axis=-1)
        place = self.ravine.to_screen(corners).mean(axis=0)
        self.frame = Rectangle(
            width=self.window.width, height=self.window.height, stroke_color=style.MUTED_INK
        ).set_stroke(width=style.THIN)
        opening = VGroup(self.window, self.frame.move_to(self.window))
        opening.save_state()
        opening.scale(self.ravine.unit / self.window.unit).move_to(place)
        self.play(Create(self.frame), run_time=style.QUICK)
        self.add(self.window, self.frame)
        self.play(Restore(opening), FadeOut(self.ravine), run_time=style.SLOW)
        self.path = DescentPath(self.points, style.MOMENTUM).follow(self.now.get_value)
        self.play(
            FadeIn(self.path, scale=3),
            FadeIn(self.number, *(lane.frame for lane in self.lanes)),
            run_time=style.CALM,
        )

    def take_step_one(self) -> None:
        """Take the step that has no velocity to keep: plain descent takes the same."""
        with self.beat(
            "Step one",
            "Step one is plain descent's. There is no velocity yet to keep.",
        ) as beat:
            self.open_the_window()
            self.sums_of(1)
            self.add_up(dict.fromkeys(self.lanes, ()), named=True)
            self.move_on_the_map(1)
            self.point_out_plain_descent(beat)

    def point_out_plain_descent(self, beat: Speaking) -> None:
        """Ring where plain descent lands, too, and say of the kept velocity that there is none."""
        landing = self.window.to_screen(self.plain.parameters[1])
        ring = Circle(radius=0.22, stroke_color=style.PLAIN_DESCENT, stroke_width=5).move_to(landing)
        note = words(r"plain descent \ lands here too", style.LABEL_SIZE, color=style.PLAIN_DESCENT)
        note.next_to(ring, RIGHT, buff=0.15)
        ground = BackgroundRectangle(note, color=style.BACKGROUND, fill_opacity=0.8, buff=0.06)
        nothing_yet = self.note_under("kept", "nothing yet")
        self.play(FadeIn(ring, ground, note), run_time=style.QUICK)
        beat.until("no velocity yet")
        self.play(FadeIn(nothing_yet, shift=0.1 * UP), run_time=style.QUICK)
        self.leaving = VGroup(ring, ground, note, nothing_yet)

    def take_step_two(self) -> None:
        """Add two arrows up, first across, then along."""
        with self.beat("Step two", describe_step_two(self.descent)) as beat:
            self.begin_step(2, named=True)
            beat.until("Across")
            self.light(self.across)
            self.add_up({self.across: verdict(self.descent, 2)}, named=True, seconds=1.2)
            beat.until("Along")
            self.light(self.along)
            self.add_up({self.along: TOGETHER}, named=True)
            self.move_on_the_map(2)

    def take_step_three(self) -> None:
        """Look at what the next step does across, and let the steps after it go fast."""
        with self.beat("Step three", describe_step_three(self.descent)) as beat:
            self.begin_step(3, named=True)
            self.light(self.across)
            self.add_up({self.across: verdict(self.descent, 3), self.along: TOGETHER}, named=True)
            self.move_on_the_map(3)
            beat.until("At first")
            for step in range(4, SHOWN_STEPS + 1):
                self.begin_step(step, seconds=0.33)
                heading, _ = verdict(self.descent, step)
                self.add_up({self.across: (heading.rstrip(":"),), self.along: ()}, seconds=0.2)
                self.play(self.now.animate.set_value(step), run_time=0.2)

    def begin_step(self, step: int, *, seconds: float = style.CALM, named: bool = False) -> None:
        """Let what is kept come out of the last step's sums."""
        totals = [lane.sum.total for lane in self.lanes]
        others = [part for lane in self.lanes for part in lane.sum if part is not lane.sum.total]
        said = [lane.said for lane in self.lanes if lane.said]
        self.play(FadeOut(*others, *said, *self.leaving), run_time=0.4 * seconds)
        self.leaving = VGroup()
        self.number.set_to(step)
        coming = [now.come(total) for now, total in zip(self.sums_of(step), totals, strict=True)]
        names = [FadeIn(lane.name("kept")) for lane in self.lanes if named]
        self.play(*coming, *names, FadeOut(*totals), run_time=seconds)

    def add_up(
        self,
        notes: Mapping[ArrowLane, tuple[str, ...]],
        *,
        named: bool = False,
        seconds: float = style.CALM,
    ) -> None:
        """Add the push to what is kept in some lanes, and say what comes of it."""
        self.play(*(growing for lane in notes for growing in lane.pushing(named=named)), run_time=seconds)
        sums = [growing for lane in notes for growing in lane.adding_up(named=named)]
        said = [FadeIn(lane.note(*note)) for lane, note in notes.items() if note]
        self.play(*sums, *said, run_time=seconds)

    def light(self, lane: ArrowLane) -> None:
        """Fade the other lane, and bring this one back."""
        self.play(
            *(each.shine(1.0 if each is lane else style.FADED) for each in self.lanes),
            run_time=style.QUICK,
        )

    def move_on_the_map(self, step: int) -> None:
        """Draw a step on the map, and go there; both lanes are lit again."""
        arrow = VectorArrow(self.points[step - 1], self.points[step], style.VELOCITY)
        faded = [lane for lane in self.lanes if lane.strength < 1]
        self.play(GrowVector(arrow), *(lane.shine(1.0) for lane in faded), run_time=style.CALM)
        self.play(self.now.animate.set_value(step), FadeOut(arrow), run_time=style.QUICK)

    def let_it_run(self) -> None:
        """Take the rest of the steps on the whole map, and compare the odometers with plain descent's."""
        (along, across), (plain_along, plain_across) = (
            run.distance_walked for run in (self.descent, self.plain)
        )
        self.walls = wall_changes(self.descent)
        plain_walls = int(wall_changes(self.plain)[-1])
        with self.beat(
            "Fifty steps",
            f"After {self.steps} steps it has walked {across:.1f} across instead of {plain_across:.1f}, "
            f"{along:.1f} along instead of {plain_along:.1f}. It still wobbles, but its velocity has "
            "carried it along.",
            shown=f"Changes of wall: {self.walls[-1]} instead of {plain_walls}.",
        ):
            self.close_the_window()
            self.lay_out_the_odometers(plain_walls)
            self.play(self.now.animate.set_value(self.steps), rate_func=linear, run_time=5.0)
            for mobject in (self.path, *self.live):
                mobject.clear_updaters()
        self.cross_over(FadeOut(self.ravine, self.path, *self.live, self.compared), run_time=1.0)

    def now_of(self, column: Array) -> float:
        """Return the present value of a column with a row for each step."""
        return float(np.interp(self.now.get_value(), np.arange(len(column)), column))

    def close_the_window(self) -> None:
        """Shrink the window, and the path in it, back to its place on the map."""
        self.path.clear_updaters()
        leaving = (part for lane in self.lanes for part in (lane.frame, lane.sum, lane.said))
        self.play(FadeOut(*leaving, self.number), run_time=style.QUICK)
        self.ravine = resting_map().set_y(MAP_HEIGHT)
        points = self.ravine.to_screen(self.descent.parameters)
        path = DescentPath(points, style.MOMENTUM, step=SHOWN_STEPS)
        # The map is added later than the window and the path, but belongs behind both.
        window = VGroup(self.window, self.frame).set_z_index(1)
        for mobject in (self.path, path):
            mobject.set_z_index(2)
        corners = np.stack([self.window.horizontal, self.window.vertical], axis=-1)
        place = self.ravine.to_screen(corners).mean(axis=0)
        scale = self.ravine.unit / self.window.unit
        self.play(
            FadeIn(self.ravine),
            window.animate.shift(place - window.get_center()).scale(scale, about_point=place),
            ReplacementTransform(self.path, path),
            run_time=style.SLOW,
        )
        self.play(FadeOut(window), run_time=style.QUICK)
        self.path = path.set_z_index(0).follow(self.now.get_value)
        self.add(self.path)

    def lay_out_the_odometers(self, plain_walls: int) -> None:
        """Lay out what is walked over what plain descent walks, and beside it the changes of wall."""
        walked, plain = self.descent.odometer, self.plain.distance_walked
        unit = LONGEST_BAR / max(walked[-1].max(), plain.max())
        self.live: list[LiveGroup] = []
        self.compared = VGroup()
        for direction, name, height in ((0, "along", ALONG_BARS), (1, "across", ACROSS_BARS)):
            names = ("momentum", "plain descent") if direction else ("", "")
            left = np.array([BARS_LEFT, height, 0])
            live = Odometer(left, style.MOMENTUM, unit=unit, name=names[0])
            live.follow(partial(self.now_of, walked[:, direction]))
            below = Odometer(left + BAR_STEP * DOWN, style.PLAIN_DESCENT, unit=unit, name=names[1])
            label = words(name, bold=True).move_to((style.SAFE_LEFT, height - BAR_STEP / 2, 0), LEFT)
            self.live.append(live)
            self.compared.add(below.set_to(float(plain[direction])), label)
        walls = Readout(0, "{:.0f}", style.BODY_SIZE, color=style.MOMENTUM, bold=True, anchor=RIGHT)
        walls.follow(lambda: int(self.walls[int(self.now.get_value())]))
        other = Readout(
            plain_walls, "{:.0f}", style.BODY_SIZE, color=style.PLAIN_DESCENT, bold=True, anchor=RIGHT
        )
        for readout, row in ((walls, 0), (other, 1)):
            readout.shift((WALLS_RIGHT, ALONG_BARS - row * BAR_STEP - 0.12, 0))
        label = words("changes of wall", bold=True)
        label.move_to((WALLS_RIGHT - 1.0, ALONG_BARS - BAR_STEP / 2, 0), RIGHT)
        self.live.append(walls)
        self.compared.add(other, label)
        for each in self.live:
            each.update()
        self.play(FadeIn(*self.live, self.compared), run_time=style.CALM)


def without(formula: VMobject, *parts: VMobject) -> VGroup:
    """Return the glyphs of a formula that are not of some of its parts."""
    taken = {glyph for part in parts for glyph in part.submobjects}
    return VGroup(*(glyph for glyph in formula.submobjects if glyph not in taken))


def beside(arrow: VectorArrow, name: str) -> Typst:
    """Return a name to stand left of an arrow."""
    return words(name, style.HEADING_SIZE).next_to(arrow.start, LEFT, buff=0.3)
