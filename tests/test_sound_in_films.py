"""Films are heard: as loud as they should be, in step with their pictures, and exactly as long."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from production.clips.concat import concat
from production.clips.container import add_track, add_video, create, read
from production.deliverables.conformance import problems
from production.deliverables.delivery import Script
from production.deliverables.manifest import manifest_path, sha256
from production.errors import ConcatError
from production.output_spec import MASTER_FORMATS, Format
from production.sound import track
from production.sound.loudness import amplified
from production.sound.samples import RATE, Samples
from production.sound.samples import read as read_sound
from production.sound.soundtrack import Soundtrack, soundtrack_of
from production.timeline import FilmTimeline
from tests.finished import Kind, write
from tests.programs import run_program
from tests.sounds import delay, ebur128, similarity
from tests.spoken import Spoken, speak

SOUNDING = [
    *(Kind(Format.MP4), Kind(Format.MOV), Kind(Format.WEBM)),
    *(Kind(format, master=True) for format in MASTER_FORMATS),
]
PLAIN = Kind(Format.MOV, master=True)
"""Whose sound is as it was mixed."""

LENGTH = Fraction(155, 15)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Spoken:
    return speak(tmp_path_factory.mktemp("narration"))


@pytest.fixture(scope="module")
def script(spoken: Spoken) -> Script:
    return Script.of("A lesson", spoken.timelines)


@pytest.fixture(scope="module")
def films(spoken: Spoken, script: Script, tmp_path_factory: pytest.TempPathFactory) -> dict[Kind, Path]:
    folder = tmp_path_factory.mktemp("spoken")
    return {kind: write(kind, folder / str(kind), script, spoken.soundtrack) for kind in SOUNDING}


def test_every_film_keeps_the_rules(films: dict[Kind, Path]) -> None:
    assert {kind: problems(film) for kind, film in films.items()} == {kind: [] for kind in SOUNDING}


@pytest.mark.parametrize("kind", SOUNDING, ids=str)
def test_ffmpeg_finds_the_loudness_and_the_peak(films: dict[Kind, Path], kind: Kind) -> None:
    loudness, peak = ebur128(films[kind])
    assert loudness == pytest.approx(-14, abs=0.5)
    assert peak <= -1.5


@pytest.mark.parametrize("kind", SOUNDING, ids=str)
def test_every_recording_is_heard_at_its_moment(films: dict[Kind, Path], spoken: Spoken, kind: Kind) -> None:
    heard = read_sound(films[kind])
    assert len(heard) == 2
    for start, sound in spoken.heard:
        first = round(start * RATE)
        assert abs(delay(heard, sound, first)) <= RATE // 1000, "a millisecond, where a frame is allowed"
        assert similarity(heard, sound, first) > 0.4
    first = round(spoken.heard[-1][0] * RATE) + spoken.heard[-1][1].shape[1] + RATE // 10
    assert abs(heard[:, first:]).max() < 0.01


@pytest.mark.parametrize("kind", SOUNDING, ids=str)
def test_sound_and_pictures_end_together(films: dict[Kind, Path], kind: Kind) -> None:
    said = run_program(
        *("ffprobe", "-v", "error", "-show_streams", "-show_packets", "-of", "json"), str(films[kind])
    )
    found = json.loads(said)
    (audio,) = (stream for stream in found["streams"] if stream["codec_type"] == "audio")
    assert (audio["sample_rate"], audio["channels"]) == ("48000", 2)
    assert audio["tags"]["language"] == "eng"
    if kind.format is Format.WEBM:
        assert audio["codec_name"] == "opus"
        assert read_sound(films[kind]).shape[1] == LENGTH * RATE
        return
    (video,) = (stream for stream in found["streams"] if stream["codec_type"] == "video")
    is_plain = kind == PLAIN
    assert (audio["codec_name"], audio.get("profile")) == (("pcm_s24le", None) if is_plain else ("aac", "LC"))
    assert Fraction(audio["start_time"]) == Fraction(video["start_time"]) == 0
    assert audio["duration_ts"] == LENGTH * RATE
    assert Fraction(video["duration_ts"]) * Fraction(video["time_base"]) == LENGTH
    # What the encoder puts before the first sample is left out by the edit list.
    first = next(packet for packet in found["packets"] if packet["codec_type"] == "audio")
    assert first["pts"] == (0 if is_plain else -1024)


@pytest.mark.parametrize("kind", SOUNDING, ids=str)
def test_mediainfo_reads_the_sound(films: dict[Kind, Path], kind: Kind) -> None:
    tracks = json.loads(run_program("mediainfo", "--Output=JSON", str(films[kind])))["media"]["track"]
    (audio,) = (track for track in tracks if track["@type"] == "Audio")
    assert audio["Format"] == ("PCM" if kind == PLAIN else "Opus" if kind.format is Format.WEBM else "AAC")
    assert (audio["SamplingRate"], audio["Channels"], audio["Language"]) == ("48000", "2", "en")
    assert float(audio["Duration"]) == pytest.approx(float(LENGTH), abs=0.01)


def test_a_masters_sound_is_nearer_to_what_was_mixed(films: dict[Kind, Path]) -> None:
    # Uncompressed; each is brought to its loudness by itself, within a tenth of a decibel.
    mixed = read_sound(films[PLAIN])
    of_film, of_master = (
        similarity(read_sound(films[kind]), mixed[:1, RATE : 9 * RATE], RATE)
        for kind in (Kind(Format.MP4), Kind(Format.MP4, master=True))
    )
    assert 1 - of_master < (1 - of_film) / 4


def test_the_same_recordings_give_the_same_bytes(
    films: dict[Kind, Path], script: Script, tmp_path: Path
) -> None:
    # Wherever they lie.
    again = speak(tmp_path / "narration")
    film = write(Kind(Format.MP4), tmp_path / "film", script, again.soundtrack)
    assert film.read_bytes() == films[Kind(Format.MP4)].read_bytes()
    for name in ("one.webm", "two.webm"):
        track.write_track(again.soundtrack, Format.WEBM, tmp_path / name)
    assert (tmp_path / "one.webm").read_bytes() == (tmp_path / "two.webm").read_bytes()


def test_a_film_is_as_loud_however_it_was_recorded(script: Script, tmp_path: Path) -> None:
    quiet = speak(tmp_path / "narration", loudness=-30)
    film = write(Kind(Format.MP4), tmp_path / "film", script, quiet.soundtrack)
    loudness, peak = ebur128(film)
    assert loudness == pytest.approx(-14, abs=0.5)
    assert peak <= -1.5


def test_a_gif_is_silent(script: Script, tmp_path: Path) -> None:
    film = write(Kind(Format.GIF), tmp_path, script)
    assert problems(film) == []
    assert json.loads(manifest_path(film).read_text())["sound"] is False


def test_a_track_of_another_length_is_refused(films: dict[Kind, Path], tmp_path: Path) -> None:
    film = films[Kind(Format.MP4)]
    with pytest.raises(ConcatError, match=r"the sound is 10\.333 s long, not 20\.667"):
        concat([film, film], [float(LENGTH)] * 2, tmp_path / "film.mp4", title="", track=film)


@pytest.fixture
def film(films: dict[Kind, Path], tmp_path: Path) -> Path:
    """A copy to spoil."""
    shutil.copytree(films[Kind(Format.MP4)].parent, tmp_path / "made")
    return tmp_path / "made" / "lesson.mp4"


def change(film: Path, edit: Any = None) -> None:
    """Edit a film's manifest, and let it know the film as it is."""
    path = manifest_path(film)
    fields = json.loads(path.read_text(encoding="utf-8"))
    fields["files"][film.name] = sha256(film)
    if edit is not None:
        edit(fields)
    path.write_text(json.dumps(fields), encoding="utf-8")


