from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from production.clips.cut import begins_closed_group, cut
from production.clips.encoder import Encoder
from production.clips.gif import GifReader
from production.deliverables.conformance import problems
from production.deliverables.delivery import Script, write_film
from production.deliverables.manifest import BeatEntry, Manifest, manifest_path
from production.errors import CutError
from production.film import SceneRef
from production.jobs.cache import Cache
from production.jobs.renderer import Renderer
from production.output_spec import Format, OutputSpec, Quality
from tests.clips import write_clip

SIZE = Quality(160, 90, 15)
SCENES = [SceneRef(f"tests.films.{name}") for name in ("shapes:Movers", "shapes:Tracked", "plain:Sections")]


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[Format, Path]:
    """A film of three scenes, one of which is joined of two segments, in three formats."""
    folder, made = tmp_path_factory.mktemp("films"), {}
    with Renderer(Cache(folder / "cache")) as renderer:
        timelines = renderer.timelines(SCENES)
        script = Script.of("A small film", timelines)
        for format in (Format.MP4, Format.WEBM, Format.GIF):
            output = OutputSpec(SIZE, format)
            made[format] = folder / "made" / f"film.{format}"
            clips = renderer.scene_clips(timelines, output)
            write_film(clips, script, output, made[format], scratch=renderer.scratch_folder())
    return made


def beats(film: Path) -> list[BeatEntry]:
    manifest = Manifest.from_json(manifest_path(film).read_text(encoding="utf-8"))
    return [beat for scene in manifest.scenes for beat in scene.beats]


def decode(film: Path | BytesIO) -> list[bytes]:
    """Every sample of every frame."""
    with av.open(film, "r") as container:
        return [frame.to_ndarray().tobytes() for frame in container.decode(video=0)]


def packets(film: Path) -> Iterator[Any]:
    with av.open(film) as container:
        yield from (packet for packet in container.demux(video=0) if packet.pts is not None)


def test_a_gif_is_not_cut_where_it_has_no_whole_frame(films: dict[Format, Path], tmp_path: Path) -> None:
    film = films[Format.GIF]
    with film.open("rb") as file:
        reader = GifReader(file)
        part = next(number for number, frame in enumerate(reader.frames()) if not frame.is_whole(reader.size))
    with pytest.raises(CutError, match=f"cannot be cut at frame {part}, which is drawn over the one before"):
        cut(film, part, 2, tmp_path / "beat", format=Format.GIF)
    with pytest.raises(CutError, match=r"film\.gif ends after 0 of 2 frames from frame 9999 on"):
        cut(film, 9999, 2, tmp_path / "beat", format=Format.GIF)


@pytest.mark.parametrize("format", [Format.MP4, Format.WEBM, Format.GIF])
def test_every_beat_of_a_finished_film_can_be_cut_out_of_it(
    films: dict[Format, Path], tmp_path: Path, format: Format
) -> None:
    film, clip = films[format], tmp_path / "beat"
    assert problems(film) == []
    whole = decode(film)
    assert len(beats(film)) == 3 + 2 + 3
    for beat in beats(film):
        cut(film, beat.first_frame, beat.frames, clip, format=format)
        assert decode(clip) == whole[beat.first_frame : beat.first_frame + beat.frames]


@pytest.mark.parametrize("format", [Format.MP4, Format.WEBM])
def test_a_cut_begins_at_zero_and_has_the_rate_and_the_tags_of_the_film(
    films: dict[Format, Path], tmp_path: Path, format: Format
) -> None:
    film, clip = films[format], tmp_path / "beat"
    beat = beats(film)[2]
    cut(film, beat.first_frame, beat.frames, clip, format=format)
    with av.open(film) as container, av.open(clip) as opened:
        video = opened.streams.video[0]
        assert opened.duration == pytest.approx(beat.frames / 15 * 1e6, abs=1000)
        assert (len(opened.streams), opened.chapters()) == (1, [])
        for one, other in zip(
            (video, video.codec_context),
            (container.streams.video[0], container.streams.video[0].codec_context),
            strict=True,
        ):
            for name in ("average_rate", "language", "colorspace", "color_range", "width", "profile"):
                assert getattr(one, name, None) == getattr(other, name, None)
        times = [float(frame.time or 0) for frame in opened.decode(video)]
    # WebM has whole milliseconds.
    assert times == pytest.approx([number / 15 for number in range(beat.frames)], abs=5.1e-4)


