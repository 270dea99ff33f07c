"""The look of the film, by role: what a thing means decides how it is drawn.

Lengths are in Manim's units: the frame is 8 high and 14.22 wide.
"""

from __future__ import annotations

# Colours: one for each idea, safe for colour-blind viewers, never the only cue.
BACKGROUND = "#0F1419"
PANEL = "#161E26"
INK = "#E8EDF2"
MUTED_INK = "#8FA3B3"
FAINT_INK = "#3A4A57"
PLAIN_DESCENT = "#E69F00"
MOMENTUM = "#56B4E9"
GRADIENT = "#F2708A"
VELOCITY = "#7FE0B0"
LONG_MEMORY = "#C4E4F7"
"""A larger β beside the usual one: momentum's colour, paler."""
SHORT_MEMORY = "#4691BB"
"""A smaller one: darker."""
MINIMUM = INK

# The map of a loss, from its rim to its floor.
MAP_RIM = "#141C24"
MAP_FLOOR = "#215068"
CONTOUR = "#4E7E98"

# The opacity of what is over but stays on the screen.
FADED = 0.5

# Type, as font sizes: 96 points are one unit of the frame's height.
TITLE_SIZE = 48
HEADING_SIZE = 40
BODY_SIZE = 34
LABEL_SIZE = 30
SMALLEST_SIZE = 26
POINTS_PER_UNIT = 96

# Where things may stand.
FRAME_HEIGHT = 8.0
FRAME_WIDTH = FRAME_HEIGHT * 16 / 9
SAFE_MARGIN = 0.05
SAFE_WIDTH = FRAME_WIDTH * (1 - 2 * SAFE_MARGIN)
SAFE_HEIGHT = FRAME_HEIGHT * (1 - 2 * SAFE_MARGIN)
SAFE_TOP = SAFE_HEIGHT / 2
SAFE_LEFT = -SAFE_WIDTH / 2
CAPTIONS_TOP = -2.7
"""Below it players draw captions: there is only ground, and the fills and level lines of maps."""
GAP = 0.25
HEADLINE_HEIGHT = 3.25

# Lines, in Manim's stroke widths.
HAIRLINE = 1.5
THIN = 2.5
PATH_WIDTH = 4.0
ARROW_WIDTH = 6.0
DOT_RADIUS = 0.045
MARKER_RADIUS = 0.12

# Motion, in seconds.
QUICK = 0.4
CALM = 0.8
SLOW = 1.6
