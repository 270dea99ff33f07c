"""What the page lets one predict before the lab shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from scenes import experiment
from scenes.page.facts import LIMIT, PLAIN_LIMIT, home

ALPHA, BETA = experiment.LEARNING_RATE, experiment.MOMENTUM
TOO_FAST, LONG_MEMORY, BOWL, BOWL_RATE = 0.102, 0.99, 20.0, 0.05


@dataclass(frozen=True, slots=True)
class Prediction:
    """A question, its options with a reason for each, all in Typst markup, and a state of the lab to see.

    The keys of ``lab`` are those of its address.
    """

    shown: str
    options: tuple[str, ...]
    reasons: tuple[str, ...]
    right: int
    lab: Mapping[str, float]

    @property
    def before(self) -> dict[str, float]:
        """The state in which the lab keeps to itself what happens."""
        return {**self.lab, "predict": 1}


FASTER: Final = Prediction(
    shown=f"Raise $alpha$ from {ALPHA:g} to {TOO_FAST:g}, and keep $beta$ = {BETA:g}. Who still comes home?",
    options=("Both", "Only plain descent", "Only momentum", "Neither"),
    reasons=(
        f"Plain descent's limit is $2 \\/ lambda$ = {PLAIN_LIMIT:g}: beyond it every bounce off the wall is "
        "higher than the last.",
        f"It is the other way round: plain descent's limit is {PLAIN_LIMIT:g}, momentum's is {LIMIT:.2g}.",
        f"Plain descent's limit is {PLAIN_LIMIT:g}. Momentum's is $2 (1 + beta) \\/ lambda$ = {LIMIT:.2g}, "
        f"and it is home at step {home(TOO_FAST, BETA)}.",
        f"Momentum's limit is $2 (1 + beta) \\/ lambda$ = {LIMIT:.2g}, nearly twice plain descent's.",
    ),
    right=2,
    lab={"alpha": TOO_FAST, "beta": BETA},
)

LONGER: Final = Prediction(
    shown=f"Raise $beta$ from {BETA:g} to {LONG_MEMORY:g}, and keep $alpha$ = {ALPHA:g}. "
    f"Momentum was home at step {home(ALPHA, BETA)}. And now?",
    options=("Sooner", "About as soon", "About ten times later", "Never"),
    reasons=(
        f"It crosses the minimum sooner, but does not stay: it is home at step {home(ALPHA, LONG_MEMORY)}.",
        f"It keeps {100 * LONG_MEMORY:.0f} percent of its speed, and swings to and fro until step "
        f"{home(ALPHA, LONG_MEMORY)}.",
        f"At step {home(ALPHA, LONG_MEMORY)}: it shoots past, and each step leaves "
        f"$sqrt(beta)$ = {LONG_MEMORY**0.5:.3f} of the swing. Plain descent takes {home(ALPHA)}.",
        f"Below the limit it always comes home, here at step {home(ALPHA, LONG_MEMORY)}.",
    ),
    right=2,
    lab={"alpha": ALPHA, "beta": LONG_MEMORY, "step": 1000},
)

ROUND: Final = Prediction(
    shown=f"Make the bowl round: both curvatures {BOWL:g}, $alpha$ = {BOWL_RATE:g}, $beta$ = {BETA:g}. "
    "Who is home first?",
    options=("Plain descent", "Momentum", "Both at the same step"),
    reasons=(
        f"With $alpha = 1 \\/ lambda$ its first step lands on the minimum: home at step "
        f"{home(BOWL_RATE, wall=BOWL, floor=BOWL)}. Momentum lands there as well, but with its speed: home "
        f"at {home(BOWL_RATE, BETA, wall=BOWL, floor=BOWL)}.",
        f"Its first step lands on the minimum, but its velocity carries it on: home at step "
        f"{home(BOWL_RATE, BETA, wall=BOWL, floor=BOWL)}. Without a ravine there is nothing to gain.",
        "The first step is the same for both. What momentum keeps of it then carries it on.",
    ),
    right=0,
    lab={"alpha": BOWL_RATE, "beta": BETA, "ratio": 1},
)

PREDICTIONS: Final = (FASTER, LONGER, ROUND)
