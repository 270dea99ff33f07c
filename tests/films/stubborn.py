"""Scenes that do what they can to go on when they are to stop.

They do so while ``STUBBORN`` in the environment is a folder. Each puts a file of its name there when it
begins.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from manim import Dot, FadeIn

from scenes.lesson_scene import LessonScene, Parameter

IN_A_SESSION_OF_ITS_OWN = sys.platform == "linux"
"""Only there a guard finds what has left the worker's session."""


class Stubborn(LessonScene):
    """A scene that draws a dot, and then may be stubborn."""

    title = "Stubborn"
    idea = "It goes on."

    def construct(self) -> None:
        with self.beat("It begins", "It begins."):
            self.play(FadeIn(Dot()), run_time=0.2)
        with self.beat("It goes on", "It goes on."):
            folder = Path(os.environ.get("STUBBORN", os.devnull))
            if folder.is_dir():
                (folder / type(self).__name__).touch()
                self.go_on()
            self.wait(0.2)

    def go_on(self) -> None:
        raise NotImplementedError


class HoldsTheLock(Stubborn):
    """It never lets go of the interpreter's lock."""

    def go_on(self) -> None:
        re.match(r"(a+)+$", "a" * 60 + "b")


class IgnoresSignals(Stubborn):
    """It ignores every signal that can be, and holds the lock."""

    def go_on(self) -> None:
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_IGN)
        re.match(r"(a+)+$", "a" * 60 + "b")


class IsStopped(Stubborn):
    """It is stopped, with its whole process group."""

    def go_on(self) -> None:
        os.killpg(0, signal.SIGSTOP)


class CatchesAll(Stubborn):
    """It catches whatever is raised."""

    def go_on(self) -> None:
        while True:
            try:
                time.sleep(60)
            except BaseException:
                continue


class Forks(Stubborn):
    """It forks: once as one does, once into a session of its own; the forks ignore signals."""

    def go_on(self) -> None:
        for leaves in (False, IN_A_SESSION_OF_ITS_OWN):
            if os.fork() == 0:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                if leaves:
                    os.setsid()
                time.sleep(600)
                os._exit(0)
        time.sleep(600)


class StartsPrograms(Stubborn):
    """It starts programs, one of which leaves its session, and one its process group, and waits for them."""

    def go_on(self) -> None:
        sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
        subprocess.Popen(sleep)
        subprocess.Popen(sleep, start_new_session=IN_A_SESSION_OF_ITS_OWN)
        subprocess.Popen(sleep, process_group=0 if IN_A_SESSION_OF_ITS_OWN else None).wait()


class Crashes(Stubborn):
    """It starts a program, and ends the process."""

    def go_on(self) -> None:
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        os._exit(3)


class Dies(LessonScene):
    """A scene that ends its process by a signal, or by an exit status where that is 0."""

    title = "Dies"
    idea = "It dies."
    parameters = (Parameter("signal", 0, 0, 64, "a system has so many"),)
    signal: float

    def construct(self) -> None:
        with self.beat("It lives", "It lives."):
            self.wait(0.2)
        with self.beat("It dies", "It dies."):
            if self.signal:
                os.kill(os.getpid(), int(self.signal))
            os._exit(3)


class Interrupts(LessonScene):
    """A scene that leaves by another door than an error."""

    title = "Interrupts"
    idea = "It leaves."

    def construct(self) -> None:
        with self.beat("It stays", "It stays."):
            self.wait(0.2)
        with self.beat("It leaves", "It leaves."):
            raise KeyboardInterrupt


class GoesOnTwice(LessonScene):
    """A scene that forks, and lets the fork go on as if it were the worker."""

    title = "Goes on twice"
    idea = "It forks."

    def construct(self) -> None:
        with self.beat("It forks", "It forks."):
            self.wait(0.2)
            os.fork()
        with self.beat("It goes on", "It goes on."):
            self.wait(0.2)