def mixed_otherwise(
    monkeypatch: pytest.MonkeyPatch, script: Script, soundtrack: Soundtrack, folder: Path, edit: Any
) -> Path:
    """Write a film whose sound is edited before it is encoded."""

    encode = track._encode

    def spoil(sound: Samples, *where: Any) -> None:
        edit(sound)
        encode(sound, *where)

    monkeypatch.setattr(track, "_encode", spoil)
    monkeypatch.setattr(track, "_MOST_ROUNDS", 1)
    return write(Kind(Format.MP4), folder, script, soundtrack)


def test_a_beat_that_falls_silent_is_found(
    spoken: Spoken, script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, heard = spoken.heard[1]

    def silence(sound: Samples) -> None:
        sound[:, round(start * RATE) :][:, : heard.shape[1]] = 0

    film = mixed_otherwise(monkeypatch, script, spoken.soundtrack, tmp_path, silence)
    assert problems(film) == ["beat 'Another' of one is silent; its recording is not heard"]


@pytest.mark.parametrize(("gain", "said"), [(-3, "it is -17."), (6, "the sound's peaks reach ")])
def test_a_film_that_is_not_as_loud_as_it_should_be_is_found(
    spoken: Spoken,
    script: Script,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    gain: float,
    said: str,
) -> None:
    def turn(sound: Samples) -> None:
        sound[:] = amplified(sound, gain)

    film = mixed_otherwise(monkeypatch, script, spoken.soundtrack, tmp_path, turn)
    assert any(problem.startswith(said) for problem in problems(film))


def without_the_last_packets(film: Path, packets: int) -> None:
    """Leave out the end of a film's sound; all of it, where there are not so many."""
    spoilt = film.with_name("spoilt.mp4")
    with read(film) as source, create(spoilt, Format.MP4) as copy:
        video, audio = source.streams.video[0], source.streams.audio[0]
        kept = [packet for packet in source.demux(video, audio) if packet.dts is not None]
        sounding = [packet for packet in kept if packet.stream_index == audio.index]
        streams: dict[int, Any] = {video.index: add_video(copy, video)}
        if len(sounding) > packets:
            streams[audio.index] = add_track(copy, audio)
        for packet in kept:
            if packet.stream_index in streams and packet not in sounding[-packets:]:
                packet.stream = streams[packet.stream_index]
                copy.mux_one(packet)
    spoilt.replace(film)


def test_a_track_that_is_cut_short_or_missing_is_found(film: Path) -> None:
    without_the_last_packets(film, 5)
    change(film)
    assert "the sound is 10.2400 s long, not 10.3333 s as the pictures" in problems(film)
    without_the_last_packets(film, 10_000)
    change(film)
    assert "there are 0 tracks of sound, not one" in problems(film)


def test_a_manifest_that_tells_of_another_sound_is_found(film: Path) -> None:
    assert problems(film) == []

    def silent(fields: Any) -> None:
        fields["sound"] = False

    change(film, silent)
    assert problems(film) == [
        "its manifest names recordings, but says that nothing is heard",
        "there are 1 tracks of sound, not none",
    ]

    def elsewhere(fields: Any) -> None:
        fields["sound"] = True
        fields["scenes"][0]["beats"][0]["speech_start"] = 5.0

    change(film, elsewhere)
    assert problems(film) == ["beat 'A beat' of one is spoken from 5 s to 6.1 s, which is not in it"]


def test_sound_that_cannot_be_decoded_is_one_line(film: Path) -> None:
    data = bytearray(film.read_bytes())
    with av.open(film) as container:
        places = [packet.pos for packet in container.demux(audio=0) if packet.pos]
    for place in places[20:60]:
        data[place : place + 12] = b"\xff" * 12
    film.write_bytes(data)
    change(film)
    found = problems(film)
    assert found
    assert all("\n" not in problem for problem in found)


def test_sound_of_an_unknown_coding_is_one_line(film: Path) -> None:
    film.write_bytes(film.read_bytes().replace(b"mp4a", b"what").replace(b"esds", b"what"))
    change(film)
    assert problems(film) == ["the sound cannot be decoded: it is of no known coding"]


def test_a_beats_own_soundtrack_is_the_films(spoken: Spoken) -> None:
    beat = spoken.timelines[0].only(2)
    found = soundtrack_of(FilmTimeline.of("A beat", [beat]), spoken.narration)
    assert found is not None
    assert found.recordings == (replace(spoken.soundtrack.recordings[1], start=0.5, end=beat.length),)
