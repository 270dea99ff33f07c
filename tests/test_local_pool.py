from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from production.errors import ProductionError, RenderError
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from production.jobs.cache import digest_of_file
from production.jobs.fingerprint import fingerprint, line_fingerprint
from production.jobs.job import ClipJob, Job, SegmentClip, TimelineJob, TrackJob
from production.jobs.known_clips import LOOKS
from production.jobs.local_pool import LocalPool
from production.jobs.pool import Task
from production.jobs.worker_process import PROGRAM
from production.output_spec import Format, OutputSpec, Quality
from production.segments import segments_of
from production.sound.soundtrack import Soundtrack
from production.timeline import Timeline

MOVERS = SceneRef("tests.films.shapes:Movers")
SIZE = Quality(160, 90, 15)


def clip_job(quality: Quality = SIZE, scene: SceneRef = MOVERS) -> ClipJob:
    """All beats of a scene."""
    timeline, found = read_timeline(scene), fingerprint(scene, ClipJob.root)
    segments = segments_of(timeline, OutputSpec(quality))
    return ClipJob(tuple(SegmentClip(segment, found) for segment in segments))


def tasks(jobs: Sequence[Job], folder: Path) -> list[Task]:
    return [Task(job, folder) for job in jobs]


def ignore(_: object) -> None:
    pass


@pytest.fixture
def scratch_root(tmp_path: Path) -> Path:
    return tmp_path / "scratch"


def guards() -> Iterator[psutil.Process]:
    """The processes above the workers of this process."""
    for process in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            if PROGRAM in process.cmdline():
                yield process


def workers() -> Iterator[psutil.Process]:
    """The worker processes of this process."""
    for process in guards():
        with suppress(psutil.NoSuchProcess):
            yield from process.children()


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name != ".gate"]


def test_a_killed_worker_is_replaced(tmp_path: Path, scratch_root: Path) -> None:
    job = clip_job()
    quiet, disturbed = (Task(job, tmp_path / name) for name in ("quiet", "disturbed"))
    for task in (quiet, disturbed):
        task.folder.mkdir()
    pool = LocalPool(1, scratch_root)
    pool.run([quiet], ignore, ignore)
    made: list[str] = []
    done, killed = threading.Event(), 0

    def kill() -> None:
        nonlocal killed
        while killed < 2 and not done.wait(0.05):
            for worker in workers():
                time.sleep(0.3)
                worker.kill()
                worker.wait()
                killed += 1

    thread = threading.Thread(target=kill)
    thread.start()
    pool.run([disturbed], lambda file: made.append(file.name), ignore)
    done.set()
    thread.join()
    pool.close()
    assert killed
    assert list(guards()) == []
    # What was whole when the worker died is not made again.
    assert [name for name in made if not name.endswith(LOOKS)] == [clip.file_name for clip in job.clips]
    for name in made:
        assert digest_of_file(disturbed.folder / name) == digest_of_file(quiet.folder / name)
    assert list(workers()) == []
    assert left_over(scratch_root) == []


@pytest.mark.parametrize("size", [1, 2])
def test_a_scene_that_kills_its_workers_is_named_and_no_other(
    tmp_path: Path, scratch_root: Path, size: int
) -> None:
    scenes = [SceneRef(f"tests.films.shapes:{name}") for name in ("Patient", "Deadly", "Movers")]
    jobs = [timeline_job(scene) for scene in scenes]
    pool = LocalPool(size, scratch_root, retries=1)
    with pytest.raises(
        RenderError,
        match=r"Deadly, before the first beat: its worker died \(killed by SIGKILL\), 2 times; if memory is",
    ):
        pool.run(tasks(jobs, tmp_path), ignore, ignore)
    pool.close()
    assert list(workers()) == []
    assert left_over(scratch_root) == []


def test_a_track_is_not_left_until_the_end_when_it_would_be_made_alone(
    tmp_path: Path, scratch_root: Path
) -> None:
    sound = Soundtrack(0.1)
    track = TrackJob(sound, Format.MP4, master=False, fingerprint=line_fingerprint(TrackJob.root))
    first, last = (ClipJob((clip,)) for clip in (clip_job().clips[0], clip_job().clips[-1]))
    made: list[str] = []
    pool = LocalPool(1, scratch_root)
    # Its worker has played the last one's scene.
    pool.run(tasks([first, track, last], tmp_path), lambda file: made.append(file.stem), ignore)
    pool.close()
    names = [Path(name).stem for name in (first.clips[0].file_name, track.file_name, last.clips[0].file_name)]
    assert list(dict.fromkeys(made)) == names


