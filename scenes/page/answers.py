"""What people ask about momentum, answered in two sentences each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from momentum_sim import theory
from scenes import experiment
from scenes.experiment import loss_under_noise
from scenes.page import facts
from scenes.page.facts import home

ALPHA, BETA, LONG_MEMORY = experiment.LEARNING_RATE, experiment.MOMENTUM, 0.99
STILL_RATE = 1 / facts.WALL
"""Where the page speaks of noise: at its limit plain descent gathers more than momentum does."""
BEST_ALPHA, BEST_BETA = theory.optimal_heavy_ball((facts.FLOOR, facts.WALL))


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and its answer (Typst markup), and where it is seen: a beat of the film or a lab's state.

    A beat is a scene's name and the beat's number, from 1; the keys of ``lab`` are those of its address.
    """

    question: str
    answer: str
    beat: tuple[str, int] | None = None
    lab: Mapping[str, float | str] = field(default_factory=dict)


ANSWERS: Final = (
    Answer(
        "Is it not just a larger learning rate?",
        f"Along the floor it is: there the steps grow towards $alpha \\/ (1 - beta)$, ten times $alpha$ at "
        f"$beta$ = {BETA:g}. But plain descent could not take such steps, since from $alpha$ = "
        f"{facts.PLAIN_LIMIT:g} on it is thrown off the wall, and momentum is not.",
        beat=("larger_steps", 2),
    ),
    Answer(
        "Is a bigger β better?",
        f"No: here {BETA:g} is home at step {home(ALPHA, BETA)}, but {LONG_MEMORY:g} only at "
        f"{home(ALPHA, LONG_MEMORY)}, hardly before plain descent at {home(ALPHA)}. What remembers for long "
        "also goes on for long in a direction that is no longer right.",
        lab={"beta": LONG_MEMORY, "step": 1000},
    ),
    Answer(
        "Why 0.9?",
        f"It remembers about ten steps, and is what Polyak's formulas give for a ratio of about "
        f"{round(facts.RATIO_FOR_USUAL, -2):,.0f} between wall and floor. For this ravine's ratio of "
        f"{facts.WALL / facts.FLOOR:.0f} they give $beta$ = {BEST_BETA:.2f}, with "
        f"$alpha$ = {BEST_ALPHA:.2f}.",
        beat=("choosing_beta", 4),
    ),
    Answer(
        "Will it not overshoot the minimum?",
        f"A little: at {BETA:g} by {100 * facts.overshoot():.1f} percent of the way. Up to $beta = (1 - "
        f"sqrt(alpha lambda))^2$, here {facts.CRITICAL:.3f}, it does not overshoot along the floor at all.",
        lab={"beta": facts.CRITICAL},
    ),
    Answer(
        "Does it help from the first step?",
        "No: the velocity starts at zero, so the first step is plain descent's. With a constant gradient it "
        f"has gained {100 * float(theory.warm_up(BETA, 10)):.0f} percent of its final speed after ten steps.",
        beat=("memory", 3),
    ),
    Answer(
        "Does it escape local minima?",
        "It may roll over a small bump at which plain descent stops; whether it does depends on the bump, on "
        "$alpha$ and on $beta$. It does not look for better minima.",
        beat=("rolling_ball", 3),
    ),
    Answer(
        "Is it a learning rate for each parameter?",
        "No: one $alpha$ and one $beta$ serve all, and each direction gains by how far its own gradients "
        "agree. Methods such as Adam go further, and divide each parameter's step by the size of its "
        "gradients.",
        beat=("worked_example", 6),
    ),
    Answer(
        "What do I do with my learning rate?",
        "Add momentum = 0.9 and begin with the learning rate you have. If you raise $beta$ further under "
        "noisy gradients, lower $alpha$ with it, since its effective step grows.",
        beat=("pytorch", 3),
    ),
    Answer(
        "Is the velocity a sum or an average?",
        "Here it is a sum: each gradient is added whole, and all weights together approach $alpha \\/ (1 - "
        "beta)$. Where others write $(1 - beta) g$ it is an average, and a learning rate that is $1 \\/ (1 - "
        "beta)$ times as large gives the same path.",
        beat=("memory", 2),
    ),
    Answer(
        "Why does PyTorch's formula look different?",
        "It keeps $b <- beta b + g$ and steps by $alpha b$, so that $b = v \\/ alpha$: the same path as long "
        "as $alpha$ stays. They part when $alpha$ is changed, since PyTorch applies the new one to old "
        "gradients, too.",
        beat=("pytorch", 2),
    ),
    Answer(
        "What does Nesterov's method do differently?",
        "It takes the gradient where the velocity is about to carry it, which damps the swings. In PyTorch's "
        f"form its limit is nearer, $2 (1 + beta) \\/ ((1 + 2 beta) lambda)$ = {facts.NESTEROV_LIMIT:.3f} "
        f"here, so that at {ALPHA:g} it diverges.",
        lab={"method": "nesterov", "alpha": 0.06},
    ),
    Answer(
        "Must the ravine lie along an axis?",
        "No: turn ravine and start together, and every count stays what it is. Momentum knows nothing of "
        "axes.",
        lab={"angle": 30},
    ),
    Answer(
        "And with noisy gradients?",
        f"The loss stops at a floor: at $alpha$ = {STILL_RATE:g} it is {loss_under_noise(STILL_RATE, 0):.2g} "
        f"for plain descent, {loss_under_noise(STILL_RATE, BETA):.2g} for $beta$ = {BETA:g} and "
        f"{loss_under_noise(STILL_RATE, LONG_MEMORY):.2g} for {LONG_MEMORY:g}. A smaller learning rate "
        f"lowers it: at {STILL_RATE / 10:g} it is {loss_under_noise(STILL_RATE / 10, BETA):.2g} for $beta$ = "
        f"{BETA:g}.",
        lab={"alpha": STILL_RATE, "sigma": experiment.NOISE_DEVIATION, "step": 1000},
    ),
    Answer(
        "When does it not help?",
        "In a round bowl: with $alpha$ = 0.05 plain descent is home in "
        f"{home(0.05, wall=facts.WALL, floor=facts.WALL)} step, momentum in "
        f"{home(0.05, BETA, wall=facts.WALL, floor=facts.WALL)}. Nor does it where noise, and not the "
        "ravine, decides how far one gets.",
        lab={"ratio": 1, "alpha": 0.05},
    ),
    Answer(
        "How large may the learning rate be?",
        f"Below $2 (1 + beta) \\/ lambda$, $lambda$ being the wall's curvature: {facts.LIMIT:.2g} here, "
        f"where plain descent must stay below {facts.PLAIN_LIMIT:g}. At 0.189 it is home at step "
        f"{home(0.189, BETA)}, and at 0.191 never.",
        lab={"alpha": 0.191},
    ),
)
