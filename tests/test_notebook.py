"""Scenes render in a notebook, by Manim's own magic."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from textwrap import dedent
from typing import Any

import av
import numpy as np
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image, ImageColor

from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes import style
from tests.making import PROJECT

BACKGROUND = ImageColor.getrgb(style.BACKGROUND)


class Notebook:
    """A notebook in a folder, with its kernel."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        settings: Any = {"timeout": 120, "resources": {"metadata": {"path": str(folder)}}}
        self.client = NotebookClient(new_notebook(), **settings)

    def run(self, source: str) -> list[Any]:
        """Run a new cell, in which nothing must fail, and return what it shows."""
        cells = self.client.nb.cells
        cells.append(new_code_cell(source))
        return list(self.client.execute_cell(cells[-1], len(cells) - 1).outputs)

    def video(self, source: str) -> list[Any]:
        """Run a cell that shows a video, and return its frames."""
        (page,) = (html for html in self._shown(source, "text/html") if "<video" in html)
        (name,) = re.findall(r'src="([^"]+)"', page)
        with av.open(self.folder / name) as container:
            return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]

    def picture(self, source: str) -> Image.Image:
        """Run a cell that shows a picture, and return it."""
        (png,) = self._shown(source, "image/png")
        return Image.open(BytesIO(base64.b64decode(png))).convert("RGB")

    def _shown(self, source: str, kind: str) -> list[str]:
        return [output.data[kind] for output in self.run(source) if kind in output.get("data", ())]


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notebook]:
    """A notebook whose first cell has imported a scene, and Manim with it."""
    folder = tmp_path_factory.mktemp("notebook")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(PROJECT))
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
            patch.setenv(name, str(folder / name))
        notebook = Notebook(folder)
        with notebook.client.setup_kernel():
            notebook.run("from scenes.zigzag import Zigzag")
            yield notebook


README = (
    (PROJECT / "README.md").read_text(encoding="utf-8").partition("## In a notebook")[2].partition("\n## ")[0]
)
IMPORTED, WRITTEN = (dedent(cell) for cell in re.findall(r"(?:^ {4}.*\n|^\n(?= {4}))+", README, re.MULTILINE))
"""The cells that the README shows."""


def test_an_imported_scene_becomes_a_video(notebook: Notebook) -> None:
    frames = notebook.video(IMPORTED.strip())
    assert len(frames) == round(read_timeline(SceneRef("scenes.recap:Recap")).length * 15)
    assert frames[0].shape == (480, 854, 3)
    # The encoder may round a colour.
    assert np.abs(frames[0][4, 4] - np.array(BACKGROUND)).max() <= 2
    assert np.ptp(frames[len(frames) // 2]) > 200


def test_its_last_picture(notebook: Notebook) -> None:
    picture = notebook.picture("%manim -v WARNING -ql -s Zigzag")
    assert picture.size == (854, 480)
    assert picture.getpixel((4, 4)) == BACKGROUND
    assert np.ptp(np.asarray(picture)) > 200


def test_a_subclass_that_is_written_in_a_cell(notebook: Notebook) -> None:
    gentle = SceneRef("scenes.zigzag:Zigzag").with_parameters({"learning_rate": 0.05})
    assert len(notebook.video(WRITTEN.strip())) == round(read_timeline(gentle).length * 15)


OWN = """
%%manim -v WARNING --disable_caching -q{quality} Own
from manim import *
from scenes.lesson_scene import LessonScene

class Own(LessonScene):
    title = "Own"
    idea = "A cell may hold a scene."

    def construct(self):
        square = Square(fill_opacity=1, stroke_width=0)
        square.add_updater(lambda square: square.set_fill("{colour}"))
        self.add(square)
        with self.beat("It grows", "Two words."):
            self.play(square.animate.scale(2), run_time=0.72)
"""
"""Its play lasts 11 frames of a fifteenth of a second, its hold 6."""


def test_a_scene_that_is_written_in_a_cell_and_changed_there(notebook: Notebook) -> None:
    for quality, colour, length, size in (
        ("l", "red", 17, (480, 854)),
        ("l", "red", 17, (480, 854)),
        ("m", "red", 34, (720, 1280)),
        ("l", "blue", 17, (480, 854)),
    ):
        frames = notebook.video(OWN.strip().format(quality=quality, colour=colour))
        assert [frame.shape[:2] for frame in frames] == [size] * length
        for frame in frames:
            red, _, blue = map(int, frame[size[0] // 2, size[1] // 2])
            assert (red > blue) == (colour == "red")
    # What the magic was told held for its cells alone.
    (rate,) = notebook.run("config.frame_rate")
    assert float(rate.data["text/plain"]) == 60
