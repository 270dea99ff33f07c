from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import av
import pytest

from production.clips.concat import concat
from production.errors import ConcatError
from production.output_spec import Format
from production.text.captions import Caption
from production.text.chapters import Chapter
from tests.clips import write_clip

CAPTIONS = (Caption(0, 900, ("Hello {there}", "<b> & so on")), Caption(1100, 2500, ("θ ← θ − v",)))
CHAPTERS = (Chapter(0, 1333, "One"), Chapter(1333, 4000, "Two; = #\\"))
LENGTHS = (20 / 15, 40 / 15)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film")
    clips = [write_clip(folder / "one.mp4", 20, shade=20), write_clip(folder / "two.mp4", 40, shade=120)]
    concat(clips, LENGTHS, folder / "film.mp4", title="A film", captions=CAPTIONS, chapters=CHAPTERS)
    return folder / "film.mp4"


def test_every_frame_is_there_in_order_without_a_gap(film: Path) -> None:
    with av.open(film) as container:
        frames = list(container.decode(container.streams.video[0]))
    assert [round(float(frame.time or 0) * 15, 6) for frame in frames] == list(range(60))
    shades = [float(frame.to_ndarray()[:48].mean()) for frame in frames]
    assert shades == pytest.approx([*range(20, 40), *range(120, 160)], abs=2)


def test_decoding_times_rise_across_the_joint(film: Path) -> None:
    with av.open(film) as container:
        times = [packet.dts for packet in container.demux(video=0) if packet.dts is not None]
    assert {after - before for before, after in pairwise(times)} == {times[1] - times[0]}


def test_the_stream_is_copied_with_its_tags(film: Path) -> None:
    with av.open(film) as container, av.open(film.with_name("one.mp4")) as clip:
        for video in (container.streams.video[0], clip.streams.video[0]):
            context = video.codec_context
            assert (context.name, context.profile, context.pix_fmt) == ("h264", "High", "yuv420p")
            assert (context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1)
        copied = [bytes(packet) for packet in container.demux(video=0)]
        assert copied[:20] == [bytes(packet) for packet in clip.demux(video=0)][:20]
        assert float(container.duration or 0) == 4_000_000


def test_captions_are_a_track_of_their_own(film: Path) -> None:
    with av.open(film) as container:
        (track,) = container.streams.subtitles
        assert (track.codec_context.name, track.language) == ("mov_text", "eng")
        found = [
            Caption(packet.pts, packet.pts + packet.duration, tuple(bytes(packet)[2:].decode().split("\n")))
            for packet in container.demux(track)
            if packet.pts is not None and packet.duration and packet.size > 2
        ]
    assert tuple(found) == CAPTIONS


def test_chapters_are_in_the_file(film: Path) -> None:
    with av.open(film) as container:
        assert container.metadata["title"] == "A film"
        found = [
            (
                *(mark[side] * (mark["time_base"] or 0) * 1000 for side in ("start", "end")),
                mark["metadata"]["title"],
            )
            for mark in container.chapters()
        ]
    assert found == [(mark.start, mark.end, mark.title) for mark in CHAPTERS]


def test_a_film_of_another_format(film: Path, tmp_path: Path) -> None:
    clips = [film.with_name("one.mp4"), film.with_name("two.mp4")]
    concat(clips, LENGTHS, tmp_path / "film", title="A film", captions=CAPTIONS, format=Format.MOV)
    with av.open(tmp_path / "film") as container:
        assert container.metadata["major_brand"] == "qt  "
        assert sum(1 for _ in container.decode(container.streams.video[0])) == 60


def test_the_index_comes_first(film: Path) -> None:
    data = film.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_the_same_clips_give_the_same_bytes(film: Path) -> None:
    again = film.with_name("again.mp4")
    clips = [film.with_name("one.mp4"), film.with_name("two.mp4")]
    concat(clips, LENGTHS, again, title="A film", captions=CAPTIONS, chapters=CHAPTERS)
    assert again.read_bytes() == film.read_bytes()


def test_clips_that_differ_are_refused(film: Path, tmp_path: Path) -> None:
    clips = [film.with_name("one.mp4"), write_clip(tmp_path / "small.mp4", 5, size=(32, 32))]
    with pytest.raises(ConcatError, match=r"small\.mp4 differs from one\.mp4 in its size"):
        concat(clips, [20 / 15, 5 / 15], tmp_path / "film.mp4", title="A film")


def test_a_clip_that_is_cut_short_is_refused(film: Path, tmp_path: Path) -> None:
    clips = [film.with_name("one.mp4"), film.with_name("two.mp4")]
    with pytest.raises(ConcatError, match=r"two\.mp4 is 2\.667 s long, not 3\.000"):
        concat(clips, [20 / 15, 3.0], tmp_path / "film.mp4", title="A film")


def test_no_clips_no_film(tmp_path: Path) -> None:
    with pytest.raises(ConcatError, match="no clip"):
        concat([], [], tmp_path / "film.mp4", title="A film")
    assert not (tmp_path / "film.mp4").exists()
