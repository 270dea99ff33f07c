"""What may be changed of a scene's experiment."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of a scene's experiment that may be changed without editing the scene.

    ``minimum`` and ``maximum`` are inclusive; ``reason`` says why they stand where they do.
    """

    name: str
    default: float | int
    minimum: float
    maximum: float
    reason: str

    def checked(self, value: float) -> float | int:
        """Return ``value`` in the default's type.

        Raises
        ------
        ValueError
            If the value lies outside the range, or is not whole where the parameter counts something.
        """
        if not self.minimum <= value <= self.maximum:
            raise ValueError(
                f"{self.name} is {value:g}; it must lie between {self.minimum:g} and {self.maximum:g}: "
                f"{self.reason}"
            )
        number = type(self.default)(value)
        if number != value:
            raise ValueError(f"{self.name} is {value:g}; it counts something, so it must be a whole number")
        return number
