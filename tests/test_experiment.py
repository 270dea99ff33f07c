from __future__ import annotations

import numpy as np
import pytest

from momentum_sim import RAVINE, gradient_descent
from scenes import experiment


def test_a_run_arrives_where_the_closed_form_does() -> None:
    run = gradient_descent(RAVINE, (-10, 0), learning_rate=0.05, steps=experiment.ENOUGH_STEPS)
    # |θ₁| = 10 (1 − αλ)ᵗ falls below 0.1 when t exceeds ln 100 / −ln(1 − αλ).
    expected = int(np.ceil(np.log(100) / -np.log(1 - 0.05 * 0.05)))
    assert experiment.arrival(run) == expected
    assert experiment.arrival_if_any(run) == expected


@pytest.mark.parametrize(
    ("learning_rate", "steps", "message"),
    [
        (
            0.098,
            50,
            r"is 7\.82 from the minimum after 50 steps, but must be within 0\.1 .* Give it more",
        ),
        (0.102, 2000, "or a learning rate below the stability limit"),
    ],
)
def test_a_run_that_never_arrives_is_refused(learning_rate: float, steps: int, message: str) -> None:
    run = gradient_descent(RAVINE, experiment.START, learning_rate=learning_rate, steps=steps)
    assert experiment.arrival_if_any(run) is None
    with pytest.raises(ValueError, match=message):
        experiment.arrival(run)
