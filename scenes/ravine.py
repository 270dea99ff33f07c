"""Ravine: unequal curvature makes a ravine."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    ApplyMethod,
    Circle,
    Line,
    ReplacementTransform,
    Rotate,
    Succession,
    Transform,
    Typst,
    UpdateFromAlphaFunc,
    ValueTracker,
    VGroup,
    VMobject,
    Wait,
    smooth,
    squish_rate_func,
)
from manim.utils.rate_functions import ease_in_out_sine, ease_in_sine, ease_out_sine

from momentum_sim import RAVINE, Array
from scenes import style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import VectorArrow
from scenes.mobjects.cross_section import CrossSection
from scenes.mobjects.descent_path import position_at
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.loss_surface import LossSurface, View
from scenes.mobjects.one_by_one import one_by_one
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.ravine_map import HORIZONTAL, LEVELS, VERTICAL, RavineMap
from scenes.mobjects.ravine_window import RavineWindow, whole_map
from scenes.mobjects.transitions import plain_rule, resting_map
from scenes.mobjects.typography import Readout, formula, words

ALONG, ACROSS = (float(curvature) for curvature in RAVINE.curvatures)
(LEFT_END, RIGHT_END), (LOWER_RIM, UPPER_RIM) = HORIZONTAL, VERTICAL

VALLEY = View(
    azimuth=73,
    elevation=11.5,
    nearness=0.06,
    zoom=0.94,
    right=-0.9,
    up=-0.58,
    breadth=2.5,
    height=0.2,
    relief=1,
)
"""Up the ravine, between its walls. Breadth and heights are not to the map's scale, to see into it."""

DRIFTED_AZIMUTH = 76
FLAT = replace(VALLEY, elevation=35, zoom=0.65, up=0.6, height=0)
OVERHEAD = View(azimuth=0, elevation=90, nearness=0, zoom=1, right=0, up=0, breadth=1, height=0, relief=0)

CUT = float(RAVINE.minimiser[0])
"""Where the block is cut along θ₁: its near end is the cut across the minimum, whose lowest point that is."""

STEP_BACK = 0.36
"""How much smaller the picture gets half-way through the swing, to stay in the frame."""

ROUND_THE_CORNER = np.radians(125)
"""How far round the arc goes on which a name moves to the surface's short side."""

BLOCK_DEPTH = 1.0
AXIS_TOP = 19.5
AXES_PAST, ABOVE_THE_TIP = 0.4, 0.1
"""How far the other two axes reach past the block, and how far above its axis's tip θ₁ is named."""

WALL_NAMED = -1.6, 0.93
"""Where the wall is named of which most is seen: values of θ₁ and of θ₂, between two level lines."""

LEVEL_WALKED = 2.0

SECTION_UNIT = 0.47
"""One unit of θ₁, of θ₂ and of the loss on the screen, in both cross-sections and on the map they leave."""

AXIS_LEFT, SECTIONS_LEFT, SECTIONS_FOOT = -11.5, -5.8, -1.93
"""The loss's axis stands left of both cuts, so that the floor's tangent has room."""

SECTIONS_TOP = 10.2
"""The highest loss that is drawn."""

UP_THE_WALL, OUT_ON_THE_FLOOR = 1.0, -10.0
"""Where the slopes are measured: units of θ₂ and of θ₁ from the minimum."""

WALL_SLOPE_ASIDES = (0.85, 0.14, 0), (0.2, -0.11, 0)
FLOOR_SLOPE_ASIDES = (-1.6, 0.3, 0), (0.14, 0.3, 0)
"""Where the slopes are written, from the dot: at the minimum beside the tangent, or over it, and at last."""

ROLLING = 1.4
"""Seconds in which a tangent rolls out from the minimum."""

TABLE_LEFT, TABLE_NEXT, FRACTION_MIDDLE, EQUALS_LEFT, RESULTS_LEFT = 2.4, 3.35, 4.5, 4.92, 5.38
MEANING_HEIGHTS = (2.0, 1.4)
ROW_HEIGHTS = (0.1, -1.4)
"""What the cuts tell stands beside them, about the middle of their height."""

RATIO_LEFT, RATIO_QUOTIENT, RATIO_HEIGHT = 2.3, 3.6, 2.2
RESULT_SIZE = 2 * style.TITLE_SIZE

