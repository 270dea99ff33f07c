from __future__ import annotations

import numpy as np

from momentum_sim import RAVINE
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes.experiment import arrival
from scenes.recap import HEAVY, PLAIN, Recap


def test_ninety_two_steps_instead_of_938() -> None:
    assert arrival(HEAVY) == 92
    assert arrival(PLAIN) == 938


def test_the_race_is_fair_and_each_stays_where_it_arrived() -> None:
    assert PLAIN.learning_rate == HEAVY.learning_rate == 0.098
    np.testing.assert_array_equal(PLAIN.parameters[0], HEAVY.parameters[0])
    for run in (PLAIN, HEAVY):
        distance = np.linalg.norm(run.parameters - RAVINE.minimiser, axis=-1)
        assert distance[arrival(run) - 1] >= 0.1
        assert (distance[arrival(run) :] < 0.1).all()


def test_the_voice_says_both_numbers() -> None:
    (beat,) = read_timeline(SceneRef("scenes.recap:Recap")).beats
    assert "92 steps instead of 938" in beat.narration
    assert 8.5 <= beat.end <= 11.5


def test_panels_stand_clear_of_each_other_and_of_the_sentence() -> None:
    scene = Recap()
    scene.lay_out_the_race()
    assert scene.sentence.get_bottom()[1] > scene.plain.get_top()[1]
    assert scene.plain.get_bottom()[1] > scene.heavy.get_top()[1]
