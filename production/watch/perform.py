"""Does a task of a watch in this process, which does nothing else."""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Callable, Set
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from production.deliverables.make import make_beat, make_films
from production.errors import InvalidRequestError
from production.frames.layer import Pixels
from production.frames.scene_loader import settings_of
from production.jobs.cache import Cache
from production.jobs.kept_typeset import typeset_kept
from production.pictures.watch import faults_by_beat
from production.watch.finished_pictures import finished_pictures
from production.watch.modules import forget_modules, is_library
from production.watch.tasks import (
    Answer,
    Check,
    Checked,
    FoundFault,
    Made,
    MakeClip,
    Play,
    Played,
    Still,
    Task,
)

OnAnswer = Callable[[Answer], None]

POLITENESS = 10
"""By so much what nobody waits for gives way to what somebody does."""


def perform(stored: Cache, task: Task, answer: OnAnswer) -> bool:
    """Do a task, answer as it goes on, and return whether this process may play the scene again.

    Parameters
    ----------
    stored
        Where it is kept what was set of scenes before.
    task
        What is to be done.
    answer
        Takes what there is to say.

    Raises
    ------
    ProductionError, OSError
        If it cannot be done.
    """
    match task:
        case Play():
            return _play(stored, task, answer)
        case Check():
            os.nice(POLITENESS)
            answer(Checked(tuple(_faults(stored, task))))
        case MakeClip(order, beat):
            made = make_beat(order, beat) if beat is not None else next(iter(make_films(order)))
            answer(Made(made))
    return False


def _play(stored: Cache, task: Play, answer: OnAnswer) -> bool:
    forget_modules(task.changed)
    known = set(sys.modules)

    def show(index: int, pixels: Pixels) -> None:
        digest = hashlib.blake2b(pixels.tobytes(), digest_size=16).hexdigest()
        file = task.folder / f"{digest}.png"
        if not file.exists():
            unfinished = file.with_suffix(f".{os.getpid()}")
            # Most of the time would go into making the file small.
            Image.fromarray(pixels).convert("RGB").save(unfinished, format="PNG", compress_level=1)
            unfinished.replace(file)
        answer(Still(index + 1, digest))

    with TemporaryDirectory() as folder, typeset_kept(stored, task.scene.source, Path(folder)):
        timeline = finished_pictures(
            task.scene,
            task.quality,
            show,
            beat=None if task.beat is None else task.beat - 1,
            speeches=task.speeches,
            folder=Path(folder),
        )
    if task.beat is not None and task.beat > len(timeline.beats):
        raise InvalidRequestError(
            f"{task.scene.name} has {len(timeline.beats)} beats; there is no beat {task.beat}"
        )
    if settings_of(task.scene.source):
        # Whatever changes Manim's settings must be imported with the scene each time.
        answer(Played(timeline, (), stays=False))
        return False
    # A fork would lack the other threads.
    stays = threading.active_count() == 1
    answer(Played(timeline, tuple(_libraries(known)), stays))
    return stays


def _libraries(known: Set[str]) -> list[str]:
    """Return the libraries' modules that were imported since some were known."""
    return [
        name
        for name, module in sys.modules.copy().items()
        if name not in known and is_library(getattr(module, "__file__", None) or "")
    ]


def _faults(stored: Cache, task: Check) -> list[FoundFault]:
    with TemporaryDirectory() as folder, typeset_kept(stored, task.scene.source, Path(folder)):
        found = faults_by_beat(task.film, task.scene)
    return [FoundFault(number, fault.time, fault.says) for number, fault in found]
