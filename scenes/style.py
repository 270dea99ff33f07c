"""The look of the film, by role: what a thing means decides how it is drawn."""

from __future__ import annotations

from pathlib import Path

import font_source_sans_pro

# Colours: one an idea, safe for colour-blind eyes, never the only sign of it.
GROUND = "#0F1419"
INK = "#E8EDF2"
MUTED_INK = "#8FA3B3"
PLAIN_DESCENT = "#E69F00"
MOMENTUM = "#56B4E9"
GRADIENT = "#F2708A"
VELOCITY = "#7FE0B0"
