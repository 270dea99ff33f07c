from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from momentum_sim import RAVINE, heavy_ball
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from production.timeline import Timeline
from scenes import experiment, style
from scenes.questions import (
    LEARNING_RATE,
    LONG_ARRIVAL,
    LONG_MEMORY,
    MOMENTUM,
    QUESTIONS,
    STEADY_STEP,
    Question,
)
from scenes.quiz import (
    CARDS_BOTTOM,
    CARDS_TOP,
    CREEPING_RATE,
    LEFT_EDGE,
    MINIMUM_X,
    OVERSHOT,
    PLOT_SIZE,
    RIGHT_EDGE,
    RINGING_STEPS,
    THINKING_TIME,
    WRONG_OPTION_OPACITY,
    CrossingFirst,
    Givens,
    OptionCard,
    Timer,
    VelocityOnRuler,
    along_the_floor,
    cards_in_a_row,
    evenly_along,
    gather_speed_and_settle,
    phrases,
    question_in_parts,
    runs_that_are_meant,
    settling_velocities,
    stacked_cards,
)
from scenes.speech import PAUSE
from tests.test_style import contrast


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return read_timeline(SceneRef("scenes.quiz:Quiz"))


def test_each_question_has_three_or_four_different_options() -> None:
    for question in QUESTIONS:
        assert 3 <= len(set(question.options)) == len(question.options) <= 4
        assert len(set(question.reasons)) == len(question.options)


def test_the_right_letter_is_another_each_time() -> None:
    assert len({question.right for question in QUESTIONS}) == len(QUESTIONS)


def test_the_right_options_are_right() -> None:
    kept, amplified, ringing = (question.options[question.right] for question in QUESTIONS)
    assert "velocity is kept" in kept
    # A constant gradient g adds up to αg/(1 − β).
    assert float(amplified.removesuffix(" $g$")) == pytest.approx(LEARNING_RATE / (1 - MOMENTUM))
    assert "overshoots" in ringing


def test_the_second_answer_is_ten_times_plain_descents_step() -> None:
    velocity = 0.0
    for _ in range(200):
        velocity = MOMENTUM * velocity + LEARNING_RATE
    assert velocity == pytest.approx(0.1)
    assert velocity / LEARNING_RATE == pytest.approx(10)


def test_the_longest_memory_was_first_across_and_last_home_but_one() -> None:
    runs = heavy_ball(
        RAVINE,
        experiment.START,
        learning_rate=experiment.LEARNING_RATE,
        momentum=(0.0, 0.5, 0.9, LONG_MEMORY),
        steps=1000,
    )
    crossed = runs.parameters[..., 0] >= 0
    first = np.where(crossed.any(axis=0), crossed.argmax(axis=0), np.inf)
    assert first.argmin() == 3
    assert list(runs.steps_to_each(experiment.TOLERANCE).argsort()) == [2, 1, 3, 0]


def test_there_is_time_to_think_after_the_words(timeline: Timeline) -> None:
    for beat in timeline.beats[::2]:
        spoken = len(beat.narration.split()) * 60 / 150
        # Where words are recorded, a pause follows them; guessed ones include it.
        assert beat.end - beat.start >= spoken + THINKING_TIME - PAUSE - 0.05
    assert THINKING_TIME >= 4


def test_questions_and_answers_take_turns(timeline: Timeline) -> None:
    assert [beat.title for beat in timeline.beats] == [
        f"{part} {number}" for number in (1, 2, 3) for part in ("Question", "Answer")
    ]
    assert timeline.beats[3].narration == "0.1 g, 10 times plain descent's."
    assert "99 percent" in timeline.beats[5].narration
    assert 36 <= timeline.length <= 48


@pytest.mark.parametrize("share", [1.0, 0.6, 0.1, 0.0])
def test_the_timer_grows_shorter(share: float) -> None:
    line = Timer(CARDS_TOP).set_to(share).line
    assert line.get_length() == pytest.approx(share * (RIGHT_EDGE - LEFT_EDGE), abs=0.02)
    assert line.get_left()[0] == pytest.approx(LEFT_EDGE)
    assert line.get_y() > CARDS_TOP


