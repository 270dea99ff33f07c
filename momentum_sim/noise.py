"""Noise on the gradients, as minibatches have it."""

# Annotations are evaluated here: a named tuple keeps those that are not as ForwardRef, which `help` shows.
from typing import NamedTuple

import numpy as np

from momentum_sim.validation import Array, finite, reject, scalar


class Noise(NamedTuple):
    """Normal noise that a method adds to every coordinate of every gradient.

    A plain pair `(generator, deviation)` serves as well.
    """

    generator: np.random.Generator
    """Seed it, and the run is repeatable: `numpy.random.default_rng(seed)`."""

    deviation: float
    """The standard deviation, 0 or more."""

    def sample(self, shape: tuple[int, ...]) -> Array:
        """Draw noise of a shape, independent in every entry."""
        return self.generator.normal(scale=self.deviation, size=shape)


def checked_noise(noise: tuple[np.random.Generator, float]) -> Noise:
    """Return the pair as `Noise`; raise ValueError unless it is a generator and a number of 0 or more."""
    rule, remedy = "a pair (generator, standard deviation ≥ 0)", "Pass (numpy.random.default_rng(seed), 0.1)."
    if not isinstance(noise, tuple) or len(noise) != 2 or not isinstance(noise[0], np.random.Generator):
        reject("noise", repr(noise), rule, remedy)
    generator, deviation = noise
    if scalar("noise", finite("noise", deviation)) < 0:
        reject("noise", deviation, rule, remedy)
    return Noise(generator, deviation)
