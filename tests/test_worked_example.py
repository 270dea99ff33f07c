from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from manim import ORIGIN
from numpy.testing import assert_allclose

from momentum_sim import RAVINE, gradient_descent
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from production.timeline import Timeline
from scenes import experiment, style
from scenes import made_up_gradients as numbers
from scenes import worked_example as scene
from scenes.made_up_gradients import closed_form, equation_parts, kept_and_pushed
from scenes.mobjects.typography import formula
from scenes.speech import PAUSE, speaking_time
from scenes.worked_example import (
    SECOND_RING,
    PulledBack,
    across_plot,
    all_pushes,
    along_plot,
    as_spoken,
    counted,
    gradients,
    joined,
    last_curve,
    last_steps_plot,
    lay_out_a_lane,
    product,
    signs,
    step_after,
    steps_seen,
    the_sum,
    zero_of_the_pushes,
)

SCENE = SceneRef("scenes.worked_example:WorkedExample")


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return read_timeline(SCENE)


def test_the_table_is_the_lessons() -> None:
    assert_allclose(numbers.GRADIENTS[:4], [(1, 2), (1, -2), (1, 2), (1, -2)])
    assert_allclose(numbers.VELOCITIES[:4, 0], [0.1, 0.19, 0.271, 0.3439])
    assert_allclose(numbers.VELOCITIES[:4, 1], [0.2, -0.02, 0.182, -0.0362], atol=1e-15)


def test_sixty_steps_come_to_the_published_values() -> None:
    assert round(numbers.VELOCITIES[59, 0], 3) == 0.998
    assert round(numbers.VELOCITIES[58, 1], 3) == 0.105
    assert round(numbers.VELOCITIES[59, 1], 3) == -0.105


def test_the_limits_are_those_of_the_closed_forms() -> None:
    steps = np.arange(1, 61)
    assert_allclose(numbers.VELOCITIES[:, 0], numbers.LIMIT_ALONG * (1 - 0.9**steps))
    assert pytest.approx(0.1 / (1 - 0.9)) == numbers.LIMIT_ALONG
    assert pytest.approx(0.1 * 2 / (1 + 0.9)) == numbers.LIMIT_ACROSS


def test_nineteen_is_ten_times_one_point_nine() -> None:
    assert pytest.approx(10) == numbers.GAIN
    assert pytest.approx(1.9) == numbers.DAMPING
    assert pytest.approx(19) == numbers.GAIN * numbers.DAMPING


def test_in_the_ravine_it_is_about_ten() -> None:
    assert experiment.steps_home() == [938, 92]
    assert round(938 / 92) == 10


def test_the_ten_of_the_ravine_ends_at_the_safe_edge() -> None:
    ravine, names = counted(938, 92)
    assert [each.typst_code for each in ravine] == ["#plain[938]", "/", "#momentum[92]", "≈", "10"]
    for row in (ravine, names):
        assert row.get_right()[0] == pytest.approx(-style.SAFE_LEFT)


def test_both_runs_end_in_rings_round_the_minimum() -> None:
    plain_count, _, momentum_count, *_ = list[Any](counted(938, 92)[0])
    race = scene.RaceHome(plain_count, momentum_count)
    parts: list[Any] = list(race.picture)
    ravine, plain, momentum = parts
    race.set_to(92)
    for run in (1, 0):
        arriving = race.arriving(run)
        arriving.begin()
        arriving.finish()
    for ring in (plain.marker, momentum.marker):
        assert_allclose(ring.get_center(), ravine.stars.get_center(), atol=1e-6)
        assert plain.line.z_index < ring.z_index < ravine.stars[0].z_index
    assert plain.marker.width == pytest.approx(SECOND_RING * momentum.marker.width)


def test_a_run_that_is_home_stays_a_ring_while_the_other_is_counted() -> None:
    plain_count, _, momentum_count, *_ = list[Any](counted(938, 92)[0])
    race = scene.RaceHome(plain_count, momentum_count)
    race.set_to(92)
    assert [count.text for count in race.counts] == ["92", "92"]
    ring = race.paths[1].marker.move_to(ORIGIN)
    race.set_to(300)
    assert_allclose(ring.get_center(), ORIGIN)
    assert [count.text for count in race.counts] == ["300", "92"]
    race.set_to(2000)
    assert [count.text for count in race.counts] == ["938", "92"]


