"""Noise on the gradients, as minibatches have it."""

# Annotations are evaluated here: `help` shows those that are not as ForwardRef.
from dataclasses import dataclass
from math import prod

import numpy as np

from momentum_sim.validation import (
    Array,
    at_least_zero,
    check_memory,
    count,
    freeze,
    reject,
    scalar,
    shown,
)


@dataclass(frozen=True, slots=True)
class Noise:
    """Normal noise that a method adds to every coordinate of every gradient.

    A plain pair `(generator, deviation)` serves as well.

    Parameters
    ----------
    generator
        Seed it, and the run is repeatable: `numpy.random.default_rng(seed)`.
    deviation
        The standard deviation, 0 or more.

    Raises
    ------
    ValueError
        For anything else.
    """

    generator: np.random.Generator
    deviation: float

    def __post_init__(self) -> None:
        if not isinstance(self.generator, np.random.Generator):
            remedy = "Pass numpy.random.default_rng(seed)."
            reject("noise.generator", shown(self.generator), "a numpy.random.Generator", remedy)
        remedy = "Pass a standard deviation, like 0.1."
        freeze(
            self,
            deviation=scalar("noise.deviation", at_least_zero("noise.deviation", self.deviation, remedy)),
        )

    def sample(self, shape: tuple[int, ...]) -> Array:
        """Draw noise of a shape, independent in every entry; ValueError for what is no shape."""
        if not isinstance(shape, tuple):
            reject("shape", shown(shape), "a tuple of whole numbers", "Pass the shape of a gradient.")
        lengths = [count("shape", length) for length in shape]
        check_memory("shape", shape, prod(lengths), "Draw fewer numbers.")
        return np.asarray(self.generator.normal(scale=self.deviation, size=lengths))


def checked_noise(noise: Noise | tuple[np.random.Generator, float]) -> Noise:
    """Return `Noise`, made of a pair if it is one; raise ValueError for anything else."""
    if isinstance(noise, Noise):
        return noise
    if not isinstance(noise, tuple) or len(noise) != 2:
        remedy = "Pass (numpy.random.default_rng(seed), 0.1)."
        reject("noise", shown(noise), "a pair (generator, standard deviation ≥ 0)", remedy)
    return Noise(*noise)
