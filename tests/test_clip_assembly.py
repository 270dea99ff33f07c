from __future__ import annotations

import pytest

from production.film import SceneRef
from production.jobs.clip_assembly import PlannedClip
from production.output_spec import OutputSpec, Quality
from production.timeline import Beat, Timeline

OUTPUT = OutputSpec(Quality(160, 90, 15))
TIMELINE = Timeline(
    SceneRef("films.one:One"), "One", "", (Beat("", "", 0.0, 20.0, 20.0), Beat("", "", 20.0, 40.0, 40.0))
)


def test_a_joined_clip_has_another_name_when_the_code_that_joins_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    joined = PlannedClip.of_scene(TIMELINE, OUTPUT, "fingerprint")
    beat = PlannedClip.of_beat(TIMELINE, 1, OUTPUT, "fingerprint")
    assert (len(joined.segments), len(beat.segments)) == (2, 1)
    before = joined.file_name, beat.file_name
    monkeypatch.setattr("production.jobs.clip_assembly.source_digest", lambda _: "other sources")
    assert joined.file_name != before[0]
    assert beat.file_name == before[1]


def test_a_beat_is_one_segment_and_the_same_as_in_its_scene() -> None:
    clip = PlannedClip.of_beat(TIMELINE, 2, OUTPUT, "fingerprint")
    assert [part.segment.beat for part in clip.segments] == [1]
    assert clip.frames == 300
    assert clip.segments == PlannedClip.of_scene(TIMELINE, OUTPUT, "fingerprint").segments[1:]