def test_each_number_of_the_product_stands_under_what_it_tells() -> None:
    gain, times, damping, equals, together = product(scene.PRODUCT_SIZE, 0)
    assert [sign.typst_code for sign in (times, equals)] == ["×", "="]
    written = [tuple(str(each.typst_code) for each in pair) for pair in (gain, damping, together)]
    assert written == [("10", "more along"), ("1.9", "less across"), ("19", "in along's favour")]
    for number, name in (gain, damping, together):
        assert name.get_x() == pytest.approx(number.get_x())


@pytest.mark.parametrize("column", range(numbers.COLUMNS))
def test_what_is_kept_and_what_is_added_make_the_velocity(column: int) -> None:
    assert_allclose(sum(kept_and_pushed(column)), numbers.VELOCITIES[column], atol=1e-15)


def test_a_gradient_gives_way_to_its_push() -> None:
    lane = lay_out_a_lane("across", 1, "2")
    number, push = lane.gradients[1], lane.sums[1].push
    lane.giving_way(1)
    lane.pushing(1)
    assert number not in lane.shown.submobjects
    assert push in lane.shown.submobjects
    assert push.get_x() == pytest.approx(number.get_x())


def test_a_standing_sum_comes_to_the_middle_of_its_column_as_its_terms_go() -> None:
    lane = lay_out_a_lane("across", 1, "2")
    lane.pushing(0)
    lane.adding_up(0)
    first = lane.sums[0]
    middle = first.push.start[0]
    for animation in lane.keeping(1):
        animation.begin()
        animation.finish()
    assert first.total.start[0] == first.total.end[0] == pytest.approx(middle)
    assert first.push not in lane.shown.submobjects
    assert first.total in lane.shown.submobjects


@pytest.mark.parametrize("column", range(1, numbers.COLUMNS))
@pytest.mark.parametrize(("name", "direction", "axis"), [("along", 0, 0), ("across", 1, 1)])
def test_the_arrows_are_to_scale_and_tail_to_tip(column: int, name: str, direction: int, axis: int) -> None:
    lane = lay_out_a_lane(name, direction, "1")
    arrows = lane.sums[column]
    kept, pushed = (part[direction] for part in kept_and_pushed(column))
    for arrow, value in ((arrows.kept, kept), (arrows.push, pushed), (arrows.total, kept + pushed)):
        vector = np.zeros(3)
        vector[axis] = scene.UNIT * value
        assert_allclose(arrow.end - arrow.start, vector, atol=1e-12)
    assert arrows.push.start[axis] == pytest.approx(arrows.kept.end[axis])
    assert arrows.total.end[axis] == pytest.approx(arrows.push.end[axis])


def test_the_arrows_stand_in_their_columns() -> None:
    along, across = lay_out_a_lane("along", 0, "1"), lay_out_a_lane("across", 1, "2")
    assert_allclose([each.total.get_x() for each in along.sums], scene.COLUMN_MIDDLES)
    assert_allclose([each.push.get_x() for each in across.sums], scene.COLUMN_MIDDLES)
    assert {each.kept.start[1] for each in across.sums} == {scene.LEVELS[1]}


def test_the_numbers_are_the_lessons_and_stand_in_their_columns() -> None:
    along, across = lay_out_a_lane("along", 0, "1"), lay_out_a_lane("across", 1, "2")
    assert [number.text for number in along.numbers] == ["0.100", "0.190", "0.271", "0.344"]
    assert [number.text for number in across.numbers] == ["0.200", "−0.020", "0.182", "−0.036"]
    for lane in (along, across):
        # Their minus signs stand before the columns.
        middles = [number.get_right()[0] - along.numbers[0].width / 2 for number in lane.numbers]
        assert_allclose(middles, scene.COLUMN_MIDDLES, atol=0.05)


def test_the_equations_are_the_rule_in_numbers() -> None:
    assert equation_parts(0, 0) == ("0.1 × #slope[1]", "= #speed[*0.100*]")
    assert equation_parts(1, 0) == (
        "#momentum[0.9] × #speed[0.100]",
        "+ 0.1 × #slope[1]",
        "= #speed[*0.190*]",
    )
    assert equation_parts(1, 1) == (
        "#momentum[0.9] × #speed[0.200]",
        "+ 0.1 × #slope[(−2)]",
        "= #speed[*−0.020*]",
    )


