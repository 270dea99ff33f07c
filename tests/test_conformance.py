from __future__ import annotations

import json
import shutil
from pathlib import Path

import av
import pytest

from production.deliverables.conformance import problems
from production.deliverables.manifest import manifest_path
from production.output_spec import Format
from tests.clips import write_clip
from tests.delivered import deliver


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (film,) = deliver(tmp_path_factory.mktemp("film"), Format.MP4)
    return film


@pytest.fixture
def film(made: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    shutil.copytree(made.parent, tmp_path / "made")
    return tmp_path / "made" / "lesson.mp4"


def test_a_changed_file_is_found(film: Path) -> None:
    film.with_name("lesson.mp4.transcript.md").write_text("Something else.", encoding="utf-8")
    film.with_name("lesson.mp4.poster.png").unlink()
    assert problems(film) == [
        "lesson.mp4.poster.png is missing",
        "lesson.mp4.transcript.md has changed since it was made",
        "lesson.mp4.transcript.md is not what its manifest says: line 1 is Something else., not # A lesson",
    ]


def test_a_film_without_a_manifest_is_no_finished_film(film: Path) -> None:
    manifest_path(film).unlink()
    assert problems(film) == ["lesson.mp4.manifest.json is not beside it"]
    manifest_path(film).write_text("{}", encoding="utf-8")
    assert problems(film) == ["lesson.mp4.manifest.json is not a manifest: 'scenes'"]


def test_a_cut_film_is_found(film: Path) -> None:
    film.write_bytes(film.read_bytes()[:5000])
    found = problems(film)
    assert "lesson.mp4 has changed since it was made" in found
    assert len(found) > 1


def change_manifest(film: Path, changes: dict[str, object]) -> None:
    path = manifest_path(film)
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes), encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"width": 128}, "pictures are 64x48, not 128x48"),
        ({"frame_rate": 30}, "the film has 15 frames a second, not 30"),
        ({"film": "other.mp4"}, "lesson.mp4.manifest.json describes other.mp4"),
    ],
)
def test_a_film_that_is_not_what_its_manifest_says_is_found(
    film: Path, changes: dict[str, object], said: str
) -> None:
    change_manifest(film, changes)
    assert said in problems(film)


def test_a_missing_scene_is_found(film: Path) -> None:
    scenes = json.loads(manifest_path(film).read_text(encoding="utf-8"))["scenes"]
    change_manifest(film, {"scenes": [*scenes, scenes[0] | {"start": 155 / 15, "title": "Three"}]})
    found = problems(film)
    assert "there are 155 frames, not 215" in found
    assert any(problem.startswith("the chapters are not the scenes") for problem in found)


def test_a_transcript_that_leaves_out_what_is_shown_is_found(film: Path) -> None:
    transcript = film.with_name("lesson.mp4.transcript.md")
    told = transcript.read_text(encoding="utf-8")
    transcript.write_text(told.replace("\n\\[Two walls and a floor\\]\n", ""), encoding="utf-8")
    assert any(problem.startswith("lesson.mp4.transcript.md is not what") for problem in problems(film))


def test_beats_that_leave_a_gap_or_have_another_still_are_found(film: Path) -> None:
    scenes = json.loads(manifest_path(film).read_text(encoding="utf-8"))["scenes"]
    one, two = scenes
    one["beats"][1]["first_frame"] = 31
    del two["beats"][1]
    two["beats"][0]["still_frame"] = 107
    change_manifest(film, {"scenes": scenes})
    found = problems(film)
    assert "the captions in the film do not say what its manifest says" in found
    assert any(problem.startswith("lesson.mp4.transcript.md is not what") for problem in found)
    assert [problem for problem in found if "beat" in problem] == [
        "beat 'Another' of one begins at frame 31, not 30",
        "the beats of one end at frame 61, not 60",
        "beat 'A beat' of two has its still at frame 107, which is not in it",
        "the beats of two end at frame 107, not 155",
        "beat 'Another' of one does not begin with a key frame of a closed group",
    ]


def test_a_beat_that_cannot_be_cut_out_is_found(film: Path) -> None:
    scenes = json.loads(manifest_path(film).read_text(encoding="utf-8"))["scenes"]
    before, after = scenes[1]["beats"]
    before["frames"] -= 1
    before["still_frame"] -= 1
    after["first_frame"] -= 1
    after["frames"] += 1
    change_manifest(film, {"scenes": scenes})
    assert problems(film) == ["beat 'Another' of two does not begin with a key frame of a closed group"]


def test_a_film_of_open_groups_is_found(tmp_path: Path) -> None:
    (film,) = deliver(tmp_path, Format.MP4, open_groups=True)
    assert problems(film) == [
        f"beat 'Another' of {scene} does not begin with a key frame of a closed group"
        for scene in ("one", "two")
    ]


def test_captions_that_differ_from_those_inside_are_found(film: Path) -> None:
    path = film.with_name("lesson.mp4.vtt")
    path.write_text(path.read_text(encoding="utf-8").replace("slow", "fast"), encoding="utf-8")
    assert any(
        problem.startswith("lesson.mp4.vtt differs from the captions in the film")
        for problem in problems(film)
    )


def test_a_film_put_together_otherwise_breaks_the_rules_of_delivery(film: Path) -> None:
    film.unlink()
    write_clip(film, 150)
    found = "\n".join(problems(film))
    for said in (
        "there are 150 frames, not 155",
        "the chapters are not the scenes",
        "there is no caption track",
        "the index stands after the pictures",
    ):
        assert said in found


def test_a_jump_in_time_is_found(film: Path) -> None:
    packets = []
    with av.open(film) as whole_film:
        video = whole_film.streams.video[0]
        with av.open(film.with_name("jump.mp4"), "w") as jumping:
            copy = jumping.add_stream_from_template(video)
            for packet in whole_film.demux(video):
                if packet.pts is None or packet.dts is None:
                    continue
                later = 2048 if packet.dts > 40000 else 0
                packet.pts += later
                packet.dts += later
                packet.stream = copy
                packets.append(packet)
                jumping.mux_one(packet)
    film.with_name("jump.mp4").replace(film)
    assert any("a gap or a jump" in problem for problem in problems(film))
