from __future__ import annotations

import pytest

from production.film import SceneRef
from production.jobs.clip_assembly import PlannedClip
from production.output_spec import OutputSpec, Quality
from production.timeline import Beat, Timeline

OUTPUT = OutputSpec(Quality(160, 90, 15))
TIMELINE = Timeline(
    SceneRef("films.one:One"), "One", "", (Beat("", "", 0.0, 20.0, 20.0), Beat("", "", 20.0, 24.0, 24.0))
)


def test_a_joined_clip_has_another_name_when_the_code_that_joins_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    joined = PlannedClip.of_scene(TIMELINE, OUTPUT, "fingerprint")
    beat = PlannedClip.of_beat(TIMELINE, 2, OUTPUT, "fingerprint")
    assert (len(joined.segments), len(beat.segments)) == (6, 1)
    before = joined.file_name, beat.file_name
    monkeypatch.setattr("production.jobs.clip_assembly.source_digest", lambda _: "other sources")
    assert joined.file_name != before[0]
    assert beat.file_name == before[1]


def test_a_beat_has_the_same_segments_as_in_its_scene() -> None:
    clips = [PlannedClip.of_beat(TIMELINE, number, OUTPUT, "fingerprint") for number in (1, 2)]
    assert [clip.frames for clip in clips] == [300, 60]
    whole = PlannedClip.of_scene(TIMELINE, OUTPUT, "fingerprint")
    assert whole.segments == (*clips[0].segments, *clips[1].segments)