def timeline_job(scene: SceneRef) -> TimelineJob:
    return TimelineJob(scene, fingerprint(scene, TimelineJob.root))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (signal.SIGSEGV, r"its worker died \(killed by SIGSEGV\), 2 times; the scene, or a library"),
        (40, r"its worker died \(killed by signal 40\), 3 times; if memory is short"),
    ],
)
def test_a_scene_that_ends_its_process_is_named_with_its_beat(
    tmp_path: Path, scratch_root: Path, number: int, said: str
) -> None:
    job = timeline_job(SceneRef("tests.films.stubborn:Dies").with_parameters({"signal": number}))
    pool = LocalPool(1, scratch_root, retries=2)
    with pytest.raises(RenderError, match=rf"Dies, beat 2 \(It dies\): {said}"):
        pool.run(tasks([job], tmp_path), ignore, ignore)
    pool.close()


def test_what_a_scene_leaves_by_or_forks_is_no_death_of_its_worker(
    tmp_path: Path, scratch_root: Path
) -> None:
    pool = LocalPool(1, scratch_root, retries=0)
    scenes = [SceneRef(f"tests.films.stubborn:{name}") for name in ("GoesOnTwice", "Interrupts")]
    done: list[Path] = []
    with pytest.raises(RenderError, match=r"Interrupts, beat 2 \(It leaves\): KeyboardInterrupt \(stubborn"):
        pool.run(tasks([timeline_job(scene) for scene in scenes], tmp_path), done.append, ignore)
    pool.close()
    (file,) = done
    timeline = Timeline.from_json(file.read_text(encoding="utf-8"))
    assert [beat.title for beat in timeline.beats] == ["It forks", "It goes on"]


def test_a_worker_that_cannot_begin_says_why_in_a_line(
    tmp_path: Path, scratch_root: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "manim.py").write_text("raise MemoryError('no room for Cairo')")
    monkeypatch.syspath_prepend(tmp_path)
    pool = LocalPool(1, scratch_root, retries=1)
    with pytest.raises(
        RenderError, match=r"Movers, in its dry run: its worker died \(MemoryError: no room.*2 times"
    ):
        pool.run(tasks([timeline_job(MOVERS)], tmp_path), ignore, ignore)
    pool.close()
    assert capfd.readouterr().err == ""


def test_a_current_folder_that_is_gone_is_said_so(
    tmp_path: Path, scratch_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = timeline_job(MOVERS)
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(FileNotFoundError, match="the current folder was removed; go to another"):
        LocalPool(1, scratch_root).run([Task(job, tmp_path)], ignore, ignore)


def test_a_workers_memory_does_not_grow_with_its_work(tmp_path: Path, scratch_root: Path) -> None:
    pool = LocalPool(1, scratch_root)
    peaks: list[int] = []
    # The most things first, so that what comes later needs no more.
    for count in range(12, 0, -1):
        job = clip_job(Quality(1280, 720, 5), MOVERS.with_parameters({"count": count}))
        pool.run(tasks([job], tmp_path), ignore, ignore)
        peaks.append(pool.peak_memory)
    pool.close()
    assert len(peaks) == 12
    assert peaks[-1] - peaks[3] < 24 * 2**20
    # Python and Manim alone have as much.
    assert peaks[0] > 64 * 2**20


@pytest.mark.parametrize("processes", [workers, guards])
def test_a_worker_that_cannot_be_reached_is_killed(
    scratch_root: Path, tmp_path: Path, processes: Callable[[], Iterator[psutil.Process]]
) -> None:
    job = clip_job()
    pool = LocalPool(1, scratch_root)
    pool.run(tasks([job], tmp_path), ignore, ignore)
    (worker,), (stopped,) = workers(), processes()
    # It can neither see that its connection closes nor hear SIGTERM.
    stopped.suspend()
    begun = time.monotonic()
    pool.close()
    assert time.monotonic() - begun < 5
    assert list(guards()) == []
    assert not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE
    assert left_over(scratch_root) == []


def test_a_fault_of_the_lines_own_comes_with_the_workers_traceback(
    tmp_path: Path, scratch_root: Path
) -> None:
    job = TimelineJob(MOVERS, fingerprint(MOVERS, TimelineJob.root), frame_rate="fifteen")  # type: ignore[arg-type]
    pool = LocalPool(1, scratch_root)
    with pytest.raises((TypeError, ValueError)) as caught:
        pool.run(tasks([job], tmp_path), ignore, ignore)
    pool.close()
    assert not isinstance(caught.value, ProductionError)
    (note,) = caught.value.__notes__
    assert "production/frames/dry_run.py" in note
