"""Forks that draw, a few at a time; the others wait for their turn."""

from __future__ import annotations

from collections import deque
from select import select

from production.frames.checkpoint import Checkpoint

MOST_AT_ONCE = 2
"""So many draw at a time, each of which needs memory of its own."""

MOST_WAITING = 8
"""So many more wait at most: of what the process changes meanwhile, the system keeps for each how it was."""

SECONDS_OF_PATIENCE = 20.0
"""So long none of them may say anything. A library may have threads of its own, and wait for them in vain."""


class Forks:
    """Takes checkpoints, and lets their forks go on in this order."""

    def __init__(self) -> None:
        self._waiting: deque[Checkpoint] = deque()
        self._drawing: list[Checkpoint] = []
        self._ended: dict[Checkpoint, bool] = {}
        """Those that have ended, and whether they did so well."""

    @property
    def have_room(self) -> bool:
        """Whether one more may be taken."""
        return len(self._waiting) < MOST_WAITING

    def take(self, checkpoint: Checkpoint) -> None:
        """Let a fork go on as soon as it may."""
        self._waiting.append(checkpoint)
        self.go_on()

    def go_on(self) -> None:
        """Let as many go on as may draw at a time; this is to be asked again and again."""
        self._listen(0)
        while self._waiting and len(self._drawing) < MOST_AT_ONCE:
            checkpoint = self._waiting.popleft()
            checkpoint.go_on()
            self._drawing.append(checkpoint)

    def wait(self, checkpoint: Checkpoint, patience: float = SECONDS_OF_PATIENCE) -> bool:
        """Wait until a fork that was taken has ended, and return whether it ended well.

        Parameters
        ----------
        patience
            How long, in seconds, those that draw may say nothing before they are dropped.
        """
        self.go_on()
        while checkpoint not in self._ended:
            if not self._listen(patience):
                for silent in list(self._drawing):
                    self.drop(silent)
            self.go_on()
        return self._ended[checkpoint]

    def drop(self, checkpoint: Checkpoint) -> None:
        """End a fork, unless it has ended."""
        if checkpoint in self._ended:
            return
        (self._drawing if checkpoint in self._drawing else self._waiting).remove(checkpoint)
        checkpoint.drop()
        self._ended[checkpoint] = False

    def drop_all(self) -> None:
        """End all that have not ended."""
        for checkpoint in [*self._waiting, *self._drawing]:
            self.drop(checkpoint)

    def _listen(self, patience: float) -> bool:
        """Take what those that draw tell within some seconds, and return whether any did."""
        telling, _, _ = select(self._drawing, [], [], patience)
        for checkpoint in telling:
            ended_well = checkpoint.listen()
            if ended_well is not None:
                self._drawing.remove(checkpoint)
                self._ended[checkpoint] = ended_well
        return bool(telling)
