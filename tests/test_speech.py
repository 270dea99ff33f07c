"""The pictures wait for the words: by a guess, by recordings, and again as an earlier run found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from production.errors import RenderError
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from production.jobs.cache import Cache
from production.jobs.clip_assembly import PlannedClip
from production.jobs.renderer import Renderer
from production.narration.recordings import Narration, Recording
from production.narration.speech import Speech
from production.output_spec import OutputSpec, Quality
from production.timeline import Beat, Timeline
from scenes.lesson_scene import LessonScene
from scenes.speech import LEAD, PAUSE, Pace, find_words, speaking_time
from tests.drawn import our_frames

SCENE = SceneRef("tests.films.spoken:Spoken")
WORDS = "Step one is short, and step two, of 0.9, is longer."
SIZE = Quality(64, 36, 15)


def evenly(words: str, seconds: float, speak: str = "") -> Speech:
    """A recording that says every word in the same time."""
    number = len(words.split())
    times = tuple((word * seconds / number, (word + 1) * seconds / number) for word in range(number))
    return Speech(words, speak, seconds, times, "ab" * 32)


FIRST = evenly(WORDS, 5.5)
SECOND = evenly("And it goes.", 1.5, "And it leaves.")


def moments(beat: Beat) -> list[tuple[int, int]]:
    """What a beat waited for: words, and when, in fifteenths of a second from its start."""
    assert beat.pacing is not None
    # To the last digit, for a later run goes by them.
    assert all(moment == round(moment * 15) / 15 for _, moment in beat.pacing.moments)
    return [(word, round(moment * 15)) for word, moment in beat.pacing.moments]


def test_without_a_recording_it_waits_as_long_as_words_are_guessed_to_take() -> None:
    timeline = read_timeline(SCENE)
    first, second = timeline.beats
    assert (first.speech, first.speech_start) == (None, None)
    assert speaking_time(WORDS) == pytest.approx(4.4)
    # Five of eleven words are said before "step two", ten before "longer".
    assert moments(first) == [(5, 30), (10, 60)]
    assert moments(second) == [(3, 18)]


def test_with_a_recording_it_waits_for_its_words() -> None:
    timeline = read_timeline(SCENE, speeches=(FIRST, SECOND))
    first, second = timeline.beats
    assert (first.speech, second.speech) == (FIRST, SECOND)
    assert (first.speech_start, second.speech_start) == (LEAD, first.end)
    # Word five of half a second each, rounded down to frames of a fifteenth.
    assert moments(first) == [(5, 45), (10, 82)]
    # 0.5 + 5.5 + 0.4 s, rounded up to frames.
    assert first.end == pytest.approx(LEAD + 5.5 + PAUSE, abs=1 / 15)
    assert moments(second) == [(3, 29)]
    # What leaves, leaves when all has been said.
    assert second.end - second.start == pytest.approx(29 / 15 + 3 / 15 + 6 / 15)
    assert all(round(time * 15, 6).is_integer() for beat in timeline.beats for time in (beat.start, beat.end))


def test_words_that_are_not_said_are_named() -> None:
    assert [find_words(words, WORDS) for words in ("step", "STEP TWO", "0.9", "short and", "longer")] == [
        0, 5, 8, 3, 10,
    ]  # fmt: skip
    with pytest.raises(ValueError, match=r"^its words do not say 'step tow'; did you mean 'step two'\?$"):
        find_words("step tow", WORDS)
    with pytest.raises(ValueError, match=r"^'step one' is said before the words that were waited for last$"):
        find_words("step one", WORDS, 5)
    with pytest.raises(ValueError, match=r"^its words do not say ''$"):
        find_words("", WORDS)
    said = r"^tests.test_speech:Mistaken, beat 1 \(Step\): ValueError: its words do not say 'step three'"
    with pytest.raises(RenderError, match=said):
        read_timeline(SceneRef(f"{__name__}:Mistaken"))


@given(st.lists(st.sampled_from(["a", "b", "c,", "B."]), min_size=1, max_size=9), st.data())
def test_words_are_found_where_they_begin(narration: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(narration) - 1))
    end = data.draw(st.integers(start + 1, len(narration)))
    wanted = " ".join(narration[start:end])
    number = find_words(wanted, " ".join(narration), start)
    assert number == start


def test_it_is_drawn_as_its_timeline_says() -> None:
    spoken = read_timeline(SCENE, speeches=(FIRST, SECOND))
    again = our_frames(SCENE, SIZE, pacing=spoken.pacing())
    with_recordings = our_frames(SCENE, SIZE, speeches=(FIRST, SECOND))
    assert again.keys() == with_recordings.keys()
    assert sum(repeat for _, repeat in again.values()) == round(spoken.length * 15)
    assert all((again[number][0] == picture).all() for number, (picture, _) in with_recordings.items())


def narration_of(*speeches: Speech) -> Narration:
    recordings = [Recording("spoken", "a.opus", speech, ((0, 1),), "a test") for speech in speeches]
    return Narration(None, tuple(recordings))


def planned(folder: Path, *speeches: Speech) -> tuple[Timeline, str]:
    """A scene's timeline, and what its clip is kept as."""
    with Renderer(Cache(folder), narration=narration_of(*speeches)) as renderer:
        (timeline,) = renderer.timelines([SCENE])
        clip = PlannedClip.of_scene(timeline, OutputSpec(SIZE), "sources", "joined by")
        return timeline, clip.file_name


def test_a_changed_recording_changes_timeline_and_pictures_where_it_must(tmp_path: Path) -> None:
    timeline, clip = planned(tmp_path, FIRST, SECOND)
    longer = evenly(WORDS, 6.5)
    other_timeline, other_clip = planned(tmp_path, longer, SECOND)
    assert other_timeline.length == pytest.approx(timeline.length + 1)
    assert other_clip != clip
    # A word is said a little later, but within the same frame.
    start, end = FIRST.word_times[3]
    nudged = replace(FIRST, word_times=(*FIRST.word_times[:3], (start + 0.004, end), *FIRST.word_times[4:]))
    nudged_timeline, nudged_clip = planned(tmp_path, nudged, SECOND)
    assert nudged_timeline.beats[0].speech == nudged != timeline.beats[0].speech
    assert nudged_clip == clip
    # Other words than the beat's are not its recording's.
    silent, _ = planned(tmp_path, replace(FIRST, words=WORDS.replace("two", "three")), SECOND)
    assert (silent.beats[0].speech, silent.beats[1].speech) == (None, SECOND)
    assert planned(tmp_path, FIRST, replace(SECOND, speak=""))[0].beats[1].speech is None


def test_a_fast_voice_gives_its_captions_time(tmp_path: Path) -> None:
    hurried = evenly(WORDS, 1.0)
    timeline, _ = planned(tmp_path, hurried, SECOND)
    assert timeline.length > read_timeline(SCENE, speeches=(hurried, SECOND)).length


def test_a_timeline_is_read_as_it_was_written() -> None:
    timeline = read_timeline(SCENE, speeches=(FIRST, SECOND))
    assert Timeline.from_json(timeline.to_json()) == timeline
    (only,) = timeline.only(2).beats
    assert only.speech_start == 0


def test_a_guess_ends_when_all_has_been_said() -> None:
    pace = Pace.guessed("One two three.")
    assert pace.moments[-1] == (3, 1.2)
    assert Pace.guessed("").moments == ((0, 0.0),)


class Mistaken(LessonScene):
    title = "Mistaken"
    idea = "It waits for what is not said."

    def construct(self) -> None:
        with self.beat("Step", WORDS) as beat:
            beat.until("step three")
