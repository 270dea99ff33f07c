"""The pictures on which one scene ends and the next begins.

A scene ends, by ``cross_over``, on the very picture that the next one opens with.
"""

from __future__ import annotations

from manim import LEFT, UP, MathTypst, VGroup

from scenes import style
from scenes.mobjects.loss_map import STAR_Z_INDEX
from scenes.mobjects.ravine_map import RavineMap
from scenes.mobjects.steps_plot import StepsAtOurRate
from scenes.mobjects.typography import formula

LARGE = 2.0
"""A rule that is spoken of is so many times as large as it is over a picture."""


def resting_map() -> RavineMap:
    """Return the ravine's map, full width in the middle of the frame."""
    return RavineMap()


RACE_MAP_WIDTH, RACE_MAP_TOP = 9.3, 3.05


def map_of_the_race() -> RavineMap:
    """Return the ravine's map, smaller, at the left margin, where the race with the loss is run."""
    ravine = RavineMap(RACE_MAP_WIDTH)
    # Below both runs, so that the map forms one static layer.
    ravine.set_z_index(-1)
    ravine.stars.set_z_index(STAR_Z_INDEX)
    return ravine.move_to((style.SAFE_LEFT, RACE_MAP_TOP, 0), aligned_edge=UP + LEFT)


def plain_rule() -> MathTypst:
    """Return plain descent's rule at the height of a headline; parts ``step`` and ``gradient``."""
    rule = formula("theta arrow.l theta - {{ alpha {{ grad : gradient }} : step }}", style.TITLE_SIZE)
    return rule.move_to((0, style.HEADLINE_HEIGHT, 0))


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


def velocity_rule() -> MathTypst:
    """Return the velocity's rule for a gradient g, alone at the height of a headline.

    It has the parts ``new``, ``kept`` (βv) and ``push`` (αg).
    """
    terms = "{{ vel : new }} arrow.l {{ beta vel : kept }} + {{ alpha slope(g) : push }}"
    return formula(terms, style.TITLE_SIZE).move_to((0, style.HEADLINE_HEIGHT, 0))


def steps_at_our_rate() -> StepsAtOurRate:
    """Return the axes for steps home over the learning rate, with the film's two counts."""
    return StepsAtOurRate()
