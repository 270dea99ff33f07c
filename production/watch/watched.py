"""A scene that is watched: what it depends on, what is done for it, and by which processes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from production.film import SceneRef
from production.watch.board import SceneView
from production.watch.saves import NOTHING, Dependences
from production.watch.tasks import Check, MakeClip, Play, Task
from production.watch.warm_process import Forking, Running

DOING: dict[type[Task], str] = {
    Play: "playing",
    MakeClip: "making the clip",
    Check: "checking the picture",
}
"""What a task is, in words, from the most urgent."""


@dataclass(slots=True)
class Watched:
    """A scene, what is known of it, and what is done for it."""

    scene: SceneRef
    view: SceneView
    found: Dependences = NOTHING
    saved: float | None = None
    """When it was saved last, by the system's clock, since the watch began."""
    is_voiced: bool = False
    """Whether there are recordings of it."""
    waiting: list[type[Task]] = field(default_factory=list)
    running: dict[type[Task], tuple[Forking, Running]] = field(default_factory=dict)
    played: Forking | None = None
    """The process that has played it last, and stays."""
    _imported: Dependences = NOTHING
    """What that process has imported."""

    def changed_files(self) -> set[Path]:
        """Return the files that changed since the process that is forked imported them."""
        return self.found.changed_since(self._imported) if self.played is not None else set()

    def start(self, task: Task, warm: Forking) -> None:
        """Begin a task that waits, in a fork of the process that has played the scene, or else of the first.

        Raises
        ------
        OSError
            If that process is gone.
        """
        # What makes clips starts processes of its own, which import everything anew.
        forking = warm if self.played is None or isinstance(task, MakeClip) else self.played
        self.running[type(task)] = forking, forking.start(task, self.scene.label)
        self.waiting.remove(type(task))

    def stop(self) -> None:
        """Let go of whatever is done for it."""
        self.waiting = []
        for forking, running in self.running.values():
            forking.cancel(running)
        self.running = {}

    def keep(self) -> bool:
        """Let the process that has just played it be forked the next time; return whether it is the first."""
        forking, running = self.running.pop(Play)
        before, self.played = self.played, forking.release(running)
        if before is not None:
            before.close()
        is_first, self._imported = self._imported is NOTHING, self.found
        return is_first

    def forget(self, forking: Forking | None = None) -> None:
        """Take that a process, or all, are gone: what they did waits again."""
        for kind, (by, _) in list(self.running.items()):
            if forking in (None, by):
                del self.running[kind]
                self.waiting.append(kind)
        if self.played is not None and forking in (None, self.played):
            self.played.close()
            self.played = None

    def ended(self, running: Running) -> bool:
        """Take that a task has ended, and say whether it was done for this scene."""
        kinds = [kind for kind, (_, its) in self.running.items() if its is running]
        for kind in kinds:
            del self.running[kind]
        return bool(kinds)

    def open_tasks(self) -> Iterator[Running]:
        """Give the tasks that may still answer."""
        return (running for _, running in self.running.values() if running.is_open)

    def note_still(self, number: int, digest: str) -> bool:
        """Take the still of a beat, from 1, and say whether it is another than before."""
        if not self.view.take_still(number, digest):
            return False
        if self.saved is not None and self.view.seconds is None:
            self.view.seconds = round(time.time() - self.saved, 2)
        return True

    def say_what_is_done(self) -> None:
        """Let the view say what is being done."""
        busy = {*self.waiting, *self.running}
        self.view.doing = next((said for kind, said in DOING.items() if kind in busy), "")


def is_any(kind: type[Task], scenes: Iterable[Watched]) -> bool:
    """Whether a kind of task waits or runs for any of some scenes."""
    return any(kind in (*watched.waiting, *watched.running) for watched in scenes)
