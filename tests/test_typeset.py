"""LaTeX sets a formula once; here a small program stands in for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from manim import MathTex, config, tempconfig

from production.clips.known_clips import timeline_and_clips
from production.clips.render_clips import render_clips
from production.errors import RenderError
from production.film import SceneRef
from production.frames.checkpoint import Checkpoint
from production.frames.dry_run import read_timeline
from production.frames.typeset import MOST_KEPT, TYPESET, Typeset
from production.jobs.cache import Cache
from production.jobs.kept_typeset import typeset_kept
from production.jobs.renderer import Renderer
from production.output_spec import OutputSpec, Quality
from production.segments import KnownClip, segments_of

OUTPUT = OutputSpec(Quality(160, 90, 15))

SCENE = """
from manim import *
from scenes.lesson_scene import LessonScene

class Sums(LessonScene):
    title, idea = "Sums", "Formulas come and go."

    def construct(self):
        with self.beat("One", "One beat."):
            one = MathTex("a + b")
            self.play(FadeIn(one), run_time=0.4)
        with self.beat("Two", "Two beats."):
            two = MathTex("c + d").shift(DOWN)
            self.play(FadeIn(two), run_time=0.4)
            three = VGroup(MathTex("e + f").shift(UP), MathTex("a + b"))
            self.play(FadeIn(three), run_time=0.4)
"""

LATEX = """#!{python}
import re, sys
from pathlib import Path

tex = Path(sys.argv[-1])
source = tex.read_text()
with open({log!r}, "a") as log:
    log.write(re.search("raw <g.*?>.(.*?)[^a-z]special", source)[1] + chr(10))
folder = next(each.partition("=")[2] for each in sys.argv if each.startswith("-output-directory"))
if "wrong" in source:
    (Path(folder) / tex.name).with_suffix(".log").write_text(Path("says.log").read_text())
    sys.exit(1)
(Path(folder) / tex.name).with_suffix(".dvi").touch()
"""

# As it says of most mathematics, of text, and where it cannot tell the place.
LATEX_SAYS = {
    "at a + \\wrong": r"""
! Undefined control sequence.
<argument> ...dvisvgm:raw <g id='unique000'>}a + \wrong
                                                       b\special {dvisvgm:raw </g>}
l.8 \end{align*}

Here is how much of TeX's memory you used:
""",
    "at a \\wrong": r"""
! Undefined control sequence.
l.7 \special{dvisvgm:raw <g id='unique000'>}a \wrong
                                                   b\special{dvisvgm:raw </g>}
Here is how much of TeX's memory you used:
""",
    "": r"""
! Undefined control sequence.
<inserted text>
                }
l.8 \end{align*}
""",
}

DVISVGM = """#!{python}
import sys
from pathlib import Path

if "--version" in sys.argv:
    print("dvisvgm 3.2")
else:
    out = next(each.partition("=")[2] for each in sys.argv if each.startswith("--output"))
    Path(out).write_text({svg!r})
