"""Ravine: unequal curvature makes a ravine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    ApplyMethod,
    Circle,
    Create,
    Line,
    ReplacementTransform,
    Succession,
    Transform,
    TransformFromCopy,
    ValueTracker,
    VGroup,
    VMobject,
    Wait,
)

from momentum_sim import RAVINE, Array
from scenes import style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import VectorArrow
from scenes.mobjects.descent_path import position_at
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.loss_surface import LossSurface, View
from scenes.mobjects.plot import Plot
from scenes.mobjects.ravine_map import HORIZONTAL, LEVELS, VERTICAL, RavineMap
from scenes.mobjects.transitions import plain_rule, resting_map
from scenes.mobjects.typography import Readout, formula, words

ALONG, ACROSS = (float(curvature) for curvature in RAVINE.curvatures)
(LEFT_END, RIGHT_END), (LOWER_RIM, UPPER_RIM) = HORIZONTAL, VERTICAL

VALLEY = View(azimuth=72, elevation=30, nearness=0.08, zoom=0.76, right=-0.9, up=0.9, height=0.085, relief=1)
"""From the minimum's end up the ravine. Heights are not to the map's scale, and the scene says so."""

DRIFTED_AZIMUTH = 77
OVERHEAD = replace(VALLEY, azimuth=0, elevation=90, nearness=0, zoom=1, right=0, up=0, relief=0)

STEP_BACK = 0.24
"""How much smaller the picture gets half-way through the swing, to stay in the frame."""

BLOCK_DEPTH = 1.2
AXIS_TOP = 24.0
LEVEL_WALKED = 2.0

SECTION_UNIT = 0.55
"""One unit of θ₁, of θ₂ and of the loss on the screen, in both cross-sections and on the map over them."""

SECTIONS_LEFT = -5.8
ALONG_TOP = 3.0
ACROSS_REACH, ACROSS_TOP = 1.0, 10.0
"""The part of the walls that is drawn; the walls go on."""

FORMULA_HEIGHT, NOTE_HEIGHT = -2.35, -3.3


def floor_line(end: float) -> Array:
    """Return parameters along the floor, from the ravine's left end to ``end``."""
    theta = np.linspace(LEFT_END, end, 121)
    return np.stack([theta, np.zeros_like(theta)], axis=-1)


def wall_line(reach: float) -> Array:
    """Return parameters across the minimum, from one wall down and up the other."""
    theta = np.linspace(reach, -reach, 121)
    return np.stack([np.zeros_like(theta), theta], axis=-1)


class CrossSection(VGroup):
    """A cut through the loss along one parameter: its curve over axes, and its curvature.

    Parameters
    ----------
    parameters
        Where the cut runs, shape ``(n, 2)``.
    coordinate
        Which of the two parameters it runs along, 0 or 1.
    top
        The highest loss that is drawn.
    ticks, loss_ticks
        Where to write numbers on the two axes.
    corner
        Where the lower left corner of the axes stands.
    """

    def __init__(
        self,
        parameters: Array,
        coordinate: int,
        top: float,
        *,
        ticks: Sequence[float],
        loss_ticks: Sequence[float],
        corner: tuple[float, float, float],
    ) -> None:
        theta = parameters[:, coordinate]
        low, high = theta.min(), theta.max()
        self.plot = Plot(
            (low, high),
            (0, top),
            width=SECTION_UNIT * (high - low),
            height=SECTION_UNIT * top,
            horizontal_ticks=ticks,
            vertical_ticks=loss_ticks,
            horizontal_name=f"$theta_{coordinate + 1}$",
            vertical_name="loss",
        )
        self.plot.shift(corner - self.plot.to_screen(low, 0))
        self.curve = self.plot.curve(theta, RAVINE.value(parameters), style.INK)
        curvature = formula(f"{RAVINE.curvatures[coordinate]:g}", style.TITLE_SIZE)
        self.label = VGroup(words("curvature", style.LABEL_SIZE), curvature)
        super().__init__(self.plot, self.curve, self.label)


class NotedFormula(VGroup):
    """A formula on the line below the cross-sections, and a muted note under it."""

    def __init__(self, mathematics: str, size: float, *, x: float, note: str) -> None:
        self.formula = formula(mathematics, size).move_to((x, FORMULA_HEIGHT, 0))
        self.note = words(note, style.SMALLEST_SIZE, color=style.MUTED_INK)
        self.note.move_to((self.formula.get_x(), NOTE_HEIGHT, 0))
        super().__init__(self.formula, self.note)


