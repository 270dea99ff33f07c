"""Films of other authors: what is said in them comes out as it was said, in every file."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from production.clips.encoder import Encoder
from production.deliverables.conformance import problems
from production.deliverables.delivery import Script, write_film
from production.deliverables.manifest import sha256
from production.film import SceneRef
from production.output_spec import Format, OutputSpec
from production.text.chapters import chapters, read_vtt, to_vtt
from production.text.line_breaks import words
from production.text.transcript import transcript
from production.timeline import Beat, FilmTimeline, Timeline, frame_at
from tests.clips import write_clip
from tests.delivered import QUALITY, FinishedClip
from tests.making import start
from tests.subtitles import read_by_ffmpeg
from tests.test_caption_files import MARKUP, SPOKEN
from tests.test_line_breaks import any_text

SECONDS = 4.0


def timeline(name: str, title: str, idea: str, *said: tuple[str, str]) -> Timeline:
    beats = tuple(
        Beat(title, narration, number * SECONDS, (number + 1) * SECONDS, (number + 1) * SECONDS)
        for number, (title, narration) in enumerate(said)
    )
    return Timeline(SceneRef(f"films.{name}:{name.title()}"), title, idea, beats)


def write_clip_of(format: Format, path: Path, scene: Timeline) -> FinishedClip:
    frames = frame_at(scene.length, QUALITY.frame_rate)
    key_frames = [frame_at(beat.start, QUALITY.frame_rate) for beat in scene.beats]
    if format is Format.WEBM:
        with (
            path.open("wb") as file,
            Encoder(file, OutputSpec(QUALITY, format), key_frames=key_frames) as encoder,
        ):
            picture = write_clip(path.with_suffix(".mp4"), 1)
            with av.open(picture) as source:
                (frame,) = source.decode(video=0)
            encoder.encode(frame, frames)
    else:
        write_clip(path, frames, key_frames=key_frames)
    return FinishedClip(path, frames, sha256(path))


def deliver(folder: Path, format: Format, title: str, *scenes: Timeline) -> Path:
    """Write a film of scenes, and return its path."""
    clips = [
        write_clip_of(format, folder / f"{number}.{format}", scene) for number, scene in enumerate(scenes)
    ]
    (folder / "scratch").mkdir()
    film = folder / "made" / f"lesson.{format}"
    script = Script.of(title, scenes)
    write_film(clips, script, OutputSpec(QUALITY, format), film, scratch=folder / "scratch")
    return film


@pytest.mark.parametrize("format", [Format.MP4, Format.MOV, Format.WEBM])
def test_every_word_is_in_the_film_as_it_was_said(tmp_path: Path, format: Format) -> None:
    said = [" ".join(caption.lines) for caption in SPOKEN if "\\" not in caption.text]
    said.append("モメンタムは、過去の方向を覚えている。「なぜ？」")
    parts = [said[:3], said[3:6], said[6:]]
    scenes = (
        *(
            timeline("one", title, "{}", *(("Again", narration) for narration in part))
            for title, part in zip(("<b> & 動量 -->", "", "x" * 300), parts, strict=True)
        ),
        timeline("two", "動" * 100, "", ("Silence", ""), ("Silence", " \n")),
        timeline("three", "動" * 100, "*so*", ("…", "…")),
    )
    film = deliver(tmp_path, format, "#1: <α> & \\co", *scenes)
    assert problems(film) == []
    shown = [text.replace("\n", " ") for text in read_by_ffmpeg(film)]
    assert shown[:-2] == said[:-1]
    assert [text.replace(" ", "") for text in shown[-2:]] == [said[-1], "…"]
    with av.open(film) as container:
        assert container.metadata["title"] == "#1: <α> & \\co"
        assert [mark["metadata"]["title"] for mark in container.chapters()] == [
            scene.title for scene in scenes
        ]


@pytest.mark.parametrize("format", [Format.MP4, Format.WEBM])
def test_a_film_without_a_word_is_made(tmp_path: Path, format: Format) -> None:
    film = deliver(tmp_path, format, "Silent", timeline("one", "Silent", "", ("Silence", "")))
    assert problems(film) == []
    assert film.with_name(f"{film.name}.srt").read_text(encoding="utf-8") == ""
    assert film.with_name(f"{film.name}.vtt").read_text(encoding="utf-8") == "WEBVTT\n"


any_line = (any_text | st.sampled_from(MARKUP)).map(lambda text: " ".join(words(text)))


@given(st.lists(any_line.filter(bool), min_size=1, max_size=4))
def test_a_chapter_file_gives_back_any_title(titles: list[str]) -> None:
    scenes = [timeline("one", title, "", ("A beat", "Well.")) for title in titles]
    marks = chapters(FilmTimeline.of("A film", scenes))
    assert [mark.title for mark in marks] == titles
    assert read_vtt(to_vtt(marks)) == marks


def blocks(markdown: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The blocks that a reader of Markdown sees: each one's tag, and the texts in it with their emphasis."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown)
    found = []
    for opening, token in pairwise(tokens):
        if token.type != "inline":
            continue
        runs: list[tuple[str, str]] = []
        emphasis = ""
        for part in token.children or []:
            assert part.type in ("text", "em_open", "em_close", "strong_open", "strong_close"), part
            if part.nesting:
                emphasis = part.tag if part.nesting > 0 else ""
            elif part.content:
                runs.append((emphasis, part.content))
        found.append((opening.tag, runs))
    return found


@given(any_line, any_line, any_line, any_line, any_line, any_line)
def test_a_transcript_shows_any_words_as_they_are(
    film: str, title: str, idea: str, beat: str, said: str, shown_only: str
) -> None:
    scene = timeline("one", title, idea, (beat, said))
    scene = replace(scene, beats=(replace(scene.beats[0], shown=shown_only),))
    text = transcript(FilmTimeline.of(film, [scene]))
    expected = [("h1", [("", film)]), ("h2", [("", f"0:00 {title}".strip())])]
    if idea:
        expected.append(("p", [("em", idea)]))
    expected.append(("p", [("strong", f"0:00 {beat}".strip()), ("", f" {said}" if said else "")]))
    if shown_only:
        expected.append(("p", [("", f"[{shown_only}]")]))
    shown = [(tag, [(emphasis, "".join(said)) for emphasis, *said in runs]) for tag, runs in blocks(text)]
    assert shown == [(tag, [run for run in runs if run[1]]) for tag, runs in expected]


def test_what_looks_like_markup_is_shown_as_it_is() -> None:
    scene = timeline("one", "1 *\n# 2", "A\n\n# head_line", ("<script>", "[x](y) `z` &lt; C:\\ ~a~ |"))
    assert transcript(FilmTimeline.of("# *", [scene])) == (
        "# \\# \\*\n\n## 0:00 1 \\* \\# 2\n\n*A \\# head\\_line*\n\n"
        "**0:00 \\<script\\>** \\[x\\](y) \\`z\\` \\&lt; C:\\\\ \\~a\\~ \\|\n"
    )


CHINESE = """
from manim import Square
from scenes.lesson_scene import LessonScene