TURN = np.radians(30)
"""Clockwise, so that the left end comes up, away from the captions."""

TURNING_UNIT, TURNING_MINIMUM = 0.6, (1.6, -1.35)
"""The map that is turned, and where its minimum stands: the ratio stands beside it, above."""

AXES_REACH = (TURNING_UNIT * -LEFT_END, 2.2, 2.1, 0.9)
"""How far the axes reach on the screen, from the minimum to the left, to the right, up and down."""

MIDDLE = (LEFT_END + RIGHT_END) / 2
LEVEL, TURNED = (whole_map(TURNING_UNIT, *TURNING_MINIMUM, turn=turn) for turn in (0.0, -TURN))
OURS = RavineWindow(x=0, y=0.55, width=3.8, height=4, turn=0, unit=2.1, minimum=0, ravine_turn=-TURN)
RESTING = whole_map(1.0, -MIDDLE, 0.0)

IN_A_ROW = OURS.width + 0.45
OTHERS = tuple(
    replace(OURS, x=side * IN_A_ROW, along=along, across=across, ravine_turn=np.radians(turn))
    for side, along, across, turn in ((-1, 0.1, 12, 50), (1, 0.02, 24, -75))
)
"""More ravines, on either side of ours."""

SLIT = 0.02
OPENING, CLOSING = IN_A_ROW - OURS.width / 2, 7.2
"""How far from the middle their windows open, and where ours, as it widens, has pushed them shut."""


def shut(window: RavineWindow, away: float, height: float) -> RavineWindow:
    """Return a window of one side shut, at a distance from the middle."""
    return replace(window, x=np.copysign(away, window.x), width=SLIT, height=height)


def floor_line(end: float) -> Array:
    """Return parameters along the floor, from the ravine's left end to ``end``."""
    theta = np.linspace(LEFT_END, end, 121)
    return np.stack([theta, np.zeros_like(theta)], axis=-1)


def wall_line(reach: float) -> Array:
    """Return parameters across the minimum, from one wall down and up the other."""
    theta = np.linspace(reach, -reach, 121)
    return np.stack([np.zeros_like(theta), theta], axis=-1)


def evenly(line: Array, number: int = 600) -> Array:
    """Return so many points of a line ``(n, 3)``, as far from each other along it."""
    lengths = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    places = np.linspace(0, lengths[-1], number)
    return np.stack([np.interp(places, lengths, coordinate) for coordinate in line.T], axis=-1)


def cuts_of(ravine: RavineMap) -> VGroup:
    """Return the lines on a map across the minimum and along the floor."""
    lines = (wall_line(UPPER_RIM), floor_line(RIGHT_END))
    cuts = VGroup(Line(*ravine.to_screen(line[[0, -1]])) for line in lines)
    return cuts.set_stroke(style.INK, style.PATH_WIDTH)


def axes_through(minimum: Array) -> VGroup:
    """Return both parameters' axes through a place on the screen."""
    left, right, up, down = AXES_REACH
    along = VectorArrow(minimum + left * LEFT, minimum + right * RIGHT, style.MUTED_INK, width=style.THIN)
    across = VectorArrow(minimum + down * DOWN, minimum + up * UP, style.MUTED_INK, width=style.THIN)
    names = VGroup(formula("theta_1").next_to(along.end, RIGHT, buff=0.08))
    names.add(formula("theta_2").next_to(across.end, RIGHT, buff=0.15))
    return VGroup(along, across, names)


class CurvatureRow(VGroup):
    """Where a slope is measured, and the curvature that follows: λ = slope / distance."""

    def __init__(self, name: str, slope: float, distance: float, height: float) -> None:
        self.place = words(name, style.BODY_SIZE, bold=True)
        self.quotient = formula(
            f"{{{{ lambda = : name }}}} {{{{ slope({slope:g}) / {distance:g} : quotient }}}} "
            f"{{{{ = : equals }}}} {{{{ {slope / distance:g} : curvature }}}}",
            style.TITLE_SIZE,
        )
        for part, left in ((self.place, TABLE_LEFT), (self.quotient, TABLE_NEXT)):
            part.move_to((left, height, 0), aligned_edge=LEFT)
        quotient = self.quotient.select("quotient")
        quotient.shift((FRACTION_MIDDLE - quotient.get_x()) * RIGHT)
        equals, curvature = self.quotient.select("equals"), self.quotient.select("curvature")
        equals.shift((EQUALS_LEFT - equals.get_left()[0]) * RIGHT)
        curvature.shift((RESULTS_LEFT - curvature.get_left()[0]) * RIGHT)
        super().__init__(self.place, self.quotient)


