"""The quiz's questions, for its scene and for the page; the wrong options are common misconceptions."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase
from typing import Final

from momentum_sim import theory
from scenes import experiment

LEARNING_RATE, MOMENTUM = 0.01, 0.9
"""What the second question gives."""
LONG_MEMORY = 0.99
(LONG_ARRIVAL,) = experiment.steps_home((LONG_MEMORY,))
"""The step from which the third question's run is home."""
STEADY_STEP = float(theory.steady_velocity(1.0, LEARNING_RATE, MOMENTUM))
"""The second answer, for a gradient of 1."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is spoken and as it is shown, its options, and which is right.

    ``reasons`` say of each option why it is right or wrong. All but what is spoken is Typst markup.
    """

    spoken: str
    shown: str
    options: tuple[str, ...]
    reasons: tuple[str, ...]
    right: int
    answer: str

    @property
    def in_words(self) -> str:
        """Its options, for those who read."""
        lettered = zip(ascii_uppercase, self.options, strict=False)
        return " ".join(f"{letter}: {option.replace('$', '')}." for letter, option in lettered)


WHAT_IS_KEPT: Final = Question(
    spoken="In this rule, what does beta control?",
    shown="In this rule, what does $beta$ control?",
    options=(
        "How large the learning rate is",
        "How much of the last velocity is kept",
        "How much of the new gradient is added",
    ),
    reasons=(
        "The learning rate is $alpha$: it multiplies the gradient. $beta$ multiplies the velocity.",
        f"Each step keeps $beta v$ of the last velocity; at $beta$ = {MOMENTUM:g} that is "
        f"{100 * MOMENTUM:.0f} percent.",
        "The gradient is added whole, as $alpha g$, whatever $beta$ is. Only in the other convention, the "
        "moving average, is it scaled by $1 - beta$.",
    ),
    right=1,
    answer="How much of the last velocity is kept.",
)

HOW_FAR: Final = Question(
    spoken=f"Alpha {LEARNING_RATE:g}, beta {MOMENTUM:g}, a constant gradient g: "
    "how long is the step in the end?",
    shown=f"$alpha$ = {LEARNING_RATE:g}, $beta$ = {MOMENTUM:g}, constant gradient $g$: "
    "how long is the step in the end?",
    options=tuple(
        f"{size:.3g} $g$"
        for size in (
            LEARNING_RATE * (1 - MOMENTUM),
            LEARNING_RATE,
            LEARNING_RATE * (1 + MOMENTUM),
            STEADY_STEP,
        )
    ),
    reasons=(
        "That is what one gradient would add to a moving average, $alpha (1 - beta) g$. Here each is added "
        "whole.",
        "That is plain descent's step, $alpha g$, and momentum's first. From the second on, it adds what it "
        "has kept.",
        "That is the second step, $alpha g + alpha beta g$. It goes on growing, for older gradients "
        "are still in it.",
        f"$alpha g (1 + beta + beta^2 + dots.c) = alpha g \\/ (1 - beta)$: "
        f"{STEADY_STEP / LEARNING_RATE:.0f} times plain descent's step.",
    ),
    right=3,
    answer=f"{STEADY_STEP:g} g, {STEADY_STEP / LEARNING_RATE:.0f} times plain descent's.",
)

WHY_IT_RINGS: Final = Question(
    spoken=f"Beta {LONG_MEMORY:g} crossed first. Why was it home only at step {LONG_ARRIVAL:,}?",
    shown=f"$beta$ = {LONG_MEMORY:g} crossed first. Why was it home only at step {LONG_ARRIVAL:,}?",
    options=(
        "It overshoots, and swings for long",
        "Its learning rate was smaller",
        "A long memory is slow to start",
        "Its steps grow: it diverges",
    ),
    reasons=(
        f"A step takes {100 * (1 - LONG_MEMORY):.0f} percent of its velocity. So it shoots far past the "
        "minimum, swings back, and each swing is little smaller than the last.",
        "All four had the same learning rate; only $beta$ differed.",
        "The first step is the same for every $beta$, and after it the longest memory gains speed fastest: "
        "it crossed first.",
        f"Its swings shrink: each step leaves $sqrt(beta)$ = {LONG_MEMORY**0.5:.3f} of them. That is slow, "
        "but it does come home.",
    ),
    right=0,
    answer=f"It keeps {100 * LONG_MEMORY:g} percent of its velocity each step: it overshoots, "
    "and swings for long.",
)

QUESTIONS: Final = (WHAT_IS_KEPT, HOW_FAR, WHY_IT_RINGS)
