"""Prints a digest of every scene's raw frames, to see whether a change of the code changes a picture.

``python -m benchmarks.frame_hashes > before.txt`` before the change, the same into another file after it, and
``diff`` the two. The pictures are hashed as they are drawn, before any encoder sees them.
"""

from __future__ import annotations

import hashlib
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import click

from production.film import SceneRef
from production.frames.camera import Frame
from production.frames.capture import capture
from production.output_spec import QUALITIES
from scenes.lesson import LESSON


def hash_scene(scene: SceneRef, quality: str) -> str:
    """Draw a scene, and return its reference, how many frames it has, and the digest of all of them."""
    digest = hashlib.sha256()
    frames = 0

    def receive(number: int, frame: Frame, repeat: int) -> None:
        nonlocal frames
        frames += repeat
        digest.update(f"{number} {repeat}\0".encode())
        digest.update(frame.pixels.tobytes())

    capture(scene, QUALITIES[quality], receive)
    return f"{scene.reference:32} {frames:6} {digest.hexdigest()}"


@click.command()
@click.option("-q", "quality", type=click.Choice(list(QUALITIES)), default="l", show_default=True)
@click.option("-j", "jobs", type=click.IntRange(min=1), default=2, show_default=True)
def main(quality: str, jobs: int) -> None:
    """Print a line a scene of the film: its reference, its frames, their digest."""
    # Manim's settings are a process's own, so every scene gets a fresh one.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, max_tasks_per_child=1) as pool:
        for line in pool.map(hash_scene, LESSON.scenes, [quality] * len(LESSON.scenes)):
            click.echo(line)


if __name__ == "__main__":
    main()
