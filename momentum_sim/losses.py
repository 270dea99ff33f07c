"""Loss surfaces with exact gradients and Hessians: what a loss is, and the quadratic that theory knows.

Every loss is vectorised: parameters of shape (..., d) have values of shape (...), gradients of shape (..., d)
and Hessians of shape (..., d, d). Parameters of another kind or shape raise ValueError; infinite and NaN
ones, as a diverged run has, pass, and what exceeds float64 is infinite, without a warning.

`minimiser` has shape (d,), or (k, d) where k points share the minimum; `domain` has shape (d, 2), a row
(low, high) for each coordinate: the box worth drawing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike

from momentum_sim.validation import (
    Array,
    check_memory,
    finite,
    freeze,
    locked,
    points,
    positive,
    quiet,
    rebuilt,
    reject,
    reject_shape,
    scalar,
    shown,
)


@runtime_checkable
class Loss(Protocol):
    """What a method asks of a loss; any object with these two will do.

    For a batch of runs both must be vectorised over leading axes. A `minimiser` attribute, if there is one,
    lets a Trajectory measure its distance to it.
    """

    def value(self, parameters: Array, /) -> Array:
        """Return L(θ), shape (...), for parameters of shape (..., d)."""
        ...

    def gradient(self, parameters: Array, /) -> Array:
        """Return ∇L(θ), shape (..., d), for parameters of shape (..., d)."""
        ...


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Quadratic:
    """A bowl, or a ravine where the curvatures differ: L(θ) = ½ (θ − θ*)ᵀ H (θ − θ*).

    H = R diag(λ) Rᵀ, where R turns the axes by `rotation` anticlockwise: the direction of curvature λ₁ is
    (cos, sin), that of λ₂ is (−sin, cos).

    Parameters
    ----------
    curvatures
        λ, shape (d,): the second derivative in each principal direction, above 0.
    minimiser
        θ*, shape (d,), or one number for all coordinates.
    rotation
        Angle in radians; for d = 2 only.
    domain
        Shape (d, 2). By default the box around the level line that the steepest direction reaches at
        distance 1.

    Raises
    ------
    ValueError
        If a curvature is not above 0, a shape does not fit, a rotation is asked for where d is not 2, or
        the numbers are too large for float64 or the matrix for the memory.
    """

    curvatures: Array
    minimiser: Array
    rotation: float
    domain: Array
    matrix: Array = field(repr=False)  # H, shape (d, d)

    @quiet
    def __init__(
        self,
        curvatures: ArrayLike,
        minimiser: ArrayLike = 0.0,
        rotation: float = 0.0,
        *,
        domain: ArrayLike | None = None,
    ) -> None:
        eigenvalues = positive(
            "curvatures", curvatures, "A loss with a minimum curves upwards in every direction."
        )
        if eigenvalues.ndim != 1 or eigenvalues.size == 0:
            reject_shape("curvatures", eigenvalues, "of shape (d,)", "Pass a list of them.")
        dimension = eigenvalues.size
        centre = finite("minimiser", minimiser)
        if centre.shape not in ((), (dimension,)):
            reject_shape("minimiser", centre, f"of shape ({dimension},)", "Or pass one number.")
        angle = scalar("rotation", finite("rotation", rotation))
        if angle and dimension != 2:
            reject(
                "rotation",
                angle,
                f"0 in {dimension} dimensions",
                "Only a loss of two parameters can be turned.",
            )

        check_memory("the matrix", f"of {dimension} columns", dimension**2, "Use fewer curvatures.")
        if not np.isfinite(eigenvalues.max() / eigenvalues.min()):
            extremes = f"from {eigenvalues.min()} to {eigenvalues.max()}"
            reject("curvatures", extremes, "of a ratio within float64", "Bring them closer together.")

        cosine, sine = np.cos(angle), np.sin(angle)
        axes = np.array([[cosine, -sine], [sine, cosine]]) if angle else np.eye(dimension)
        centre = np.broadcast_to(centre, (dimension,)).copy()
        if domain is None:
            reach = np.sqrt(axes**2 @ (eigenvalues.max() / eigenvalues))
            domain = centre[:, None] + np.outer(reach, [-1.0, 1.0])
        freeze(
            self,
            curvatures=locked(eigenvalues),
            minimiser=locked(centre),
            rotation=angle,
            domain=locked(_checked_domain(domain, dimension)),
            matrix=locked(axes * eigenvalues @ axes.T),
        )

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        given = ("curvatures", "minimiser", "rotation", "domain")
        return rebuilt, (type(self), {name: getattr(self, name) for name in given})

    @property
    def condition_number(self) -> float:
        """κ, the largest curvature over the smallest."""
        return float(self.curvatures.max() / self.curvatures.min())

    @quiet
    def value(self, parameters: ArrayLike) -> Array:
        """Return L(θ), shape (...)."""
        offset = self._offset(parameters)
        force = self._times_matrix(offset)
        # One point takes einsum longer to prepare than to compute.
        twice = offset @ force if offset.ndim == 1 else np.einsum("...i,...i->...", offset, force)
        return np.asarray(0.5 * twice)

    @quiet
    def gradient(self, parameters: ArrayLike) -> Array:
        """Return ∇L(θ) = H (θ − θ*), shape (..., d)."""
        return self._times_matrix(self._offset(parameters))

    @quiet
    def hessian(self, parameters: ArrayLike) -> Array:
        """Return H, the same everywhere, shape (..., d, d)."""
        return self.matrix + zero_matrices(points("parameters", parameters, self.curvatures.size))

    def _offset(self, parameters: ArrayLike) -> Array:
        return points("parameters", parameters, self.curvatures.size) - self.minimiser

    def _times_matrix(self, offset: Array) -> Array:
        # Without rotation the coordinates are independent: exact, and no 0 · ∞ when one has diverged.
        return offset @ self.matrix if self.rotation else self.curvatures * offset


def _checked_domain(domain: ArrayLike, dimension: int) -> Array:
    box = finite("domain", domain)
    rule, remedy = f"{dimension} rows (low, high) with low < high", "Give a row for each coordinate."
    if box.shape != (dimension, 2):
        reject_shape("domain", box, rule, remedy)
    if (box[:, 0] >= box[:, 1]).any():
        reject("domain", shown(box.tolist()), rule, remedy)
    return box


def zero_matrices(theta: Array) -> Array:
    """Return a matrix of zeros for each point, (..., d) to (..., d, d)."""
    shape = (*theta.shape, theta.shape[-1])
    check_memory("the Hessian", f"of shape {shape}", theta.size * theta.shape[-1], "Ask at fewer points.")
    return np.zeros(shape)


RAVINE = Quadratic((0.05, 20.0), domain=((-10.6, 2.0), (-1.3, 1.3)))
"""The lesson's ravine, L(θ) = (0.05 θ₁² + 20 θ₂²) / 2: the floor runs along θ₁, the walls across; κ = 400."""