def test_the_same_cut_gives_the_same_bytes_with_the_index_first(
    films: dict[Format, Path], tmp_path: Path
) -> None:
    beat = beats(films[Format.MP4])[1]
    for name in ("one", "other"):
        cut(films[Format.MP4], beat.first_frame, beat.frames, tmp_path / name)
    data = (tmp_path / "one").read_bytes()
    assert data == (tmp_path / "other").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_a_film_is_not_cut_but_where_a_group_begins_and_has_no_frames_beyond_its_end(
    films: dict[Format, Path], tmp_path: Path
) -> None:
    film = films[Format.MP4]
    beat = beats(film)[-1]
    with pytest.raises(CutError, match=rf"^film\.mp4 cannot be cut at frame {beat.first_frame + 1}"):
        cut(film, beat.first_frame + 1, 1, tmp_path / "clip")
    with pytest.raises(CutError, match=f"ends after {beat.frames} of {beat.frames + 1} frames"):
        cut(film, beat.first_frame, beat.frames + 1, tmp_path / "clip")
    with pytest.raises(CutError, match="ends after 0 of 1 frames from frame 999 on"):
        cut(film, 999, 1, tmp_path / "clip")


def test_where_a_key_frame_begins_an_open_group_no_film_is_cut(tmp_path: Path) -> None:
    film = write_clip(tmp_path / "film.mp4", 80, open_groups=True)
    keys = [(packet.pts, begins_closed_group(packet)) for packet in packets(film) if packet.is_keyframe]
    assert keys == [(0, True), (29 * 1024, False), (58 * 1024, False)]
    with pytest.raises(CutError, match="cannot be cut at frame 29, where no closed group begins"):
        cut(film, 29, 1, tmp_path / "clip")


def test_frames_in_another_order_than_that_of_their_times_are_not_cut(tmp_path: Path) -> None:
    film = write_clip(tmp_path / "film.mp4", 80)
    with pytest.raises(CutError, match="its frames are not in the order of their times"):
        cut(film, 29, 29, tmp_path / "clip")


def test_a_transparent_film_is_cut_with_its_transparency(tmp_path: Path) -> None:
    for format in (Format.WEBM, Format.MOV):
        film, clip = tmp_path / f"film.{format}", tmp_path / f"clip.{format}"
        output = OutputSpec(SIZE, format, transparent=True)
        with film.open("wb") as file, Encoder(file, output, key_frames=[0, 11]) as encoder:
            for number in range(30):
                picture = np.zeros((SIZE.height, SIZE.width, 4), np.uint8)
                picture[20:60, 3 * number : 3 * number + 40] = (60, 90, 20, 128)
                encoder.write(picture)
        cut(film, 11, 12, clip, format=format)
        assert decode_with_alpha(clip) == decode_with_alpha(film)[11:23]


def decode_with_alpha(film: Path) -> list[bytes]:
    with av.open(film) as container:
        video = container.streams.video[0]
        # FFmpeg's own decoder of VP9 passes transparency over.
        name = "libvpx-vp9" if video.codec_context.name == "vp9" else video.codec_context.name
        decoder: Any = av.CodecContext.create(name, "r")
        decoder.extradata = video.codec_context.extradata
        frames = [frame for packet in container.demux(video) for frame in decoder.decode(packet)]
    assert all(frame.format.name.startswith("yuva") for frame in frames)
    return [frame.to_ndarray(format="rgba").tobytes() for frame in frames]