class Chinese(LessonScene):
    title = "动量"
    idea = "球记得它的方向"

    def construct(self):
        with self.beat("开始", "普通的梯度下降在峡谷里走得很慢，因为它在两壁之间来回摆动。"):
            self.add(Square())
        with self.beat("结束", "动量法记得过去的方向，所以它走得更快！"):
            self.wait(1)
"""

PROGRAM = """
import sys
from pathlib import Path
from production.commands.main import main
from production.film import Film, SceneRef

sys.exit(main(Film("lesson", "动量", (SceneRef("chinese:Chinese"),)), Path("media")))
"""


def test_a_chinese_lesson_is_made(tmp_path: Path) -> None:
    (tmp_path / "chinese.py").write_text(CHINESE, encoding="utf-8")
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    film = tmp_path / "動量.webm"
    process = start(str(tmp_path / "program.py"), "lesson", "-q", "l", "--quiet", "-o", str(film))
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out.decode()) == (0, f"{film}\n"), err
    assert problems(film) == []


def test_words_that_a_space_holds_together_stay_so_everywhere(tmp_path: Path) -> None:
    film = deliver(
        tmp_path, Format.MP4, "A lesson", timeline("one", "One", "An idea", ("A beat", "10\u00a0steps"))
    )
    assert problems(film) == []
