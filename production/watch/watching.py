"""Watches scenes: at each save what changed is played, shown, made a clip of and checked anew."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import connection
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

from production.deliverables.order import Order
from production.deliverables.rendering import cache_in
from production.errors import BEFORE_THE_FIRST_BEAT, InvalidRequestError, NarrationError, RenderError
from production.film import Film, SceneRef
from production.jobs.renderer import available_cores
from production.jobs.scratch import Scratch
from production.narration.recordings import Narration
from production.narration.speech import Speech
from production.text.captions import reading_time
from production.timeline import Timeline
from production.watch.board import Board, SceneView
from production.watch.saves import NOTHING, Dependences, Saves, dependences, forget_compiled, saved_at
from production.watch.tasks import Answer, Check, Checked, Failed, Made, MakeClip, Play, Played, Still, Task
from production.watch.warm_process import Forking, Running, WarmProcess

LINE = Path(__file__).parents[1]
"""The folder of the line's own modules, which the warm process has imported."""

SECONDS_UNTIL_ANOTHER_LOOK = 1.0
"""How often sources are looked for that could not be found: nobody may know which folder they will lie in."""


@dataclass(slots=True)
class _Watched:
    """A scene, and what is known of it and done for it."""

    scene: SceneRef
    view: SceneView
    found: Dependences = NOTHING
    saved: float | None = None
    """When it was saved last, by the system's clock, since the watch began."""
    is_voiced: bool = False
    played: Forking | None = None
    """The process that has played it last, and stays."""
    played_found: Dependences = NOTHING
    """What that has imported."""
    waiting: list[type[Task]] = field(default_factory=list)
    running: dict[type[Task], Running] = field(default_factory=dict)
    forked_by: dict[type[Task], Forking] = field(default_factory=dict)


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
        self._scenes = [_Watched(scene, SceneView(scene.name)) for scene in order.scenes]
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
            links: dict[Any, tuple[_Watched, Running]] = {
                running.link: (watched, running)
                for watched in self._scenes
                for running in watched.running.values()
                if running.is_open
            }
            played = {
                watched.played.connection: watched for watched in self._scenes if watched.played is not None
            }
            has_problem = any(watched.found.problem for watched in self._scenes)
            ready = connection.wait(
                [self._saves.reader, self._warm.connection, *links, *played],
                SECONDS_UNTIL_ANOTHER_LOOK if has_problem else None,
            )
            # First, for what is done for an older state of the sources is let go.
            if self._saves.reader in ready or not ready:
                self._saves.settle()
                self._look()
            for link, (watched, running) in links.items():
                if link in ready:
                    self._take(watched, running.answers())
            for link, watched in played.items():
                if link in ready and watched.played is not None and watched.played.connection is link:
                    self._take_notices_of(watched, watched.played)
            if self._warm.connection in ready:
                self._take_notices()

    # What was saved.

    def _look(self) -> None:
        """See what the scenes depend on now, and begin those anew of which something changed."""
        changed = set()
        for watched in self._scenes:
            found = dependences(self._film, watched.scene)
            self._saves.watch(found.digests)
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

    def _begin(self, watched: _Watched) -> None:
        """Begin a scene anew, as what it depends on is another."""
        self._stop(watched)
        watched.view.begin()
        if watched.found.problem:
            error = RenderError(watched.scene.label, BEFORE_THE_FIRST_BEAT, watched.found.problem)
            self._fail(watched, Failed(str(error)))
            return
        watched.waiting = [Play]
        self._show(watched)

    def _stop(self, watched: _Watched) -> None:
        """Let go of whatever is done for a scene."""
        watched.waiting = []
        for kind, running in watched.running.items():
            watched.forked_by[kind].cancel(running)
        watched.running = {}

    def _warm_anew(self) -> None:
        """Let the line's own modules be imported anew, and with them begin whatever runs."""
        for watched in self._scenes:
            watched.waiting = [*watched.running, *watched.waiting]
            self._forget(watched)
        self._warm.close()
        self._warm = WarmProcess(self.folder)

    def _forget(self, watched: _Watched) -> None:
        """Let go of the process that has played a scene, and of all that runs for it."""
        watched.running = {}
        if watched.played is not None:
            watched.played.close()
            watched.played = None

    # What is to be done.

    def _start_waiting(self) -> None:
        """Begin what waits: pictures of all scenes, then clips, one at a time, and checks beside them."""
        for kind, most in ((Play, available_cores()), (MakeClip, 1), (Check, 1)):
            for watched in self._scenes:
                if kind is not Play and any(Play in (*each.waiting, *each.running) for each in self._scenes):
                    return
                if kind in watched.waiting and sum(kind in each.running for each in self._scenes) < most:
                    self._start(watched, kind)

    def _start(self, watched: _Watched, kind: type[Task]) -> None:
        watched.waiting.remove(kind)
        try:
            task = self._task(watched, kind)
            # What makes clips starts processes of its own, which import everything anew.
            forking = self._warm if watched.played is None or kind is MakeClip else watched.played
            watched.running[kind] = forking.start(task, watched.scene.label)
            watched.forked_by[kind] = forking
        except NarrationError as error:
            self._fail(watched, Failed(str(error)))
        except OSError:
            # The warm process is gone; its notice says why.
            watched.waiting.append(kind)
            self._take_notices()

    def _task(self, watched: _Watched, kind: type[Task]) -> Task:
        scene = watched.scene
        if kind is MakeClip:
            return MakeClip(replace(self._order, targets=(scene,), quiet=True), self._beat)
        if kind is Check:
            return Check(self._film, scene)
        speeches = tuple(_read_at_leisure(Narration.read(self._film.narration).speeches(scene.name)))
        watched.is_voiced = bool(speeches)
        changed = watched.found.changed_since(watched.played_found) if watched.played is not None else ()
        if self._film.narration is not None:
            # It is handed over, and not read by the scene.
            changed = {path for path in changed if path.parent != self._film.narration.absolute()}
        return Play(scene, self._order.output.drawn, self._beat, speeches, self.folder, tuple(changed))

    # What comes of it.

    def _take_notices(self) -> None:
        try:
            self._take_last_answers(self._warm)
        except EOFError as error:
            self._warm_anew_after(str(error))

    def _take_notices_of(self, watched: _Watched, played: Forking) -> None:
        try:
            self._take_last_answers(played)
        except EOFError:
            # It was ended from outside; the first process forks as well.
            watched.waiting = [
                *(kind for kind in watched.running if watched.forked_by[kind] is played),
                *watched.waiting,
            ]
            for kind in watched.waiting:
                watched.running.pop(kind, None)
            played.close()
            watched.played = None

    def _take_last_answers(self, forking: Forking) -> None:
        """Take what those tasks answered last that have ended."""
        for running, answers in forking.notices():
            for watched in self._scenes:
                if running in watched.running.values():
                    self._take(watched, answers)
                    for kind in [kind for kind, its in watched.running.items() if its is running]:
                        del watched.running[kind]
                    self._show(watched)

    def _warm_anew_after(self, cause: str) -> None:
        """Go on with another process where one has ended; what it did is tried again at the next save."""
        if not self._has_played:
            raise OSError(f"nothing can be drawn: {cause}")
        for watched in self._scenes:
            if watched.running:
                self._fail(watched, Failed(f"{watched.scene.label}: {cause}"))
            self._forget(watched)
        self._warm.close()
        self._warm = WarmProcess(self.folder)

    def _take(self, watched: _Watched, answers: Iterable[Answer]) -> None:
        for answer in answers:
            match answer:
                case Still(number, digest):
                    self._take_still(watched, number, digest)
                case Played():
                    self._has_played = True
                    if answer.stays:
                        self._keep(watched)
                    if answer.libraries and watched.played_found is NOTHING:
                        self._warm.learn(answer.libraries)
                    watched.played_found = watched.found
                    self._take_timeline(watched, answer.timeline)
                case Made(path):
                    self._take_clip(watched, path)
                case Checked():
                    self._take_faults(watched, answer)
                case Failed():
                    if answer.is_mistaken and not self._has_played:
                        raise InvalidRequestError(answer.line)
                    self._fail(watched, answer)

    def _keep(self, watched: _Watched) -> None:
        """Let the process that has just played a scene be forked the next time."""
        before, running = watched.played, watched.running.pop(Play)
        watched.played = watched.forked_by[Play].release(running)
        if before is not None:
            before.close()

    def _take_still(self, watched: _Watched, number: int, digest: str) -> None:
        if watched.view.take_still(number, digest):
            if watched.saved is not None and watched.view.seconds is None:
                watched.view.seconds = round(time.time() - watched.saved, 2)
            self._show(watched)

    def _take_timeline(self, watched: _Watched, timeline: Timeline) -> None:
        was_shown = watched.view.is_shown
        watched.view.take_timeline(timeline, self._beat, is_voiced=watched.is_voiced)
        if was_shown:
            self._say(watched.view.changes())
        watched.waiting = [MakeClip, *([Check] if self._is_checked else [])]
        self._show(watched)

    def _take_clip(self, watched: _Watched, made: Path) -> None:
        with made.open("rb") as file:
            digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
        copy = self.folder / f"{digest}{made.suffix}"
        if not copy.exists():
            shutil.copyfile(made, copy)
        old, watched.view.clip = watched.view.clip, copy.name
        if old and old != copy.name and not any(each.view.clip == old for each in self._scenes):
            with suppress(OSError):
                (self.folder / old).unlink()
        watched.view.is_clip_old = False
        self._show(watched)
        self._on_clip(made)

    def _take_faults(self, watched: _Watched, checked: Checked) -> None:
        for line in watched.view.take_faults(checked, self._beat):
            self._say(line)
        self._show(watched)

    def _fail(self, watched: _Watched, failed: Failed) -> None:
        line = " ".join(failed.line.split())
        self._stop(watched)
        watched.view.error = line
        self._say(line)
        self._show(watched)

    def _show(self, watched: _Watched) -> None:
        """Show a scene on the board, with what is being done for it."""
        busy = {*watched.waiting, *watched.running}
        watched.view.doing = next((said for kind, said in DOING.items() if kind in busy), "")
        self.board.show(watched.view)


DOING: dict[type[Task], str] = {
    Play: "playing",
    MakeClip: "making the clip",
    Check: "checking the picture",
}


def _read_at_leisure(speeches: Iterable[Speech]) -> Iterable[Speech]:
    """Return recordings as a film takes them: each at least as long as its words take to read."""
    return (replace(each, length=max(each.length, reading_time(each.words))) for each in speeches)