def test_the_limits_are_written_in_numbers() -> None:
    assert [closed_form(direction)[1] for direction in (0, 1)] == [
        "display(slope(0.1) / (1 - momentum(0.9)))",
        "display(slope(plus.minus 0.2) / (1 + momentum(0.9)))",
    ]


def test_the_limit_across_leads_to_itself_with_the_other_sign() -> None:
    assert pytest.approx(0.2 - 0.9 * numbers.LIMIT_ACROSS) == numbers.LIMIT_ACROSS


def test_both_plots_are_as_high_and_begin_with_the_arrows() -> None:
    for plot in (across_plot(), along_plot()):
        bottom, top = (plot.to_screen(0, value) for value in plot.vertical)
        assert top[1] - bottom[1] == pytest.approx(scene.PLOT_HEIGHT)
        assert bottom[0] == pytest.approx(scene.LEFT_EDGE)


@pytest.mark.parametrize("direction", [0, 1])
def test_all_pushes_add_up_tail_to_tip_to_the_velocity(direction: int) -> None:
    axis, pushes = direction, all_pushes(direction)
    for one, following in pairwise(pushes):
        assert following.start[axis] == pytest.approx(one.end[axis])
    lengths = [(push.end - push.start)[axis] for push in pushes]
    weights = (0.9, -0.9)[direction] ** np.arange(numbers.STEPS)
    assert_allclose(lengths, scene.SUM_UNIT * (0.1, 0.2)[direction] * weights)
    # The newest push across is drawn upwards.
    assert sum(lengths) == pytest.approx(scene.SUM_UNIT * abs(numbers.VELOCITIES[-1, direction]))


def test_the_newest_pushes_across_are_joined_tip_to_tail() -> None:
    pushes = all_pushes(1)
    for dashes, one, following in zip(joined(pushes), pushes, pushes[1:], strict=False):
        assert_allclose(dashes.get_start(), one.end)
        assert dashes.get_y() == pytest.approx(following.start[1])
    assert len(joined(pushes)) == scene.JOINED
    # Along, each begins where the last one ends.
    assert len(joined(all_pushes(0))) == 0


def test_the_pushes_across_set_out_from_their_zero_line() -> None:
    zero, pushes = zero_of_the_pushes(), all_pushes(1)
    assert pushes[0].start[1] == pytest.approx(zero.get_y())
    # What all come to begins there, too, at the line's end.
    assert_allclose(the_sum(1)[1].start, zero.get_end())


def test_each_push_across_is_over_the_same_steps_along() -> None:
    along, across = ([push.get_x() for push in all_pushes(direction)] for direction in (0, 1))
    assert_allclose(across, along)


@pytest.mark.parametrize(("direction", "factor"), [(0, 10), (1, 1 / 1.9)])
def test_the_sums_are_as_many_times_a_push_as_is_written(direction: int, factor: float) -> None:
    _, total, _ = the_sum(direction)
    newest = all_pushes(direction)[0]
    assert_allclose(total.end - total.start, factor * (newest.end - newest.start))


@pytest.mark.parametrize(("direction", "written"), [(0, r"\+ \+ \+ \+"), (1, r"\+ − \+ −")])
def test_the_signs_are_those_of_the_pushes_under_them(direction: int, written: str) -> None:
    pushes = all_pushes(direction)
    row = signs(direction, pushes)
    assert [sign.typst_code for sign in row] == written.split()
    assert_allclose([sign.get_x() for sign in row], [push.get_x() for push in pushes[: numbers.COLUMNS]])


def test_the_equals_signs_across_stand_in_one_column() -> None:
    equals = [line.select("equals").get_x() for line in scene.solved_across()]
    assert equals == pytest.approx([scene.EQUALS] * 3)


def test_plain_descent_waits_on_the_floor_for_most_of_its_steps() -> None:
    run = gradient_descent(RAVINE, experiment.START, learning_rate=experiment.LEARNING_RATE, steps=938)
    # The 104th step is the first that is longer along than across.
    assert scene.floor_reached(run.parameters) == 103


@pytest.mark.parametrize("direction", [0, 1])
def test_gradients_and_their_signs_stand_in_the_order_of_steps(direction: int) -> None:
    for row in (gradients(direction), signs(direction, all_pushes(direction))):
        lefts = [each.get_x() for each in row]
        assert lefts == sorted(lefts)
        assert len(row) == numbers.COLUMNS


