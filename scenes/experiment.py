"""The film's one experiment: where every run starts, and with which learning rate and momentum."""

from __future__ import annotations

from scenes.lesson_scene import Parameter

START = (-10.0, 1.0)
LEARNING_RATE = 0.098
MOMENTUM = 0.9
STEPS = 50
TOLERANCE = 0.1
"""A run has arrived when it stays this near to the minimum for good."""

START_ALONG = Parameter(
    "start_along",
    START[0],
    minimum=-10.0,
    maximum=-5.0,
    reason="nearer than that is no way to go, and the map ends at −10.6",
)
START_ACROSS = Parameter(
    "start_across",
    START[1],
    minimum=0.5,
    maximum=1.1,
    reason="the run starts on the wall, and the map ends at 1.3",
)
"""Where a run starts, for the scenes that let a teacher choose."""
