"""Scenes whose module changes Manim's configuration: half a background, and its own seed."""

from __future__ import annotations

from manim import RED, ManimColor, Scene, Square, ThreeDScene, config

from tests.films.cameras import Random

config.background_opacity = 0.5
config.background_color = ManimColor("#804020")
config.seed = 7


class Flat(Scene):
    def construct(self) -> None:
        self.add(Square(color=RED, fill_opacity=0.5))
        self.wait(0.2)


class Deep(ThreeDScene):
    def construct(self) -> None:
        self.add(Square(color=RED, fill_opacity=0.5))
        self.wait(0.2)


class OwnChance(Random):
    """Its module has set a seed."""
