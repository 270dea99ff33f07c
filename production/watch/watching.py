"""Watches scenes: at each save what changed is played, shown, made a clip of and checked anew."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from multiprocessing import connection
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

from production.deliverables.order import Order
from production.deliverables.rendering import cache_in
from production.errors import BEFORE_THE_FIRST_BEAT, InvalidRequestError, NarrationError, RenderError
from production.film import Film
from production.jobs.renderer import available_cores
from production.jobs.scratch import Scratch, remove_abandoned
from production.narration.recordings import Narration
from production.narration.speech import Speech
from production.text.captions import reading_time
from production.watch.board import Board, SceneView
from production.watch.saves import NOTHING, Saves, dependences, forget_compiled, saved_at
from production.watch.tasks import Answer, Check, Checked, Failed, Made, MakeClip, Play, Played, Still, Task
from production.watch.warm_process import Forking, Running, WarmProcess
from production.watch.watched import Watched, is_any

LINE = Path(__file__).parents[1]
"""The folder of the line's own modules, which the warm process has imported."""

SECONDS_UNTIL_ANOTHER_LOOK = 1.0
"""How often sources are looked for that could not be found: nobody may know which folder they will lie in."""


class Watch:
    """Shows scenes on a board, at once and then at each save of what they depend on.

    Parameters
    ----------
    film
        Whose rules of the picture and recordings the scenes have.
    order
        The scenes, and how their clips are made.
    beat
        The one beat of the one scene that is wanted, counted from 1.
    say
        Is told in a line what happened.
    on_clip
        Is called with each clip that was made.
    is_checked
        Whether the rules of the picture are looked at.
    """

    def __init__(
        self,
        film: Film,
        order: Order,
        beat: int | None,
        say: Callable[[str], None],
        on_clip: Callable[[Path], None],
        *,
        is_checked: bool = True,
    ) -> None:
        self.board = Board()
        self._film = film
        self._order = order
        self._beat = beat
        self._say = say
        self._on_clip = on_clip
        self._is_checked = is_checked
        self._scratch = Scratch(cache_in(order.media).scratch_root)
        self._scenes = [Watched(scene, SceneView(scene.name)) for scene in order.scenes]
        self._has_played = False

    def __enter__(self) -> Self:
        self.folder = self._scratch.__enter__()
        """Where the stills and clips are that the board names."""
        try:
            self._saves = Saves()
            self._warm = WarmProcess(self.folder)
        except BaseException:
            self._scratch.remove()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._warm.close()
            self._saves.close()
        finally:
            self._scratch.remove()
            # What was killed could not remove its own; what cannot be removed now is by the next process.
            with suppress(OSError):
                remove_abandoned(cache_in(self._order.media).scratch_root)

    def run(self) -> NoReturn:
        """Watch until interrupted.

        Raises
        ------
        InvalidRequestError
            If what is asked for of a scene is not there at the beginning.
        OSError
            If files cannot be watched, or processes not be started.
        """
        self._look()
        while True:
            self._start_waiting()
            answering: dict[Any, tuple[Watched, Running]] = {
                running.link: (watched, running)
                for watched in self._scenes
                for running in watched.open_tasks()
            }
            staying = {
                watched.played.connection: (watched, watched.played)
                for watched in self._scenes
                if watched.played is not None
            }
            # Nobody may know where what is missing will lie.
            fails = any(watched.view.error for watched in self._scenes)
            ready = connection.wait(
                [self._saves.reader, self._warm.connection, *answering, *staying],
                SECONDS_UNTIL_ANOTHER_LOOK if fails else None,
            )
            # First, for what is done for an older state of the sources is let go.
            if self._saves.reader in ready or not ready:
                self._saves.settle()
                self._look()
            for watched, running in (its for link, its in answering.items() if link in ready):
                self._take(watched, running.answers())
            for watched, played in (its for link, its in staying.items() if link in ready):
                if watched.played is played:
                    self._take_ends_in(watched, played)
            if self._warm.connection in ready:
                self._take_ends()

    # What was saved.

    def _look(self) -> None:
        """See what the scenes depend on now, and begin those anew of which something changed."""
        changed = set()
        for watched in self._scenes:
            found = dependences(self._film, watched.scene)
            if self._saves.watch(found.digests):
                # What was saved before its folder was watched is in what is read now.
                found = dependences(self._film, watched.scene)
            is_first, before, watched.found = watched.found is NOTHING, watched.found, found
            its = found.changed_since(before)
            if its or found.problem != before.problem:
                if not is_first:
                    changed |= its
                    watched.saved = saved_at(its)
                self._begin(watched)
        forget_compiled(changed)
        if any(path.is_relative_to(LINE) and path.suffix == ".py" for path in changed):
            self._warm_anew()

    def _begin(self, watched: Watched) -> None:
        """Begin a scene anew, as what it depends on is another."""
        watched.stop()
        watched.view.begin()
        if watched.found.problem:
            self._fail(
                watched, str(RenderError(watched.scene.label, BEFORE_THE_FIRST_BEAT, watched.found.problem))
            )
            return
        watched.waiting = [Play]
        self._show(watched)

    def _warm_anew(self) -> None:
        """Let another process import the line's own modules; whatever runs begins again."""
        for watched in self._scenes:
            watched.forget()
        self._warm.close()
        self._warm = WarmProcess(self.folder)

    # What is to be done.

    def _start_waiting(self) -> None:
        """Begin what waits: pictures of all scenes, then clips, one at a time, and checks beside them."""
        for kind, most in ((Play, available_cores()), (MakeClip, 1), (Check, 1)):
            if kind is not Play and is_any(Play, self._scenes):
                return
            for watched in self._scenes:
                running = sum(kind in each.running for each in self._scenes)
                if kind in watched.waiting and running < most:
                    self._start(watched, kind)

    def _start(self, watched: Watched, kind: type[Task]) -> None:
        try:
            watched.start(self._task(watched, kind), self._warm)
        except NarrationError as error:
            watched.waiting.remove(kind)
            self._fail(watched, str(error))
        except OSError:
            # The process that is forked is gone, which is noticed where its notices are read.
            return

    def _task(self, watched: Watched, kind: type[Task]) -> Task:
        scene, narration = watched.scene, self._film.narration
        if kind is MakeClip:
            return MakeClip(replace(self._order, targets=(scene,), quiet=True), self._beat)
        if kind is Check:
            return Check(self._film, scene)
        speeches = tuple(_read_at_leisure(Narration.read(narration).speeches(scene.name)))
        watched.is_voiced = bool(speeches)
        # Recordings are handed over, and not read by the scene.
        recordings = None if narration is None else narration.absolute()
        changed = tuple(path for path in watched.changed_files() if path.parent != recordings)
        return Play(scene, self._order.output.drawn, self._beat, speeches, self.folder, changed)

    # What comes of it.

    def _take_ends(self) -> None:
        """Take what has ended of what the first process was asked for; it may be gone itself."""
        try:
            self._take_ends_of(self._warm)
        except EOFError as error:
            if not self._has_played:
                raise OSError(f"nothing can be drawn: {error}") from error
            for watched in self._scenes:
                if watched.running:
                    # Not again: it may be what ended the process.
                    watched.stop()
                    self._fail(watched, f"{watched.scene.label}: {error}")
            self._warm_anew()

    def _take_ends_in(self, watched: Watched, played: Forking) -> None:
        """Take what has ended of what a scene's own process was asked for; it may be gone itself."""
        try:
            self._take_ends_of(played)
        except EOFError:
            watched.forget(played)

    def _take_ends_of(self, forking: Forking) -> None:
        for running, answers in forking.notices():
            for watched in self._scenes:
                if running in watched.open_tasks():
                    self._take(watched, answers)
                if watched.ended(running):
                    self._show(watched)

    def _take(self, watched: Watched, answers: Iterable[Answer]) -> None:
        for answer in answers:
            match answer:
                case Still(number, digest):
                    if watched.note_still(number, digest):
                        self._show(watched)
                case Played():
                    self._take_played(watched, answer)
                case Made(path):
                    self._take_clip(watched, path)
                case Checked():
                    for line in watched.view.take_faults(answer, self._beat):
                        self._say(line)
                    self._show(watched)
                case Failed():
                    if answer.is_mistaken and not self._has_played:
                        raise InvalidRequestError(answer.line)
                    self._fail(watched, answer.line)

    def _take_played(self, watched: Watched, answer: Played) -> None:
        self._has_played = True
        if answer.stays and watched.keep():
            self._warm.learn(answer.libraries)
        was_shown = watched.view.is_shown
        watched.view.take_timeline(answer.timeline, self._beat, is_voiced=watched.is_voiced)
        if was_shown:
            self._say(watched.view.changes())
        watched.waiting = [MakeClip, *([Check] if self._is_checked else [])]
        self._show(watched)

    def _take_clip(self, watched: Watched, made: Path) -> None:
        """Copy a clip, under a name that no other has, to where the page finds it."""
        view = watched.view
        with made.open("rb") as file:
            digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
        copy = self.folder / f"{digest}{made.suffix}"
        if not copy.exists():
            shutil.copyfile(made, copy)
        old, view.clip, view.is_clip_old = view.clip, copy.name, False
        if old and not any(each.view.clip == old for each in self._scenes):
            (self.folder / old).unlink(missing_ok=True)
        self._show(watched)
        self._on_clip(made)

    def _fail(self, watched: Watched, line: str) -> None:
        watched.view.error = " ".join(line.split())
        self._say(watched.view.error)
        self._show(watched)

    def _show(self, watched: Watched) -> None:
        watched.say_what_is_done()
        self.board.show(watched.view)


def _read_at_leisure(speeches: Iterable[Speech]) -> Iterable[Speech]:
    """Return recordings as a film takes them: each at least as long as its words take to read."""
    return (replace(each, length=max(each.length, reading_time(each.words))) for each in speeches)
