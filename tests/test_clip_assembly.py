from __future__ import annotations

from production.film import SceneRef
from production.jobs.clip_assembly import PlannedClip
from production.output_spec import OutputSpec, Quality
from production.timeline import Beat, Timeline

OUTPUT = OutputSpec(Quality(160, 90, 15))
TIMELINE = Timeline(
    SceneRef("films.one:One"), "One", "", (Beat("", "", 0.0, 20.0, 20.0), Beat("", "", 20.0, 24.0, 24.0))
)


def test_a_joined_clip_has_another_name_when_the_code_that_joins_changes() -> None:
    joined, again = (
        PlannedClip.of_scene(TIMELINE, OUTPUT, "fingerprint", code) for code in ("before", "after")
    )
    beat, beat_again = (
        PlannedClip.of_beat(TIMELINE, 2, OUTPUT, "fingerprint", code) for code in ("before", "after")
    )
    assert (len(joined.segments), len(beat.segments)) == (6, 1)
    assert joined.file_name != again.file_name
    assert beat.file_name == beat_again.file_name


def test_a_beat_has_the_same_segments_as_in_its_scene() -> None:
    clips = [PlannedClip.of_beat(TIMELINE, number, OUTPUT, "fingerprint", "joined by") for number in (1, 2)]
    assert [clip.frames for clip in clips] == [300, 60]
    whole = PlannedClip.of_scene(TIMELINE, OUTPUT, "fingerprint", "joined by")
    assert whole.segments == (*clips[0].segments, *clips[1].segments)