"""

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><g id="unique000"><path d="M0 0L9 0L9 9Z"/></g></svg>\n'

Formulas = Callable[[], list[str]]


@pytest.fixture
def formulas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Formulas:
    """Returns which formulas were set since it was called last."""
    programs, log = tmp_path / "programs", tmp_path / "log"
    programs.mkdir()
    log.touch()
    for name, program in (("latex", LATEX), ("dvisvgm", DVISVGM)):
        (programs / name).write_text(program.format(python=sys.executable, log=str(log), svg=SVG))
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(TYPESET, "_known", {})

    def set_since() -> list[str]:
        found = log.read_text().splitlines()
        log.write_text("")
        return sorted(found)

    return set_since


def render(source: str) -> None:
    Path("sums.py").write_text(source)
    with Renderer(Cache(Path("cache")), jobs=2) as renderer:
        renderer.scene_clips(renderer.timelines([SceneRef("sums.py:Sums")], output=OUTPUT), OUTPUT)


def play(source: str) -> None:
    """Play the scene as a worker does that finds nothing but what is kept."""
    file, cache = Path("sums.py"), Path("cache")
    file.write_text(source)
    cache.mkdir(exist_ok=True)
    for name, module in list(sys.modules.items()):
        if getattr(module, "__file__", None) == str(file.resolve()):
            del sys.modules[name]
    TYPESET._known.clear()
    with TemporaryDirectory() as folder, typeset_kept(Cache(cache), str(file), cache):
        read_timeline(SceneRef(f"{file}:Sums"), Path(folder))


def test_workers_and_later_runs_find_what_was_set(formulas: Formulas) -> None:
    render(SCENE)
    assert formulas() == ["a + b", "c + d", "e + f"]
    render(SCENE.replace("shift(UP)", "shift(LEFT)"))
    assert formulas() == []
    render(SCENE.replace("e + f", "g + h"))
    # Both workers read the scene at the same time.
    assert set(formulas()) == {"g + h"}


def test_what_a_scene_set_that_failed_is_found_when_it_plays_again(formulas: Formulas) -> None:
    with pytest.raises(RenderError, match="ZeroDivisionError"):
        play(f"{SCENE}            1 / 0\n")
    assert formulas() == ["a + b", "c + d", "e + f"]
    play(SCENE)
    assert formulas() == []


@pytest.mark.parametrize("place", LATEX_SAYS)
def test_what_latex_says_is_said_where_its_log_is_gone(formulas: Formulas, place: str) -> None:
    Path("says.log").write_text(LATEX_SAYS[place])
    with pytest.raises(RenderError) as caught:
        play(SCENE.replace("a + b", r"a + \\wrong b"))
    says = f"ValueError: latex: Undefined control sequence{place and ', '}{place}"
    assert str(caught.value) == f"sums.py:Sums, beat 1 (One): {says} (sums.py, line 10)"
    assert formulas() == [r"a + \wrong b"]


def test_without_latex_it_is_said_what_to_do(formulas: Formulas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RenderError, match=r"latex is not installed, which sets formulas; install LaTeX"):
        play(SCENE)


def test_a_fork_finds_what_was_set_until_then(
    formulas: Formulas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # This process may have threads of its own.
    monkeypatch.setattr(Checkpoint, "can_be_set", lambda: True)
    Path("sums.py").write_text(SCENE)
    scene = SceneRef("sums.py:Sums")
    segments = segments_of(read_timeline(scene), OUTPUT)
    known: dict[str, str] = {}
    paths = {segment: tmp_path / f"{segment.first_frame}.mp4" for segment in segments}
    render_clips(
        paths, lambda _: None, lambda segment, looks: known.update({str(segment): str(looks)}), tmp_path
    )
    assert formulas() == ["a + b", "c + d", "e + f"]
    # How the second beat looked is not known, so that a fork draws it.
    clips = {
        segment: KnownClip(paths[segment], known[str(segments[0] if segment.beat else segment)])
        for segment in segments
    }
    with TemporaryDirectory() as folder, TemporaryDirectory() as scratch:
        TYPESET._known.clear()
        _, found = timeline_and_clips(clips, (), Path(folder), Path(scratch))
        drawn = [segment.beat for segment, clip in found.items() if clip.path.parent == Path(scratch)]
    assert drawn == [1]
    # What comes after it began, it sets as the process does that plays on.
    assert formulas() == ["a + b", "c + d", "e + f", "e + f"]


def test_another_process_finds_what_was_set(formulas: Formulas, tmp_path: Path) -> None:
    stored = Cache(tmp_path)
    for expected in (["a + b"], []):
        with (
            TemporaryDirectory() as folder,
            tempconfig({"media_dir": folder}),
            typeset_kept(stored, "sums.py", tmp_path),
            TYPESET.at_hand("sums.py"),
        ):
            MathTex("a + b")
        assert formulas() == expected
        TYPESET._known.clear()


def test_what_two_processes_set_of_one_source_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = Cache(tmp_path)
    monkeypatch.setattr(TYPESET, "_known", {})
    with typeset_kept(stored, "sums.py", tmp_path):
        with typeset_kept(stored, "sums.py", tmp_path):
            TYPESET.add("sums.py", {"theirs.svg": SVG})
        TYPESET._known.clear()
        TYPESET.add("sums.py", {"mine.svg": SVG})
    TYPESET._known.clear()
    with typeset_kept(stored, "sums.py", tmp_path):
        assert TYPESET.of("sums.py").keys() == {"mine.svg", "theirs.svg"}


def test_only_what_is_whole_and_says_all_is_taken(tmp_path: Path) -> None:
    typeset = Typeset()
    with tempconfig({"media_dir": str(tmp_path)}), typeset.at_hand("mine.py"):
        folder = config.get_dir("tex_dir")
        folder.mkdir(parents=True)
        (folder / "whole.svg").write_text(SVG)
        (folder / "half.svg").write_text(SVG[:30])
        (folder / "no_text.svg").write_bytes(b"\xff</svg>")
        (folder / "reads.svg").write_text(SVG)
        (folder / "reads.tex").write_text(r"\input{macros} a + b")
        (folder / "reads_nothing.svg").write_text(SVG)
        (folder / "reads_nothing.tex").write_text(r"\alpha + b")
    assert typeset.of("mine.py") == {"whole.svg": SVG, "reads_nothing.svg": SVG}
    assert typeset.of("another.py") == {}


def test_a_folder_that_a_scene_has_set_is_its_own(tmp_path: Path) -> None:
    typeset = Typeset()
    typeset.add("mine.py", {"a.svg": SVG})
    with tempconfig({"tex_dir": str(tmp_path)}), typeset.at_hand("mine.py"):
        assert config.get_dir("tex_dir") == tmp_path
        (tmp_path / "b.svg").write_text(SVG)
    assert typeset.of("mine.py").keys() == {"a.svg"}
    assert not (tmp_path / "a.svg").exists()


def test_the_oldest_are_forgotten() -> None:
    typeset = Typeset()
    for number in range(MOST_KEPT + 2):
        typeset.add("mine.py", {f"{number}.svg": SVG})
    assert list(typeset.of("mine.py"))[:1] == ["2.svg"]
    assert len(typeset.of("mine.py")) == MOST_KEPT
