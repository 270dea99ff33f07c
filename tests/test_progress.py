from __future__ import annotations

import errno
import io

import pytest

from production.jobs.progress import Progress


def test_the_line_tells_scenes_frames_speed_and_time_left() -> None:
    shown = Progress(stream=io.StringIO())
    shown.start(scenes=14, frames=25_000, cached=1_000)
    assert shown.line(3, 4_000, 30.0) == "3 of 14 scenes, 4000 of 25000 frames, 100 frames/s, 3:30 left"


def test_before_the_first_frame_nothing_is_guessed() -> None:
    shown = Progress(stream=io.StringIO())
    shown.start(scenes=2, frames=100, cached=40)
    assert shown.line(0, 40, 3.0) == "0 of 2 scenes, 40 of 100 frames"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let the time be whatever this list's only number says."""
    now = [100.0]
    monkeypatch.setattr("production.jobs.progress.time.monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize(("quiet", "lines"), [(False, 2), (True, 0)])
def test_a_file_gets_a_plain_line_every_few_seconds(clock: list[float], quiet: bool, lines: int) -> None:
    stream = io.StringIO()
    with Progress(quiet=quiet, stream=stream) as shown:
        shown.start(scenes=1, frames=1_000, cached=0)
        for second in range(12):
            clock[0] = 100.0 + second
            shown.show(scenes=0, frames=second * 10)
    assert stream.getvalue().count("\n") == lines
    assert "\x1b" not in stream.getvalue()


def test_a_terminal_gets_a_bar_that_goes_away() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    with Progress(stream=stream) as shown:
        shown.start(scenes=1, frames=10, cached=0)
        shown.show(scenes=0, frames=5)
    assert "5 of 10 frames" in stream.getvalue()


@pytest.mark.parametrize(
    ("peak", "said"),
    [
        (300 * 2**20, "900 frames drawn in 1:30, 10 frames/s, at most 300 MiB a worker\n"),
        (0, "900 frames drawn in 1:30, 10 frames/s\n"),
    ],
)
def test_the_end_tells_the_time_and_the_memory_it_took(clock: list[float], peak: int, said: str) -> None:
    stream = io.StringIO()
    with Progress(stream=stream) as shown:
        shown.start(scenes=1, frames=1_000, cached=100)
        clock[0] = 190.0
        shown.finish(peak=peak)
    assert stream.getvalue() == said


@pytest.mark.parametrize(("quiet", "cached"), [(True, 0), (False, 1_000)])
def test_quiet_and_where_all_was_cached_nothing_is_said_at_the_end(quiet: bool, cached: int) -> None:
    stream = io.StringIO()
    with Progress(quiet=quiet, stream=stream) as shown:
        shown.start(scenes=1, frames=1_000, cached=cached)
        shown.show(scenes=1, frames=1_000)
        shown.finish(peak=2**20)
    assert stream.getvalue() == ""


class Terminal(io.StringIO):
    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


@pytest.mark.parametrize("is_terminal", [False, True])
def test_where_nothing_can_be_written_the_film_goes_on(clock: list[float], is_terminal: bool) -> None:
    class Closed(Terminal):
        def write(self, text: str) -> int:
            raise OSError(errno.EIO, "the terminal was closed")

    with Progress(stream=Closed(is_terminal=is_terminal)) as shown:
        shown.start(scenes=1, frames=10, cached=0)
        clock[0] += 10
        shown.show(scenes=0, frames=5)
        shown.say("the cluster has no worker")
        shown.finish(peak=0)


@pytest.mark.parametrize("is_terminal", [False, True])
def test_what_has_to_be_known_is_said_quiet_or_not(is_terminal: bool) -> None:
    for quiet in (False, True):
        stream = Terminal(is_terminal=is_terminal)
        with Progress(quiet=quiet, stream=stream) as shown:
            shown.start(scenes=1, frames=10, cached=0)
            shown.say("the cluster at [tcp://host:1] has no worker")
        assert "the cluster at [tcp://host:1] has no worker\n" in stream.getvalue()
