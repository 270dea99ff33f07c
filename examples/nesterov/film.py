"""Nesterov's momentum in two short scenes: ``python render.py --film examples/nesterov/film.py nesterov``."""

from __future__ import annotations

from typing import Final

from production.film import Film, SceneRef

FILM: Final = Film(
    name="nesterov",
    title="Nesterov's momentum: look where you are going",
    scenes=(SceneRef("look_ahead:LookAhead"), SceneRef("nesterov_limit:NesterovLimit")),
)
