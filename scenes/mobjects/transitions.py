"""The pictures on which one scene ends and the next begins.

A scene ends, by ``cross_over``, on the very picture that the next one opens with.
"""

from __future__ import annotations

from manim import DOWN, LEFT, RIGHT, UL, UP, MathTypst, VGroup

from scenes import style
from scenes.mobjects.loss_map import STAR_Z_INDEX
from scenes.mobjects.plot import Plot
from scenes.mobjects.ravine_map import RavineMap
from scenes.mobjects.steps_plot import StepsAtOurRate
from scenes.mobjects.typography import formula

LARGE = 2.0
"""A rule that is spoken of is so many times as large as it is over a picture."""

AXIS_FOOT = style.CAPTIONS_TOP + 0.2


def resting_map() -> RavineMap:
    """Return the ravine's map, full width in the middle of the frame."""
    return RavineMap()


RACE_MAP_WIDTH, RACE_MAP_LEFT, RACE_MAP_TOP = 8.2, -5.5, 3.15


def map_of_the_race() -> RavineMap:
    """Return the ravine's map as a strip, over the losses of the race and left of what is said of it."""
    ravine = RavineMap(RACE_MAP_WIDTH)
    # Below both runs, so that the map forms one static layer.
    ravine.set_z_index(-1)
    ravine.stars.set_z_index(STAR_Z_INDEX)
    return ravine.move_to((RACE_MAP_LEFT, RACE_MAP_TOP, 0), aligned_edge=UL)


def plain_rule() -> MathTypst:
    """Return plain descent's rule at the height of a headline; parts ``step`` and ``gradient``."""
    rule = formula("theta arrow.l theta - {{ alpha {{ grad : gradient }} : step }}", style.TITLE_SIZE)
    return rule.move_to((0, style.HEADLINE_HEIGHT, 0))


def axis_of_one_parameter() -> Plot:
    """Return the axis of θ at the foot of the picture, with room for a loss over it as high as the frame."""
    plot = Plot(
        (-0.3, 5.1),
        (0.0, 8.67),
        width=12.2,
        height=5.4,
        horizontal_ticks=range(6),
        label_size=style.BODY_SIZE,
    )
    axis, height = plot.axes
    height.set_stroke(opacity=0)
    plot.names.add(formula("theta").next_to(axis, RIGHT, buff=0.15))
    return plot.shift((style.SAFE_LEFT - axis.get_left()[0], AXIS_FOOT - plot.get_bottom()[1], 0))


RULE_SIZE = 72


def rule_of_one_parameter() -> MathTypst:
    """Return plain descent's rule over that axis, at the upper left, in ``RULE_SIZE``."""
    rule = plain_rule().scale(RULE_SIZE / style.TITLE_SIZE)
    return rule.move_to((style.SAFE_LEFT, 2.5, 0), aligned_edge=LEFT)


def large_plain_rule() -> MathTypst:
    """Return plain descent's rule alone in the middle, ``LARGE`` times as large as over a picture."""
    return plain_rule().scale(LARGE).move_to((0, 0.75, 0))


def momentum_rules() -> VGroup:
    """Return momentum's two rules side by side at the height of a headline.

    The first has the parts ``new``, ``kept`` (βv) and ``push`` (α∇L), the second has ``velocity``.
    """
    terms = "{{ vel : new }} {{ arrow.l : first }} {{ beta vel : kept }} + {{ alpha grad : push }}"
    velocity_rule = formula(terms, style.TITLE_SIZE)
    step_rule = formula("theta {{ arrow.l : first }} theta - {{ vel : velocity }}", style.TITLE_SIZE)
    rules = VGroup(velocity_rule, step_rule).arrange(buff=1.2)
    # Their arrows stand at one height above the baseline.
    step_rule.shift((velocity_rule.select("first").get_y() - step_rule.select("first").get_y()) * UP)
    return rules.move_to((0, style.HEADLINE_HEIGHT, 0))


LARGE_PAIR = 1.7
"""How large both of momentum's rules stand in one row, from margin to margin."""


def momentum_rules_under_code() -> VGroup:
    """Return momentum's two rules large, from the left margin, with room for code over them."""
    rules = momentum_rules().scale(LARGE_PAIR)
    corner = (style.SAFE_LEFT, -1.15, 0)
    return rules.shift(corner - rules[0].select("new").get_corner(DOWN + LEFT))


def velocity_rule() -> MathTypst:
    """Return the velocity's rule for a gradient g, alone at the height of a headline.

    It has the parts ``new``, ``kept`` (βv) and ``push`` (αg).
    """
    terms = "{{ vel : new }} arrow.l {{ beta vel : kept }} + {{ alpha slope(g) : push }}"
    return formula(terms, style.TITLE_SIZE).move_to((0, style.HEADLINE_HEIGHT, 0))


def steps_at_our_rate() -> StepsAtOurRate:
    """Return the axes for steps home over the learning rate, with the film's two counts."""
    return StepsAtOurRate()
