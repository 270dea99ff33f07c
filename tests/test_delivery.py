from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from production.deliverables.conformance import problems
from production.deliverables.delivery import Script, write_film
from production.deliverables.manifest import Manifest, manifest_path, sha256
from production.output_spec import Format, OutputSpec
from production.text.captions import captions
from production.timeline import FilmTimeline
from tests.delivered import QUALITY, SCRIPT, TIMELINES, FinishedClip, deliver, write_clips
from tests.making import files_in, is_truthful

OUTPUT = OutputSpec(QUALITY)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (film,) = deliver(tmp_path_factory.mktemp("film"), Format.MP4)
    return film


def read_manifest(film: Path) -> Manifest:
    return Manifest.from_json(manifest_path(film).read_text(encoding="utf-8"))


def test_a_script_is_the_scenes_one_after_the_other_and_their_captions() -> None:
    assert FilmTimeline.of("A lesson", TIMELINES) == SCRIPT.timeline
    assert captions(SCRIPT.timeline) == SCRIPT.captions
    assert len(SCRIPT.captions) == 4


BESIDE_A_FILM = (".chapters.vtt", ".manifest.json", ".poster.png", ".srt", ".transcript.md", ".vtt")


def test_a_film_and_its_files_are_there_and_nothing_else(made: Path) -> None:
    names = {path.name for path in made.parent.iterdir()}
    assert names == {"lesson.mp4", *(f"lesson.mp4{suffix}" for suffix in BESIDE_A_FILM)}


def test_a_film_as_made_has_no_problems(made: Path) -> None:
    assert problems(made) == []


def test_the_manifest_tells_the_scenes_and_the_making(made: Path) -> None:
    manifest = read_manifest(made)
    assert [(scene.name, scene.start, scene.frames) for scene in manifest.scenes] == [
        ("one", 0, 60),
        ("two", 4, 95),
    ]
    assert [scene.scene for scene in manifest.scenes] == ["films.one:One", "films.two:Two"]
    assert manifest.length == pytest.approx(155 / 15)
    assert manifest.frames == 155
    assert (manifest.width, manifest.height, manifest.frame_rate) == (64, 48, 15)
    assert manifest.parameters == {}
    assert manifest.versions["manim"].startswith("0.22")
    assert manifest.files["lesson.mp4"] == sha256(made)
    assert set(manifest.files) == set(files_in(made.parent)) - {"lesson.mp4.manifest.json"}


def test_the_manifest_tells_the_beats_by_the_frames_of_the_film(made: Path) -> None:
    one, two = (scene.beats for scene in read_manifest(made).scenes)
    assert [(beat.first_frame, beat.frames, beat.still_frame) for beat in (*one, *two)] == [
        (0, 30, 29),
        (30, 30, 56),
        (60, 47, 106),
        (107, 48, 151),
    ]
    assert (two[1].title, two[1].narration) == ("Another", "Why? Look at the walls.")
    assert (two[0].shown, two[1].shown) == ("", "Two walls and a floor")


def test_the_manifest_tells_the_parameters_of_scenes_that_have_some(tmp_path: Path) -> None:
    one, two = TIMELINES
    changed = replace(two, scene=two.scene.with_parameters({"beta": 0.5, "alpha": 2.0}))
    film, scratch = tmp_path / "made" / "lesson.mp4", tmp_path / "scratch"
    scratch.mkdir()
    write_film(write_clips(tmp_path), Script.of("A lesson", [one, changed]), OUTPUT, film, scratch=scratch)
    assert read_manifest(film).parameters == {"films.two:Two": {"alpha": 2.0, "beta": 0.5}}


def test_the_same_film_is_the_same_to_the_byte(made: Path, tmp_path: Path) -> None:
    (again,) = deliver(tmp_path, Format.MP4)
    assert files_in(again.parent) == files_in(made.parent)


