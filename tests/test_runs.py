from __future__ import annotations

from pathlib import Path

from production.film import SceneRef
from production.jobs.job import ClipJob, SegmentClip, TimelineJob
from production.jobs.runs import runs_of, runs_to_look_at, runs_to_reread
from production.output_spec import OutputSpec, Quality
from production.segments import KnownClip, Segment

OUTPUT = OutputSpec(Quality(160, 90, 15))


def clips(scene: str, *frames: int) -> list[SegmentClip]:
    return [
        SegmentClip(Segment(SceneRef(scene), OUTPUT, beat, 0, count), "") for beat, count in enumerate(frames)
    ]


def fingerprint_of(scene: SceneRef, root: str) -> str:
    return f"{scene.reference} by {root}"


def beats(missing: list[SegmentClip], workers: int | None) -> list[tuple[str, list[int]]]:
    jobs = runs_of(missing, workers)
    return [(job.scene.reference, [clip.segment.beat for clip in job.clips]) for job in jobs]


def test_a_run_is_of_one_scene_and_the_longest_come_first() -> None:
    missing = [*clips("a:A", 300, 300), *clips("b:B", 900), *clips("c:C", 1200, 1200)]
    assert beats(missing, 1) == [("c:C", [0]), ("c:C", [1]), ("b:B", [0]), ("a:A", [0, 1])]


def test_no_worker_is_idle_while_another_has_several_segments() -> None:
    scene = clips("a:A", 300, 300, 300, 300)
    assert beats(scene, 1) == [("a:A", [0, 1, 2, 3])]
    assert beats(scene, 2) == [("a:A", [0, 1]), ("a:A", [2, 3])]
    assert beats(scene, 8) == [("a:A", [beat]) for beat in range(4)]
    # Nobody knows how many there are.
    assert beats(scene, None) == beats(scene, 1)


def test_a_scene_that_each_run_plays_from_its_start_has_no_more_runs_than_workers() -> None:
    scene, other = clips("a:A", *[720] * 8), clips("b:B", 720, 720, 720)
    for workers, runs in ((1, 1), (2, 2), (3, 3)):
        jobs = runs_of([*scene, *other], workers, {SceneRef("a:A")})
        assert [job.scene.reference for job in jobs].count("a:A") == runs
        assert [job.scene.reference for job in jobs].count("b:B") == 2
        assert max(job.frames for job in jobs) <= 5760 / workers + 720
    # Nor are they so short that all wait for one.
    assert len(runs_of(scene, 8, {SceneRef("a:A")})) == 8


def test_frames_are_encoded_beside_where_a_core_would_be_idle() -> None:
    missing = clips("a:A", 300, 300)
    for workers, beside in ((None, False), (1, False), (2, False), (3, True)):
        assert {job.beside for job in runs_of(missing, workers)} == {beside}
    first, second = missing
    assert ClipJob((first, second), beside=True).without({first.file_name}) == ClipJob((second,), beside=True)


def test_only_what_is_known_is_looked_at_again_by_all_workers() -> None:
    first, second, third = clips("a:A", 30, 30, 30)
    found = {first: KnownClip(Path("first.mp4"), "looks"), third: KnownClip(Path("third.mp4"), "looks")}
    jobs = runs_to_look_at([first, second, third], 2, found.get, fingerprint_of)
    assert [(job.clips, job.known) for job in jobs] == [((clip,), (found[clip],)) for clip in found]
    assert jobs[0].fingerprint == "a:A by production.clips.known_clips"
    (job,) = runs_to_look_at([first, second, third], 1, found.get, fingerprint_of)
    rest = job.without({first.file_name})
    assert (rest.clips, rest.known) == ((third,), (found[third],))


def test_scenes_are_read_again_by_as_many_workers_as_there_are() -> None:
    def known(scene: str, *frames: int) -> dict[TimelineJob, list[tuple[Segment, KnownClip]]]:
        clip = KnownClip(Path("clip.mp4"), "looks")
        segments = [(each.segment, clip) for each in clips(scene, *frames)]
        return {TimelineJob(SceneRef(scene), "now"): segments}

    def beats_read(
        workers: int, *scenes: dict[TimelineJob, list[tuple[Segment, KnownClip]]]
    ) -> list[list[int]]:
        jobs = runs_to_reread(
            {job: each for scene in scenes for job, each in scene.items()}, workers, fingerprint_of
        )
        assert len({job.file_name for job in jobs}) == len(jobs)
        return [[segment.beat for segment, _ in job.known] for job in jobs]

    assert beats_read(2, known("a:A", 30, 40, 60)) == [[0, 1], [2]]
    assert beats_read(1, known("a:A", 30, 40, 60)) == [[0, 1, 2]]
    # The longest first.
    assert beats_read(2, known("a:A", 30), known("b:B", 30, 40), known("c:C")) == [[0, 1], [0]]
    assert beats_read(4, known("a:A", 30, 30, 10)) == [[0], [1], [2]]
    assert beats_read(2, known("c:C")) == []
    (job,) = runs_to_reread(known("a:A", 30), 1, fingerprint_of)
    assert (job.timeline.fingerprint, job.clips) == ("now", "a:A by production.clips.render_clips")


def test_nothing_missing_is_no_work() -> None:
    assert runs_of([], 2) == []
    assert runs_to_look_at([], 2, lambda _: None, fingerprint_of) == []
