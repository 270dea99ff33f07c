"""The film's title, whose colours are its legend: it opens the film and signs it."""

from __future__ import annotations

from manim import VGroup

from scenes import style
from scenes.mobjects.typography import words_on_line

SUBJECT_SIZE, LINE_SIZE = 68, 122
SUBJECT_BASELINE, FIRST_BASELINE, LINE_SKIP = 3.1, 1.87, 1.29


class FilmTitle(VGroup):
    """The title over the upper half of the frame: what the film is about, and its question in two lines."""

    def __init__(self) -> None:
        left = style.SAFE_LEFT
        super().__init__(
            words_on_line("#momentum[Momentum]", (left, SUBJECT_BASELINE, 0), SUBJECT_SIZE, bold=True),
            *(
                words_on_line(line, (left, FIRST_BASELINE - number * LINE_SKIP, 0), LINE_SIZE, bold=True)
                for number, line in enumerate(("Why #plain[gradient descent]", "gets stuck in ravines"))
            ),
        )