def test_an_answered_question_leaves_before_the_next_one_is_spoken(timeline: Timeline) -> None:
    for beat in timeline.beats[1::2]:
        assert beat.end - beat.still_time >= 0.25


def test_the_options_can_be_read_by_those_who_do_not_see_them() -> None:
    assert QUESTIONS[1].in_words == "A: 0.001 g. B: 0.01 g. C: 0.019 g. D: 0.1 g."


def test_the_velocity_on_the_ruler_is_to_scale() -> None:
    shown = VelocityOnRuler(np.array([0.01, 0.019, 0.0271]), 0.1, start=(1.0, 0.0), unit=50.0).set_to(2)
    assert shown.arrow.end - shown.arrow.start == pytest.approx([50 * 0.019, 0, 0])
    assert shown.number.text == "0.019"
    # Between two steps the arrow glides, and the number says how long it is.
    shown.set_to(1.5)
    assert shown.arrow.end[0] - 1 == pytest.approx(50 * 0.0145)
    assert shown.number.text in {"0.014", "0.015"}
    assert shown.number.get_left()[0] == pytest.approx(1)
    # Beneath it: nine tenths of the last velocity, then the push.
    shown.set_to(3)
    assert shown.kept.end - shown.kept.start == pytest.approx([50 * 0.9 * 0.019, 0, 0])
    assert shown.push.start == pytest.approx(shown.kept.end)
    assert shown.push.end - shown.push.start == pytest.approx([50 * 0.01, 0, 0])
    assert shown.push.end[0] == pytest.approx(shown.arrow.end[0])
    # A tick for each of plain descent's steps, from none to ten.
    assert [tick.get_x() for tick in shown.ruler] == pytest.approx(np.linspace(1, 6, 11))


def test_the_velocity_settles_when_it_rounds_to_a_tenth() -> None:
    velocities = settling_velocities()
    assert len(velocities) == 51
    shown = VelocityOnRuler(velocities, STEADY_STEP, start=(0.0, 0.0), unit=80.0)
    assert [shown.set_to(step).number.text for step in (50, 51)] == ["0.099", "0.1"]
    # It rides the arrow's tip.
    assert shown.gradient.get_right()[0] == pytest.approx(shown.arrow.end[0])


def test_the_longest_memory_is_home_from_step_904_on() -> None:
    positions = along_the_floor(experiment.LEARNING_RATE)
    outside = np.flatnonzero(np.abs(positions) >= experiment.TOLERANCE)
    assert outside.max() == LONG_ARRIVAL - 1 == 903


def test_the_ride_takes_every_stretch_of_the_curve_at_one_speed() -> None:
    corner = np.array([(0, 0, 0), (3, 4, 0), (4, 4, 0)])
    step_at = evenly_along(corner)
    assert [step_at(share) for share in (0, 0.5, 5 / 6, 1)] == pytest.approx([0, 0.6, 1, 2])
    rates = [gather_speed_and_settle(share) for share in np.linspace(0, 1, 50)]
    assert (rates[0], rates[-1]) == pytest.approx((0, 1))
    assert (np.diff(rates) > 0).all()


@pytest.mark.parametrize("count", [3, 4])
def test_the_cards_fill_the_frame_down_to_the_captions(count: int) -> None:
    cards = stacked_cards(count)
    assert cards[0].get_top()[1] == pytest.approx(CARDS_TOP)
    assert cards[-1].get_bottom()[1] == pytest.approx(CARDS_BOTTOM)
    assert CARDS_BOTTOM > style.CAPTIONS_TOP
    assert all(above.get_bottom()[1] > below.get_top()[1] for above, below in pairwise(cards))


def test_cards_in_a_row_hold_their_options() -> None:
    question = QUESTIONS[1]
    bodies = cards_in_a_row(len(question.options))
    assert bodies[0].get_left()[0] == pytest.approx(LEFT_EDGE)
    assert bodies[-1].get_right()[0] == pytest.approx(RIGHT_EDGE)
    assert bodies[0].get_bottom()[1] > CARDS_BOTTOM
    for text, body in zip(question.options, bodies, strict=True):
        assert OptionCard("A", text, body).text.get_right()[0] < body.get_right()[0] - 0.2


