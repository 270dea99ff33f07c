"""The film: its scenes in playing order, by reference, so that a list of them costs no import of Manim."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Momentum: why gradient descent gets stuck in ravines"

LESSON: Final = (
    "scenes.hook:Hook",
    "scenes.refresher:Refresher",
    "scenes.ravine:Ravine",
    "scenes.zigzag:Zigzag",
    "scenes.speed_limit:SpeedLimit",
    "scenes.velocity:Velocity",
    "scenes.rolling_ball:RollingBall",
    "scenes.memory:Memory",
    "scenes.worked_example:WorkedExample",
    "scenes.choosing_beta:ChoosingBeta",
    "scenes.race:Race",
    "scenes.pytorch:PyTorch",
    "scenes.quiz:Quiz",
    "scenes.recap:Recap",
)