def test_what_is_said(timeline: Timeline) -> None:
    cases, along, across, sixty, nineteen, ravine = (beat.narration for beat in timeline.beats)
    assert "Along, always 1. Across, plus 2, minus 2." in cases
    assert along.startswith("Along, 0.1. Then 0.9 of that, plus 0.1: 0.19. Each step")
    assert across.startswith("Across, 0.2. Then −0.02. What one push")
    assert timeline.beats[1].shown.endswith("0.1, 0.19, 0.271, 0.344.")
    assert timeline.beats[2].shown.endswith("0.2, −0.02, 0.182, −0.036.")
    assert "along nears 1, the push over one minus beta" in sixty
    assert "undoes 0.9 v and leaves one v the other way: 1.9 v in all." in sixty
    assert sixty.endswith("So v is the push over one plus beta, plus and minus 0.105.")
    assert "ten times more of what agrees, 1.9 times less of what alternates. Together, 19." in nineteen
    assert "about ten" in ravine


def test_a_second_is_silent_after_nineteen(timeline: Timeline) -> None:
    beat = timeline.beats[4]
    # With the pause that follows a recording's last word, it is a second.
    assert beat.end - beat.start - speaking_time(beat.narration) >= 1 - PAUSE - 1 / 15


def test_the_length(timeline: Timeline) -> None:
    assert timeline.length == pytest.approx(52, rel=0.15)


def test_the_closed_form_is_written_as_it_is_spoken() -> None:
    written = formula(f"vel = {closed_form(1)[0]}")
    v_is, push, divisor, rest = as_spoken(written)
    # αg and its bar over 1 + β.
    assert [len(part) for part in (v_is, push, divisor, rest)] == [2, 3, 3, 0]
    assert max(part.get_top()[1] for part in divisor) < push.get_bottom()[1] + 0.05


def test_the_last_steps_alternate_between_the_limits() -> None:
    plot = last_steps_plot()
    curve = last_curve(plot)
    assert len(curve.curve) == scene.LAST_STEPS + 1
    signs = (-1.0) ** np.arange(numbers.STEPS - scene.LAST_STEPS - 1, numbers.STEPS)
    steps = np.arange(numbers.STEPS - scene.LAST_STEPS, numbers.STEPS + 1)
    assert_allclose(curve.curve, plot.to_screen(steps, signs * numbers.LIMIT_ACROSS), atol=0.02)


def test_the_next_step_turns_the_last_velocity_round() -> None:
    plot = last_steps_plot()
    step, (zero, tip) = step_after(plot), plot.to_screen([60, 60], [0, numbers.VELOCITIES[-1, 1]])
    assert_allclose((step.kept.end - step.kept.start), 0.9 * (tip - zero))
    # 0.9 v is undone, and one v is left the other way: 1.9 v in all.
    assert_allclose((step.push.end - step.push.start), -1.9 * (tip - zero), atol=0.01)
    assert_allclose((step.total.end - step.total.start), zero - tip, atol=0.01)
    assert step.kept.start[1] == step.total.start[1] == pytest.approx(zero[1])


def test_the_columns_narrow_into_the_plots() -> None:
    plots = across_plot(), along_plot()
    pulled = PulledBack(plots)
    for lane, direction in zip(pulled.lanes, (1, 0), strict=True):
        heights = [arrow.end[1] - arrow.start[1] for arrow in lane.arrows]
        assert_allclose(heights, scene.FIRST_UNIT * numbers.VELOCITIES[: numbers.COLUMNS, direction])
        assert_allclose(lane.line.get_end_anchors()[: numbers.COLUMNS], [arrow.end for arrow in lane.arrows])
    pulled.set_to(1)
    for lane, plot, direction in zip(pulled.lanes, plots, (1, 0), strict=True):
        steps = np.arange(1, numbers.STEPS + 1)
        ends = lane.line.get_end_anchors()[: numbers.STEPS]
        assert_allclose(ends, plot.to_screen(steps, numbers.VELOCITIES[:, direction]), atol=1e-6)
    heights = [np.ptp(plot.to_screen(0, np.array([0.0, 0.1]))[:, 1]) for plot in plots]
    assert heights[0] / heights[1] == pytest.approx(scene.ENLARGEMENT)


def test_all_steps_are_seen_in_the_end() -> None:
    assert [steps_seen(share) for share in (0, 1)] == pytest.approx([numbers.COLUMNS, numbers.STEPS])