class Ravine(LessonScene):
    """A surface that the camera swings over until it is a map, two cuts through it, and the map turned."""

    title = "What a ravine is"
    idea = "Unequal curvature makes a ravine; the two parameters need not interact."
    lab: ClassVar = {"angle": round(float(np.degrees(TURN)))}

    def construct(self) -> None:
        self.lay_out_the_surface()
        self.raise_the_surface()
        self.look_straight_down()
        self.lay_out_the_sections()
        self.compare_the_curvatures()
        self.turn_it()
        self.rest_on_the_map()

    def lay_out_the_surface(self) -> None:
        self.rule, self.map = plain_rule(), resting_map()
        self.presence, self.rise, self.swing = ValueTracker(0), ValueTracker(0), ValueTracker(0)
        self.azimuth, self.wall_drawn, self.floor_drawn = ValueTracker(), ValueTracker(0), ValueTracker(0)
        self.azimuth.set_value(VALLEY.azimuth)
        self.surface = LossSurface(self.map, LEVELS, self.view(), depth=BLOCK_DEPTH)
        self.wall = self.surface.add_line(wall_line(UPPER_RIM), style.INK, style.PATH_WIDTH)
        self.floor = self.surface.add_line(floor_line(RAVINE.minimiser[0]), style.INK, style.PATH_WIDTH)
        self.surface.add_updater(lambda _: self.draw_the_surface())

        self.names = VGroup(formula("theta_1"), formula("theta_2"), words("loss"))
        self.axes = VGroup(VectorArrow(*ends, style.MUTED_INK, width=style.THIN) for ends in self.axis_ends())
        self.axes.add_updater(lambda axes: self.put_the_axes(axes))
        self.wall_name = words("wall", bold=True)
        self.wall_name.add_updater(lambda name: name.move_to(self.on_surface(*WALL_NAMED)))
        self.floor_name = words("floor", bold=True)
        self.floor_name.add_updater(lambda name: name.next_to(self.on_surface(-4.5, 0), RIGHT + UP, buff=0.1))

    def axis_ends(self) -> list[tuple[Array, Array]]:
        """Return where each axis begins and ends: on the block's lower edges, and up from its far corner."""
        at, past, end = self.surface.at, AXES_PAST, self.surface.end
        near, far = (end, LOWER_RIM), (end, UPPER_RIM)
        return [
            (at((LEFT_END, LOWER_RIM), -BLOCK_DEPTH), at((end + past, LOWER_RIM), -BLOCK_DEPTH)),
            (at(near, -BLOCK_DEPTH), at((end, UPPER_RIM + past / self.view().breadth), -BLOCK_DEPTH)),
            (at(far, -BLOCK_DEPTH), at(far, AXIS_TOP)),
        ]

    def put_the_axes(self, axes: VGroup) -> None:
        """Let the axes and their names stand where the surface does."""
        ends = self.axis_ends()
        for axis, (start, end) in zip(axes, ends, strict=True):
            axis.put(start, end)
        along, across, up = self.names
        along.next_to(ends[0][1] + ABOVE_THE_TIP * UP, LEFT)
        across.next_to(ends[1][1], RIGHT)
        up.next_to(ends[2][1], RIGHT)

    def on_surface(self, along: float, across: float) -> Array:
        """Return where a point of the surface is seen."""
        seen: Array = self.surface.at((along, across), float(RAVINE.value((along, across))))
        return seen

    def view(self) -> View:
        """Return the view that the trackers describe."""
        swung = self.swing.get_value()
        view = replace(FLAT.towards(VALLEY, self.rise.get_value()), azimuth=self.azimuth.get_value())
        view = view.towards(OVERHEAD, swung)
        return replace(view, zoom=view.zoom * (1 - STEP_BACK * np.sin(np.pi * swung)))

    def draw_the_surface(self) -> None:
        """Draw the surface and its lines as the trackers say."""
        self.surface.presence = self.presence.get_value()
        self.surface.end = CUT + self.swing.get_value() * (RIGHT_END - CUT)
        self.wall.share, self.floor.share = self.wall_drawn.get_value(), self.floor_drawn.get_value()
        self.surface.draw(self.view())

    def raise_the_surface(self) -> None:
        self.add(self.rule)
        with self.beat(
            "A surface",
            "With two parameters, the loss is a surface, here a ravine: "
            "steep walls, a floor that falls gently to the minimum.",
        ) as beat:
            self.draw_the_surface()
            self.axes.update()
            self.add(self.surface, self.rule)
            theta, arrow, theta_before, *step = self.rule
            # Each flies to its place as it is, and gets its index there.
            landed = [name[0].copy() for name in self.names[:2]]
            indices = [name[1].copy() for name in self.names[:2]]
            flying, landing = squish_rate_func(smooth, 0.1, 0.8), squish_rate_func(smooth, 0.7, 1)
            # Round the outside of the surface, not across it.
            arcs = (ROUND_THE_CORNER, -ROUND_THE_CORNER)
            self.play(
                ApplyMethod(self.presence.set_value, 1, rate_func=squish_rate_func(smooth, 0, 0.6)),
                *(
                    ReplacementTransform(flies, place, path_arc=arc, rate_func=flying)
                    for flies, place, arc in zip((theta, theta_before), landed, arcs, strict=True)
                ),
                FadeOut(arrow, *step, rate_func=squish_rate_func(smooth, 0, 0.25)),
                FadeIn(*indices, self.axes[0], self.axes[1], rate_func=landing),
                run_time=1.4,
            )
            self.remove(*landed, *indices, self.rule)
            self.add(*self.names[:2])
            self.add(self.axes)
            self.play(
                self.rise.animate.set_value(1),
                FadeIn(self.names[2], rate_func=squish_rate_func(smooth, 0.5, 1)),
                run_time=1.8,
            )
            # The eye goes on drifting from one play to the next: as fast at the end of one as then.
            middle = VALLEY.azimuth + (DRIFTED_AZIMUTH - VALLEY.azimuth) / 3
            beat.until("steep walls")
            self.play(
                ApplyMethod(self.azimuth.set_value, middle, rate_func=ease_in_sine, run_time=1.07),
                ApplyMethod(self.wall_drawn.set_value, 1, run_time=1.0),
                Succession(Wait(0.5), FadeIn(self.wall_name, run_time=0.5)),
            )
            self.play(
                ApplyMethod(self.azimuth.set_value, DRIFTED_AZIMUTH, rate_func=ease_out_sine, run_time=2.13),
                ApplyMethod(self.floor_drawn.set_value, 1, run_time=2.0),
                Succession(Wait(0.8), FadeIn(self.floor_name, run_time=0.6)),
            )

    def look_straight_down(self) -> None:
        with self.beat(
            "From above", "Seen from above it is a map. Each line joins points of equal loss."
        ) as beat:
            leaving = (self.names, self.axes, self.wall_name, self.floor_name)
            self.play(
                ApplyMethod(self.swing.set_value, 1, run_time=2.0),
                *(FadeOut(mobject, run_time=0.6) for mobject in leaving),
            )
            # Straight above and without relief the surface is the map, so the map takes its place.
            self.remove(self.surface)
            self.add(self.map, self.wall, self.floor)
            beat.until("Each line")
            self.walk_along_a_contour()

    def walk_along_a_contour(self) -> None:
        """Follow one contour with a marker, whose loss does not change."""
        line, walked = evenly(self.map.contours[LEVELS[::-1].index(LEVEL_WALKED)].points), ValueTracker(0)

        def here() -> Array:
            return position_at(line, walked.get_value())

        walker = Circle(radius=style.MARKER_RADIUS, color=style.INK, fill_opacity=1).move_to(line[0])
        trail = VMobject(stroke_color=style.INK, stroke_width=style.PATH_WIDTH)
        reading = Readout(LEVEL_WALKED, "loss = {:.2f}", style.HEADING_SIZE).next_to(self.map, UP, buff=0.2)

        def ride() -> None:
            reading.set_x(min(here()[0], self.map.get_right()[0] - reading.width / 2))

        ride()
        self.play(
            FadeOut(self.wall, self.floor), FadeIn(walker, scale=2), FadeIn(reading), run_time=style.QUICK
        )
        walker.add_updater(lambda dot: dot.move_to(here()))
        trail.add_updater(
            lambda trail: trail.set_points_as_corners([*line[: int(walked.get_value()) + 1], here()])
        )
        reading.follow(lambda: float(RAVINE.value(self.map.to_parameters(here()))))
        reading.add_updater(lambda _: ride())
        self.add(trail, walker)
        self.play(ApplyMethod(walked.set_value, len(line) - 1, run_time=2.4))
        for mobject in (walker, trail, reading):
            mobject.clear_updaters()
        self.walk = VGroup(trail, walker, reading)

    def lay_out_the_sections(self) -> None:
        """Place the map, both cuts on one grid of its scale, and what they tell beside it."""
        self.plot = Plot(
            (AXIS_LEFT, RIGHT_END),
            (0, SECTIONS_TOP),
            width=SECTION_UNIT * (RIGHT_END - AXIS_LEFT),
            height=SECTION_UNIT * SECTIONS_TOP,
            vertical_ticks=(0, 5, 10),
        )
        self.plot.shift((SECTIONS_LEFT, SECTIONS_FOOT, 0) - self.plot.to_screen(AXIS_LEFT, 0))
        to_screen = self.plot.to_screen
        self.small_map = RavineMap(SECTION_UNIT * (RIGHT_END - LEFT_END)).move_to(to_screen(MIDDLE, 0))
        self.plot.grid.add(
            *(
                Line(to_screen(x, 0), to_screen(x, SECTIONS_TOP)).set_stroke(style.FAINT_INK, style.HAIRLINE)
                for x in (-10, -5, 0)
            )
        )
        for tick in self.plot.ticks:
            tick.scale(style.BODY_SIZE / style.SMALLEST_SIZE, about_edge=RIGHT)
        loss = words("loss", style.BODY_SIZE, color=style.MUTED_INK)
        loss.next_to(to_screen(OUT_ON_THE_FLOOR, 9.3), RIGHT, buff=0.12)
        floor, wall = floor_line(RIGHT_END), wall_line(UP_THE_WALL)
        self.across = CrossSection(
            self.plot, wall, 1, UP_THE_WALL, template="{:.0f}", asides=WALL_SLOPE_ASIDES
        )
        self.along = CrossSection(
            self.plot, floor, 0, OUT_ON_THE_FLOOR, template="{:.1f}", asides=FLOOR_SLOPE_ASIDES
        )
        units = words("units from the minimum", style.BODY_SIZE, color=style.MUTED_INK)
        number = self.along.units
        number.shift((units.width + 0.15) / 2 * LEFT)
        units.next_to(number, RIGHT, buff=0.15, aligned_edge=UP)
        self.plot_labels, self.units_named = VGroup(self.plot.ticks, loss), units
        self.plot.remove(self.plot.ticks)
        self.curves = VGroup(self.across.curve, self.along.curve)
        self.across_name = words("wall", bold=True).next_to(to_screen(-0.95, 9), LEFT, buff=0.2)
        self.along_name = words("floor", bold=True).move_to(to_screen(-8.7, 0.72))
        self.turning_map = RavineMap(LEVEL.width).move_to((LEVEL.x, LEVEL.y, 0))
        self.cuts, self.turning_cuts = cuts_of(self.small_map), cuts_of(self.turning_map).set_z_index(1)
        self.turning_axes = axes_through(self.turning_map.to_screen(RAVINE.minimiser))
        self.meaning = VGroup(
            words("*Curvature $lambda$:*", style.HEADING_SIZE), words("how fast the slope grows")
        )
        for line, height in zip(self.meaning, MEANING_HEIGHTS, strict=True):
            line.move_to((TABLE_LEFT, height, 0), aligned_edge=LEFT)
        self.rows = (
            CurvatureRow("wall", self.across.slope, UP_THE_WALL, ROW_HEIGHTS[0]),
            CurvatureRow("floor", -self.along.slope, -OUT_ON_THE_FLOOR, ROW_HEIGHTS[1]),
        )
        self.lay_out_the_ratio()

    def lay_out_the_ratio(self) -> None:
        """Divide the rows' two results, which slide together, and set what comes out twice as large."""
        self.numerator, self.denominator = (row.quotient.select("curvature").copy() for row in self.rows)
        self.numerator.next_to((RATIO_QUOTIENT, RATIO_HEIGHT, 0), UP, buff=0.13)
        self.denominator.next_to((RATIO_QUOTIENT, RATIO_HEIGHT, 0), DOWN, buff=0.13)
        half = self.denominator.width / 2 + 0.08
        middle = np.array([RATIO_QUOTIENT, RATIO_HEIGHT, 0.0])
        bar = Line(middle + half * LEFT, middle + half * RIGHT).set_stroke(style.INK, style.THIN)
        equals = formula("=", style.TITLE_SIZE).next_to(bar, RIGHT, buff=0.18)
        name = words("ratio", style.BODY_SIZE, bold=True)
        name.move_to((RATIO_LEFT, RATIO_HEIGHT, 0), aligned_edge=LEFT)
        self.result = formula(f"{RAVINE.condition_number:g}", RESULT_SIZE).next_to(equals, RIGHT, buff=0.22)
        self.division = VGroup(name, bar, equals)
        self.ratio = VGroup(self.division, self.numerator, self.denominator, self.result)

    def compare_the_curvatures(self) -> None:
        with self.beat(
            "Curvature",
            "Curvature, lambda, is how fast the slope grows. "
            f"One unit out on the wall, the slope is {self.across.slope:g}; "
            "ten units out on the floor, a half. "
            f"{ACROSS:g} against {ALONG:g}: "
            f"that ratio, {RAVINE.condition_number:g} to one, makes the ravine.",
        ) as beat:
            # The two lines lie on the map again, and shrink with it.
            large = VGroup(self.wall, self.floor)
            self.play(
                FadeOut(self.walk, rate_func=squish_rate_func(smooth, 0, 0.6)),
                *(FadeIn(line, rate_func=squish_rate_func(smooth, 0.4, 1)) for line in large),
                run_time=0.4,
            )
            self.play(
                Transform(self.map, self.small_map),
                *one_by_one(large, self.cuts),
                FadeIn(self.meaning, rate_func=squish_rate_func(smooth, 0.4, 1)),
                FadeIn(self.plot, rate_func=squish_rate_func(smooth, 0.6, 1)),
                run_time=0.93,
            )
            # Each cut bends upward by its losses, where it lies.
            self.play(
                *one_by_one(self.cuts, self.curves, rate_func=ease_in_out_sine),
                FadeOut(self.map, rate_func=squish_rate_func(smooth, 0.2, 0.75)),
                FadeIn(self.plot_labels, rate_func=squish_rate_func(smooth, 0.7, 1)),
                run_time=1.6,
            )
            wall, floor = self.rows
            beat.until("One unit")
            self.roll_out(self.across, self.across_name, self.units_named)
            self.play(FadeIn(wall), run_time=style.CALM)
            beat.until("ten units")
            self.roll_out(self.along, self.along_name)
            self.play(FadeIn(floor), run_time=style.QUICK)
            beat.until(f"{ACROSS:g} against")
            results = [row.quotient.select("curvature") for row in self.rows]
            self.play(pulse(results[0]), run_time=0.6)
            beat.until(f"{ALONG:g}")
            self.play(pulse(results[1]), run_time=0.6)
            workings = VGroup()
            for row in self.rows:
                names = ("name", "quotient", "equals")
                workings.add(row.place, *(row.quotient.select(name) for name in names))
            # Taken apart: some of a row stays.
            self.remove(*self.rows, *workings, *results)
            self.add(workings, *results)
            leaving = (self.meaning, workings)
            kept = (*leaving, *results)
            read = [mobject for mobject in self.picture if mobject not in kept]
            self.play(
                *(mobject.animate.fade(1 - style.FADED) for mobject in read),
                FadeOut(*leaving, rate_func=squish_rate_func(smooth, 0, 0.35)),
                *(
                    ReplacementTransform(result, part, rate_func=squish_rate_func(smooth, 0.2, 0.85))
                    for result, part in zip(results, (self.numerator, self.denominator), strict=True)
                ),
                FadeIn(self.division, rate_func=squish_rate_func(smooth, 0.6, 1)),
                run_time=max(beat.seconds_until("ratio"), style.CALM),
            )
            beat.until(f"{RAVINE.condition_number:g} to one")
            self.lie_down_again()

    def roll_out(self, cut: CrossSection, name: Typst, *others: Typst) -> None:
        """Let the tangent roll out from the minimum; its slope grows, and others appear after it."""
        self.play(FadeIn(name, cut.set_to(0)), run_time=style.QUICK)
        self.play(
            cut.grow_to(1, rate_func=ease_in_out_sine),
            FadeIn(cut.units, *others, rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=ROLLING,
        )

    def lie_down_again(self) -> None:
        """Let the map come under the curves, which bend down to be its cuts, and let it grow with them."""
        kept = {*self.ratio, *self.curves}
        over = [mobject for mobject in self.picture if mobject not in kept]
        self.map = self.small_map
        self.bring_to_back(self.map)
        self.play(FadeIn(self.result, scale=0.8), FadeOut(*over), FadeIn(self.map), run_time=0.6)
        cuts = cuts_of(self.map)
        self.play(*one_by_one(self.curves, cuts, rate_func=ease_in_out_sine), run_time=0.8)
        across, along = (formula(f"lambda = {curvature:g}") for curvature in (ACROSS, ALONG))
        wall, floor = self.turning_cuts
        # They stay upright while the lines turn.
        across.add_updater(lambda name: name.next_to(wall.get_start(), UP + RIGHT, buff=0.1))
        along.add_updater(lambda name: name.next_to(floor.get_start(), LEFT, buff=0.12))
        self.curvatures = VGroup(across, along).update()
        self.play(
            Transform(self.map, self.turning_map),
            *one_by_one(cuts, self.turning_cuts),
            FadeIn(self.turning_axes, self.curvatures, rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=0.65,
        )

    def turn_it(self) -> None:
        """Turn the map: the axes stay, the curvatures and their ratio stay, and it is a ravine."""
        with self.beat(
            "Turned", "Turned, it is as much a ravine. Shapes like this are extremely common."
        ) as beat:
            turning, about = (self.map, *self.turning_cuts), (*TURNING_MINIMUM, 0)
            self.play(*(Rotate(part, -TURN, about_point=about) for part in turning), run_time=1.0)
            # It is what it was.
            self.play(pulse(self.result), run_time=0.6)
            written = [mobject for mobject in self.picture if mobject is not self.map]
            self.play(
                FadeOut(*written, rate_func=squish_rate_func(smooth, 0.3, 1)),
                run_time=max(beat.seconds_until("Shapes like this"), style.QUICK),
            )
            self.show_more()

    def show_more(self) -> None:
        """Look at our ravine through a window in the middle; more open on either side of it."""
        opening = [shut(window, OPENING, window.height) for window in OTHERS]
        self.others = VGroup(window.show() for window in opening)
        self.play(
            self.reshape(self.map, TURNED, OURS, rate_func=smooth),
            FadeIn(self.others, rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=0.6,
        )
        self.ratios = VGroup(
            words(f"*{window.across / window.along:,.0f}* to 1", style.HEADING_SIZE).next_to(
                (window.x, window.y - window.height / 2, 0), DOWN
            )
            for window in (*OTHERS, OURS)
        )
        self.play(
            *(
                self.reshape(*reshaped, rate_func=smooth)
                for reshaped in zip(self.others, opening, OTHERS, strict=True)
            ),
            FadeIn(self.ratios, rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=0.6,
        )

    def reshape(
        self, shown: VMobject, window: RavineWindow, other: RavineWindow, **keywords: Any
    ) -> Animation:
        """Turn a window, and the ravine in it, into another; the map is computed anew as it does."""

        def show(shown: Any, share: float) -> None:
            shown.look_like(window.towards(other, share).show())

        return UpdateFromAlphaFunc(shown, show, **keywords)

    def rest_on_the_map(self) -> None:
        closed = [shut(window, CLOSING, RESTING.height) for window in OTHERS]
        self.cross_over(
            FadeOut(self.ratios, rate_func=squish_rate_func(smooth, 0, 0.35)),
            *(
                self.reshape(*reshaped, rate_func=ease_in_out_sine)
                for reshaped in zip(
                    (self.map, *self.others), (OURS, *OTHERS), (RESTING, *closed), strict=True
                )
            ),
            run_time=0.87,
        )
        self.remove(*self.others)
