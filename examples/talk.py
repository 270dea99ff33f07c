"""A talk of another author: a scene of one's own, and one of this film with another learning rate."""

from manim import Scene, Text, Write

from production.film import Film, SceneRef
from scenes.zigzag import Zigzag


class Opening(Scene):
    def construct(self) -> None:
        self.play(Write(Text("Why is it slow?")))


class Gentle(Zigzag):
    learning_rate = 0.05


FILM = Film("talk", "My talk", (SceneRef("talk:Opening"), SceneRef("talk:Gentle")))
