from __future__ import annotations

from pathlib import Path

from production.film import SceneRef
from production.jobs.job import SegmentClip
from production.jobs.runs import runs_of
from production.output_spec import OutputSpec, Quality
from production.segments import KnownClip, Segment

OUTPUT = OutputSpec(Quality(160, 90, 15))


def clips(scene: str, *frames: int) -> list[SegmentClip]:
    return [
        SegmentClip(Segment(SceneRef(scene), OUTPUT, beat, 0, count), "") for beat, count in enumerate(frames)
    ]


def beats(missing: list[SegmentClip], workers: int | None) -> list[tuple[str, list[int]]]:
    jobs = runs_of(missing, workers, lambda _: None)
    return [(job.scene.reference, [clip.segment.beat for clip in job.clips]) for job in jobs]


def test_a_run_is_of_one_scene_and_the_longest_come_first() -> None:
    missing = [*clips("a:A", 300, 300), *clips("b:B", 900), *clips("c:C", 1200, 1200)]
    assert beats(missing, 1) == [("c:C", [0]), ("c:C", [1]), ("b:B", [0]), ("a:A", [0, 1])]


def test_no_worker_is_idle_while_another_has_several_beats() -> None:
    scene = clips("a:A", 300, 300, 300, 300)
    assert beats(scene, 1) == [("a:A", [0, 1, 2, 3])]
    assert beats(scene, 2) == [("a:A", [0, 1]), ("a:A", [2, 3])]
    assert beats(scene, 8) == [("a:A", [beat]) for beat in range(4)]
    # Nobody knows how many there are.
    assert beats(scene, None) == beats(scene, 1)


def test_what_is_known_of_a_clip_goes_with_it() -> None:
    first, second = clips("a:A", 30, 30)
    found = KnownClip(Path("clip.mp4"), "looks")
    (job,) = runs_of([first, second], 1, lambda clip: found if clip == second else None)
    assert job.known == (None, found)
    rest = job.without({first.file_name})
    assert (rest.clips, rest.known) == ((second,), (found,))


def test_nothing_missing_is_no_work() -> None:
    assert runs_of([], 2, lambda _: None) == []