def test_of_equal_pictures_the_poster_is_the_last_of_the_first_scene(made: Path) -> None:
    with av.open(made) as container:
        frames: list[Any] = list(container.decode(container.streams.video[0]))
    with Image.open(made.with_name("lesson.mp4.poster.png")) as poster:
        # The last beat's picture stands 0.2 s, three frames, before the scene's end.
        assert poster.tobytes() == frames[60 - 3 - 1].to_image().tobytes()


@pytest.mark.parametrize("fullest", [0, 29, 56])
def test_the_poster_is_the_fullest_picture_of_the_first_scene(tmp_path: Path, fullest: int) -> None:
    with av.open(tmp_path / "one.mp4", "w") as clip:
        video = clip.add_stream("libx264", rate=15, options={"qp": "1"})
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        for number in range(60):
            picture = np.full((48, 64, 3), 20, np.uint8)
            # A few words, a picture, and one of noise that no beat ends with.
            picture[8:12, 8:24] = 230
            if number == fullest:
                picture[16:40, :] = np.arange(64, dtype=np.uint8)[:, None] * 3 + 30
            if number == 40:
                picture = np.random.default_rng(1).integers(0, 255, picture.shape, np.uint8)
            clip.mux(video.encode(av.VideoFrame.from_ndarray(picture)))
        clip.mux(video.encode())
    made, scratch = FinishedClip(tmp_path / "one.mp4", 60, ""), tmp_path / "scratch"
    scratch.mkdir()
    film = tmp_path / "made/lesson.mp4"
    write_film([made], Script.of("A lesson", TIMELINES[:1]), OUTPUT, film, scratch=scratch)
    with Image.open(film.with_name("lesson.mp4.poster.png")) as poster:
        assert np.ptp(np.asarray(poster, int)[20]) > 100


@pytest.mark.parametrize("formats", list(permutations([Format.MP4, Format.MOV])))
def test_films_of_two_formats_stand_side_by_side(tmp_path: Path, formats: tuple[Format, Format]) -> None:
    films = deliver(tmp_path, *formats)
    assert [problems(film) for film in films] == [[], []]
    assert [read_manifest(film).film for film in films] == [film.name for film in films]
    assert is_truthful(films[0].parent)
    assert len(list(films[0].parent.iterdir())) == 2 * (1 + len(BESIDE_A_FILM))


def test_a_film_of_other_words_and_format_leaves_the_one_beside_it_alone(tmp_path: Path) -> None:
    one, two = TIMELINES
    (film,) = deliver(tmp_path, Format.MP4)
    beats = tuple(replace(beat, narration="Other words.") for beat in one.beats)
    script = Script.of("A lesson", [replace(one, beats=beats), two])
    output, other, scratch = replace(OUTPUT, format=Format.MOV), film.with_suffix(".mov"), tmp_path / "other"
    scratch.mkdir()
    write_film(write_clips(scratch), script, output, other, scratch=scratch)
    assert problems(film) == problems(other) == []


def test_a_scene_alone_carries_its_captions(made: Path, tmp_path: Path) -> None:
    path = made.parent.parent / "cache" / "two.mp4"
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    clips = [FinishedClip(path, 95, sha256(path))]
    script = Script.of("Two", TIMELINES[1:])
    write_film(clips, script, OUTPUT, tmp_path / "two.mp4", scratch=scratch, companions=False)
    with av.open(tmp_path / "two.mp4") as container:
        assert container.metadata["title"] == "Two"
        text = [bytes(packet)[2:].decode() for packet in container.demux(container.streams.subtitles[0])]
    assert [line for line in text if line] == ["Gradient descent is slow here.", "Why? Look at the walls."]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["scratch", "two.mp4"]


def test_a_failed_film_leaves_the_old_one_alone(tmp_path: Path) -> None:
    (film,) = deliver(tmp_path, Format.MP4)
    before = files_in(film.parent)
    with pytest.raises(FileNotFoundError):
        write_film(
            [FinishedClip(film.with_name("gone.mp4"), 60, "")],
            Script.of("A lesson", TIMELINES[:1]),
            OUTPUT,
            film,
            scratch=tmp_path / "scratch_mp4",
        )
    assert files_in(film.parent) == before
    assert problems(film) == []
