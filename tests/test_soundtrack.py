"""What is heard when in a film, and what is said where a recording is not as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from production.errors import NarrationError
from production.narration.recordings import Narration
from production.sound.loudness import measure
from production.sound.mix import LOUDNESS, mix, target_for
from production.sound.samples import RATE
from production.sound.soundtrack import Soundtrack, soundtrack_of
from production.timeline import AddedSound, FilmTimeline
from tests.delivered import TIMELINES
from tests.sounds import murmur, tone
from tests.spoken import Spoken, speak
from tests.test_samples import write


@pytest.fixture
def spoken(tmp_path: Path) -> Spoken:
    return speak(tmp_path / "narration")


def heard_in(spoken: Spoken, narration: Narration) -> Soundtrack | None:
    return soundtrack_of(FilmTimeline.of("A lesson", spoken.timelines), narration)


def test_recordings_stand_on_the_films_clock(spoken: Spoken) -> None:
    found = spoken.soundtrack
    assert found.length == pytest.approx(155 / 15)
    assert [recording.start for recording in found.recordings] == [0.5, 2.5, 4.5]
    assert [recording.path.name for recording in found.recordings] == [
        "one_01.opus",
        "one_02.opus",
        "two_01.opus",
    ]
    assert [recording.end for recording in found.recordings] == pytest.approx([4, 4, 155 / 15])


def test_a_film_in_which_nothing_is_heard_has_no_soundtrack() -> None:
    assert soundtrack_of(FilmTimeline.of("A lesson", TIMELINES), Narration()) is None


def test_a_soundtrack_is_the_same_wherever_its_files_lie(spoken: Spoken, tmp_path: Path) -> None:
    elsewhere = speak(tmp_path / "elsewhere")
    assert elsewhere.soundtrack == spoken.soundtrack
    assert repr(elsewhere.soundtrack) == repr(spoken.soundtrack)
    otherwise = speak(tmp_path / "otherwise", loudness=-20)
    assert repr(otherwise.soundtrack) != repr(spoken.soundtrack)


def test_a_recording_that_is_missing_or_another_is_named_with_a_way_on(spoken: Spoken) -> None:
    assert spoken.narration.folder is not None
    path = spoken.narration.folder / "one_02.opus"
    content = path.read_bytes()
    path.unlink()
    with pytest.raises(NarrationError, match=r"one_02\.opus cannot be read: No such file.*voice one\)$"):
        heard_in(spoken, spoken.narration)
    path.write_bytes(content[:-1])
    with pytest.raises(NarrationError, match=r"one_02\.opus is not the recording .*voice one\)$"):
        heard_in(spoken, spoken.narration)


def test_a_recording_that_left_the_index_meanwhile_is_said(spoken: Spoken) -> None:
    shorter = Narration(spoken.narration.folder, spoken.narration.recordings[:-1])
    with pytest.raises(
        NarrationError, match="the recording of beat 'A beat' of two is no longer in the index"
    ):
        heard_in(spoken, shorter)


def test_a_recording_that_changes_while_it_is_mixed_is_said(spoken: Spoken) -> None:
    found = spoken.soundtrack
    path = found.recordings[0].path
    path.write_bytes(found.recordings[1].path.read_bytes())
    with pytest.raises(NarrationError, match=r"one_01\.opus changed meanwhile; make the film again"):
        mix(found)
    path.write_text("no sound", encoding="utf-8")
    with pytest.raises(NarrationError, match=r"one_01\.opus cannot be heard: it is no sound"):
        mix(found)


def test_sounds_are_as_loud_beside_a_voice_however_it_was_recorded(tmp_path: Path) -> None:
    write(tone(1, level=0.1), tmp_path / "tone.wav", "pcm_f32le")
    mixed = []
    for loudness in (-17, -30):
        spoken = speak(tmp_path / str(loudness), loudness=loudness)
        # In the last beat, which nobody speaks.
        added = AddedSound(5.0, str(tmp_path / "tone.wav"), -6)
        last = replace(spoken.timelines[-1], sounds=(added,))
        spoken = replace(spoken, timelines=(*spoken.timelines[:-1], last))
        mixed.append(mix(spoken.soundtrack))
        tail = mixed[-1][:, round(9.2 * RATE) : round(9.8 * RATE)]
        assert np.abs(tail).max() == pytest.approx(0.05, rel=0.02)
        voice = mixed[-1][:, : 9 * RATE]
        assert measure(voice).integrated == pytest.approx(target_for(voice, LOUDNESS), abs=0.3)


def test_sounds_before_one_are_pushed_back_while_it_is_heard(tmp_path: Path) -> None:
    write(tone(2, 440, level=0.2), tmp_path / "bed.wav", "pcm_f32le")
    write(np.zeros((1, RATE), np.float32), tmp_path / "silence.wav", "pcm_f32le")
    added = (
        AddedSound(0.0, str(tmp_path / "bed.wav")),
        AddedSound(0.5, str(tmp_path / "silence.wav"), None, -20),
    )
    film = FilmTimeline.of("A film", [replace(TIMELINES[0], sounds=added)])
    found = soundtrack_of(film, Narration())
    assert found is not None
    heard = mix(found)
    peaks = [np.abs(heard[:, round(at * RATE) : round((at + 0.4) * RATE)]).max() for at in (0, 1, 1.55, 3)]
    assert peaks == pytest.approx([0.2, 0.02, 0.2, 0], abs=1e-3)


def test_a_sound_that_began_in_a_beat_before_is_heard_on(tmp_path: Path) -> None:
    bed = murmur(3, level=0.5)
    write(bed, tmp_path / "bed.wav", "pcm_f32le")
    write(tone(0.1), tmp_path / "over.wav", "pcm_f32le")
    added = (AddedSound(1.0, str(tmp_path / "bed.wav")), AddedSound(0.5, str(tmp_path / "over.wav")))
    beat = replace(TIMELINES[0], sounds=added).only(2)
    assert [sound.start for sound in beat.sounds] == [-1.0, -1.5]
    found = soundtrack_of(FilmTimeline.of("A beat", [beat]), Narration())
    assert found is not None
    (heard,) = found.sounds
    assert (heard.start, heard.path.name) == (-1.0, "bed.wav")
    mixed = mix(found)
    np.testing.assert_allclose(mixed[:, RATE // 2 : RATE], bed[:, RATE * 3 // 2 : RATE * 2], atol=1e-6)