def test_the_rule_has_the_second_questions_numbers() -> None:
    givens = Givens()
    assert '"kept", momentum(0.9) thin vel' in givens.frame.typst_code
    assert '"rate", 0.01 thin' in givens.frame.typst_code
    for (animation,) in givens.told():
        animation.begin()
        animation.finish()
    assert all(part.get_fill_opacity() == 1 for part in givens.frame)


def test_the_longest_memory_is_seen_to_cross_first() -> None:
    race = CrossingFirst()
    assert race.crossing == 23
    assert race.arrivals == [904, 92, 464, 938]
    race.set_to(race.crossing - 1)
    assert all(marker.get_x() < MINIMUM_X for marker in race.markers)
    longest, *others = race.set_to(race.crossing).markers
    assert longest.get_x() >= MINIMUM_X > max(other.get_x() for other in others)
    assert race.step.text == "step 23"
    assert race.homes.get_left()[0] > longest.get_right()[0]


@pytest.mark.parametrize(("question", "situation"), [(QUESTIONS[1], Givens), (QUESTIONS[2], CrossingFirst)])
def test_something_comes_with_each_phrase(
    question: Question, situation: type[Givens | CrossingFirst]
) -> None:
    assert len(situation().told()) == len(phrases(question.spoken))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_fits_in_the_frame(question: Question) -> None:
    parts = question_in_parts(question)
    assert parts.get_right()[0] <= RIGHT_EDGE
    assert parts.get_top()[1] <= style.SAFE_TOP
    assert parts.get_bottom()[1] > CARDS_TOP


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_shown_phrase_by_phrase_as_it_is_spoken(question: Question) -> None:
    assert len(phrases(question.shown)) == len(phrases(question.spoken))


def test_a_rate_that_creeps_is_below_the_one_at_which_it_swings() -> None:
    assert (1 - LONG_MEMORY**0.5) ** 2 / RAVINE.curvatures.min() > CREEPING_RATE


def test_each_run_looks_as_its_option_says() -> None:
    drawings = runs_that_are_meant()
    rings, creeps, waits, grows = (drawing[1].get_start_anchors()[:, 1] for drawing in drawings)
    start = rings[0]
    assert all(run[0] == pytest.approx(start) for run in (creeps, waits))
    assert rings.max() > 0.7 * -start
    assert (np.diff(creeps) > 0).all()
    assert creeps.max() < 0
    # It comes, but after a twentieth of its steps it has hardly begun.
    assert waits[len(waits) // 20] < 0.94 * start
    assert abs(waits[-1]) < 0.01 * -start
    swings = np.abs(grows)
    # It starts small, so that it is seen to grow.
    assert swings[-200:].max() > 3 * swings[:200].max()
    # It stays on its card.
    assert swings.max() < stacked_cards(4)[0].height / 2 - 0.1
    # What diverges has no star.
    assert [len(drawing) for drawing in drawings] == [3, 3, 3, 2]


def test_a_wrong_option_can_still_be_read() -> None:
    text = OptionCard("A", "Wrong", stacked_cards(3)[0]).text
    faded = text.fade(1 - WRONG_OPTION_OPACITY).submobjects[0].get_fill_opacity()
    ink, ground = (
        np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)]) for c in (style.INK, style.BACKGROUND)
    )
    red, green, blue = (round(part) for part in faded * ink + (1 - faded) * ground)
    assert contrast(f"#{red:02X}{green:02X}{blue:02X}", style.BACKGROUND) >= 4.5


def test_the_longest_memory_overshoots_by_most_of_its_way() -> None:
    positions = along_the_floor(experiment.LEARNING_RATE)
    assert int(positions.argmax()) == 44
    assert f"{positions.max():.2f}" == "7.98"


def test_it_has_just_overshot_when_that_is_told() -> None:
    width, height = PLOT_SIZE
    x = np.arange(LONG_ARRIVAL + 1) * width / RINGING_STEPS
    y = along_the_floor(experiment.LEARNING_RATE)[: LONG_ARRIVAL + 1] * height / 20
    step_at = evenly_along(np.stack([x, y], axis=-1))
    assert 44 < step_at(gather_speed_and_settle(OVERSHOT[0])) < 60
