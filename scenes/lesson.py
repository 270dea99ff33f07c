"""The film: its title, and its scenes in playing order."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from production.film import Film, FilmPage, SceneRef

SCENES: Final = (
    "scenes.hook:Hook",
    "scenes.refresher:Refresher",
    "scenes.ravine:Ravine",
    "scenes.zigzag:Zigzag",
    "scenes.speed_limit:SpeedLimit",
    "scenes.velocity:Velocity",
    "scenes.rolling_ball:RollingBall",
    "scenes.memory:Memory",
    "scenes.worked_example:WorkedExample",
    "scenes.larger_steps:LargerSteps",
    "scenes.choosing_beta:ChoosingBeta",
    "scenes.race:Race",
    "scenes.pytorch:PyTorch",
    "scenes.quiz:Quiz",
    "scenes.recap:Recap",
)

PICTURE_RULES: Final = (
    "scenes.picture_rules:Layout",
    "scenes.picture_rules:CaptionsRoom",
    "scenes.picture_rules:HeadlineBaselines",
    "scenes.picture_rules:StarOnTop",
    "scenes.picture_rules:Counters",
    "scenes.picture_contrast:Contrast",
)

PAGE: Final = FilmPage(
    folder=Path(__file__).with_name("page"),
    description="Plain gradient descent zigzags across a ravine and crawls along it. Momentum keeps a "
    "velocity: what alternates is damped, what agrees adds up. A film, and a lab to try it in.",
    values=(
        ("predictions", "scenes.page.predictions:PREDICTIONS"),
        ("questions", "scenes.questions:QUESTIONS"),
        ("printed", "scenes.page.facts:PRINTED"),
        ("answers", "scenes.page.answers:ANSWERS"),
    ),
)

LESSON: Final = Film(
    name="lesson",
    title="Momentum: why gradient descent gets stuck in ravines",
    scenes=tuple(map(SceneRef, SCENES)),
    narration=Path(__file__).with_name("narration"),
    picture_rules=PICTURE_RULES,
    page=PAGE,
)
