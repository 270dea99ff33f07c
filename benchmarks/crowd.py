"""A plain Manim scene of as many mobjects as one likes, of which as many move as one likes."""

from __future__ import annotations

from math import ceil, sqrt

from manim import BLUE, PI, Rotate, Scene, Square, VGroup, config, linear

WIDTH, HEIGHT = 13.6, 7.6
"""What the squares cover, in Manim's units: a little less than the frame."""


class Crowd(Scene):
    """A grid of squares that covers the frame, of which every so many turns."""

    number = 10
    """Of mobjects."""
    moving = 10
    plays = 1
    """Each begins a section."""
    frames = 60
    """Of each play."""

    def construct(self) -> None:
        """Set the squares up, and turn them."""
        columns = ceil(sqrt(self.number * WIDTH / HEIGHT))
        step = WIDTH / columns
        squares = VGroup(
            Square(0.6 * step, stroke_width=1, fill_color=BLUE, fill_opacity=0.5) for _ in range(self.number)
        )
        squares.arrange_in_grid(cols=columns, buff=0.4 * step)
        # Those that turn stand among the others: what lies above one of them is drawn again with it.
        turning = squares[:: self.number // self.moving]
        self.add(*squares)
        for _ in range(self.plays):
            self.next_section()
            self.play(
                *(Rotate(square, PI / 2, rate_func=linear) for square in turning),
                run_time=self.frames / config.frame_rate,
            )
