"""The film's title, whose colours are its legend: it opens the film and signs it."""

from __future__ import annotations

from manim import ManimColor, VGroup

from scenes import style
from scenes.mobjects.typography import words_on_line

SUBJECT = "#momentum[Momentum]"
QUESTION = "Why #plain[gradient descent]", "gets stuck in ravines"

SUBJECT_SIZE, LINE_SIZE = 68, 122
SUBJECT_BASELINE, FIRST_BASELINE, LINE_SKIP = 3.1, 1.87, 1.29

SIGNED_SIZE, SIGNED_BASELINE = 208, 1.7
SIGNED_LINE_SIZE, SIGNED_LINE_BASELINE = 64, 0.72


class FilmTitle(VGroup):
    """The title over the upper half of the frame: what the film is about, and its question in two lines."""

    def __init__(self) -> None:
        left = style.SAFE_LEFT
        super().__init__(
            words_on_line(SUBJECT, (left, SUBJECT_BASELINE, 0), SUBJECT_SIZE, bold=True),
            *(
                words_on_line(line, (left, FIRST_BASELINE - number * LINE_SKIP, 0), LINE_SIZE, bold=True)
                for number, line in enumerate(QUESTION)
            ),
        )

    def without_the_names(self) -> VGroup:
        """Return the parts that are not an optimiser's name."""
        parts = [part for line in self for part in line]
        return VGroup(part for part in parts if part.get_color() == ManimColor(style.INK))


class FilmSignature(VGroup):
    """The same words at the film's end, where the answer is the larger: the subject, over the question."""

    def __init__(self) -> None:
        left = style.SAFE_LEFT
        super().__init__(
            words_on_line(SUBJECT, (left, SIGNED_BASELINE, 0), SIGNED_SIZE, bold=True),
            words_on_line(" ".join(QUESTION), (left, SIGNED_LINE_BASELINE, 0), SIGNED_LINE_SIZE, bold=True),
        )