class Ravine(LessonScene):
    """A surface that the camera swings over until it is a map, and the two cuts through it."""

    title = "What a ravine is"
    idea = "Unequal curvature makes a ravine; the two parameters need not interact."

    def construct(self) -> None:
        self.lay_out_the_surface()
        self.raise_the_surface()
        self.look_straight_down()
        self.lay_out_the_sections()
        self.cut_it_both_ways()
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

        at, corner = self.surface.at, (RIGHT_END, UPPER_RIM)
        self.names = VGroup(formula("theta_1"), formula("theta_2"), words("loss", style.LABEL_SIZE))
        along, across, up = self.names
        middle = (LEFT_END + RIGHT_END) / 2
        along.add_updater(lambda name: name.next_to(at((middle, LOWER_RIM), -BLOCK_DEPTH), DOWN + LEFT))
        across.add_updater(
            lambda name: name.next_to(at((RIGHT_END, UPPER_RIM / 2), -BLOCK_DEPTH), DOWN + RIGHT, buff=0.08)
        )
        up.add_updater(lambda name: name.next_to(at(corner, AXIS_TOP), RIGHT))
        self.axis = VectorArrow(at(corner, 0), at(corner, AXIS_TOP), style.MUTED_INK, width=style.THIN)
        self.axis.add_updater(lambda _: self.axis.put(at(corner, -BLOCK_DEPTH), at(corner, AXIS_TOP)))
        self.not_to_scale = words("height not to scale", style.SMALLEST_SIZE, color=style.MUTED_INK)
        self.not_to_scale.move_to((-style.SAFE_LEFT, -style.SAFE_TOP, 0), aligned_edge=DOWN + RIGHT)

    def view(self) -> View:
        """Return the view that the trackers describe."""
        swung = self.swing.get_value()
        view = replace(VALLEY, azimuth=self.azimuth.get_value()).towards(OVERHEAD, swung)
        back = 1 - STEP_BACK * np.sin(np.pi * swung)
        return replace(view, height=VALLEY.height * self.rise.get_value(), zoom=back * view.zoom)

    def draw_the_surface(self) -> None:
        """Draw the surface and its lines as the trackers say."""
        self.surface.presence = self.presence.get_value()
        self.wall.share, self.floor.share = self.wall_drawn.get_value(), self.floor_drawn.get_value()
        self.surface.draw(self.view())

    def raise_the_surface(self) -> None:
        self.add(self.rule)
        with self.beat(
            "A surface",
            "With two parameters, the loss is a surface, and this one is a ravine: "
            "steep walls, and a floor that falls gently to the minimum.",
        ):
            self.draw_the_surface()
            self.names.update()
            self.add(self.surface, self.rule)
            theta, arrow, theta_before, *step = self.rule
            self.play(
                ApplyMethod(self.presence.set_value, 1, run_time=1.4),
                ReplacementTransform(theta, self.names[0], run_time=1.4),
                ReplacementTransform(theta_before, self.names[1], run_time=1.4),
                FadeOut(arrow, *step, run_time=style.CALM),
            )
            self.add(self.axis)
            self.play(
                self.rise.animate.set_value(1), FadeIn(self.names[2]), FadeIn(self.not_to_scale), run_time=1.8
            )
            self.play(
                ApplyMethod(self.azimuth.set_value, DRIFTED_AZIMUTH, run_time=6.4),
                Succession(
                    Wait(1.2),
                    ApplyMethod(self.wall_drawn.set_value, 1, run_time=1.6),
                    ApplyMethod(self.floor_drawn.set_value, 1, run_time=3.0),
                ),
            )

    def look_straight_down(self) -> None:
        with self.beat(
            "From above", "Seen from straight above it becomes a map. Every line joins points of equal loss."
        ):
            self.play(
                ApplyMethod(self.swing.set_value, 1, run_time=3.2),
                *(FadeOut(mobject, run_time=0.6) for mobject in (self.names, self.axis, self.not_to_scale)),
            )
            # Straight above and without relief the surface is the map, so the map takes its place.
            self.remove(self.surface)
            self.add(self.map, self.wall, self.floor)
            self.walk_along_a_contour()

    def walk_along_a_contour(self) -> None:
        """Follow one contour with a marker, whose loss does not change."""
        drawn = self.map.contours[LEVELS[::-1].index(LEVEL_WALKED)]
        line, walked = np.concatenate([drawn.points[::4], drawn.points[-1:]]), ValueTracker(0)

        def here() -> Array:
            return position_at(line, walked.get_value())

        walker = Circle(radius=style.MARKER_RADIUS, color=style.INK, fill_opacity=1).move_to(line[0])
        walker.add_updater(lambda dot: dot.move_to(here()))
        trail = VMobject(stroke_color=style.INK, stroke_width=style.PATH_WIDTH)
        trail.add_updater(
            lambda trail: trail.set_points_as_corners([*line[: int(walked.get_value()) + 1], here()])
        )
        reading = Readout(LEVEL_WALKED, "loss = {:.2f}", style.HEADING_SIZE).next_to(self.map, UP, buff=0.4)
        reading.follow(lambda: float(RAVINE.value(self.map.to_parameters(here()))))
        self.add(trail, walker)
        self.play(
            ApplyMethod(walked.set_value, len(line) - 1, run_time=2.8),
            FadeOut(self.wall, self.floor, run_time=style.QUICK),
            FadeIn(reading, run_time=style.QUICK),
        )
        for mobject in (walker, trail, reading):
            mobject.clear_updaters()
        self.walk = VGroup(trail, walker, reading)

    def lay_out_the_sections(self) -> None:
        """Place the map, the cut along it right below it, and the cut across it beside them, to one scale."""
        width = SECTION_UNIT * (RIGHT_END - LEFT_END)
        self.small_map = RavineMap(width).move_to((SECTIONS_LEFT + width / 2, 2.6, 0))
        floor, wall = floor_line(RIGHT_END), wall_line(ACROSS_REACH)
        self.along = CrossSection(
            floor, 0, ALONG_TOP, ticks=(-10, -5, 0), loss_ticks=(0, 2), corner=(SECTIONS_LEFT, -0.4, 0)
        )
        self.across = CrossSection(
            wall, 1, ACROSS_TOP, ticks=(-1, 0, 1), loss_ticks=(0, 5, 10), corner=(3.2, -2.55, 0)
        )
        beside_the_wall = self.across.plot.to_screen(ACROSS_REACH, ACROSS_TOP / 2)
        self.across.label.arrange(DOWN, buff=0.15).next_to(beside_the_wall, RIGHT, buff=0.3)
        self.along.label.arrange(RIGHT, buff=0.2).move_to(self.along.plot.to_screen(-2.4, 1.2))
        to_screen = self.small_map.to_screen
        self.cuts = VGroup(
            Line(*to_screen(wall_line(UPPER_RIM)[[0, -1]])), Line(*to_screen(floor[[0, -1]]))
        ).set_stroke(style.INK, style.PATH_WIDTH)

        self.ratio = NotedFormula(
            f"kappa = {{{{ {ACROSS:g} : across }}}} / {{{{ {ALONG:g} : along }}}} = "
            f"{RAVINE.condition_number:g}",
            style.TITLE_SIZE,
            x=-4.3,
            note="ratio of the curvatures",
        )
        self.sum = NotedFormula(
            f"L = 1/2 ({ALONG:g} thin theta_1^2 + {ACROSS:g} thin theta_2^2)",
            style.HEADING_SIZE,
            x=0.1,
            note="no $theta_1 theta_2$ term",
        )
        self.one_scale = words("all to one scale", style.SMALLEST_SIZE, color=style.MUTED_INK)
        self.one_scale.move_to((-style.SAFE_LEFT, -style.SAFE_TOP, 0), aligned_edge=DOWN + RIGHT)

    def cut_it_both_ways(self) -> None:
        with self.beat(
            "Two curvatures",
            f"Cut it both ways. Across, the curvature is {ACROSS:g}. Along, it is {ALONG:g}. "
            f"That ratio of {RAVINE.condition_number:g} alone makes the ravine; "
            "the two parameters need not interact at all.",
        ):
            self.play(
                Transform(self.map, self.small_map, run_time=1.0), FadeOut(self.walk, run_time=style.QUICK)
            )
            across_cut, along_cut = self.cuts
            self.play(Create(across_cut), Create(along_cut), run_time=0.8)
            self.play(
                FadeIn(self.across.plot), TransformFromCopy(across_cut, self.across.curve), run_time=1.4
            )
            self.play(FadeIn(self.across.label), FadeIn(self.one_scale), run_time=0.6)
            self.play(FadeIn(self.along.plot), TransformFromCopy(along_cut, self.along.curve), run_time=1.4)
            self.play(FadeIn(self.along.label), run_time=0.6)
            self.form_the_ratio()
            self.wait(0.8)
            self.play(FadeIn(self.sum.formula), run_time=1.2)
            self.play(FadeIn(self.sum.note), run_time=0.8)

    def form_the_ratio(self) -> None:
        """Bring both curvatures together in their ratio."""
        ratio, note = self.ratio
        above, below = ratio.select("across"), ratio.select("along")
        rest = [part for part in ratio if part not in (*above, *below)]
        self.play(
            TransformFromCopy(self.across.label[1], above),
            TransformFromCopy(self.along.label[1], below),
            FadeIn(*rest, note),
            run_time=1.6,
        )
        self.add(ratio)

    def rest_on_the_map(self) -> None:
        shown = (self.cuts, self.one_scale, *self.across, *self.along, *self.ratio, *self.sum)
        self.cross_over(
            *(FadeOut(mobject, run_time=style.QUICK) for mobject in shown),
            ReplacementTransform(self.map, resting_map(), run_time=1.0),
            Wait(1.2),  # The map stands still before the scene ends: its last frame is the next one's first.
        )
