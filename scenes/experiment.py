"""The film's one experiment: where every run starts, and with which learning rate and momentum."""

from __future__ import annotations

START = (-10.0, 1.0)
LEARNING_RATE = 0.098
MOMENTUM = 0.9
STEPS = 50
TOLERANCE = 0.1
"""A run has arrived when it stays this near to the minimum for good."""
