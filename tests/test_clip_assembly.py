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
    joined = PlannedClip.of_scene(TIMELINE, OUTPUT, "fingerprint", 20.0)
    whole = PlannedClip.of_scene(TIMELINE, OUTPUT, "fingerprint", 40.0)
    assert (len(joined.jobs), len(whole.jobs)) == (2, 1)
    before = joined.file_name, whole.file_name
    monkeypatch.setattr("production.jobs.clip_assembly.source_digest", lambda _: "other sources")
    assert joined.file_name != before[0]
    assert whole.file_name == before[1]


def test_a_beat_is_one_segment() -> None:
    clip = PlannedClip.of_beat(TIMELINE, 2, OUTPUT, "fingerprint")
    assert [job.segment.beats for job in clip.jobs] == [(1, 2)]
    assert clip.frames == 300
