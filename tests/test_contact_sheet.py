from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from production.deliverables.contact_sheet import contact_sheet

COLOURS = ["red", "green", "blue", "yellow", "black"]


def test_stills_stand_in_rows(tmp_path: Path) -> None:
    stills = []
    for colour in COLOURS:
        Image.new("RGB", (160, 90), colour).save(tmp_path / f"{colour}.png")
        stills.append(
            (f"{colour}, a label that is much too long for a still of this width", tmp_path / f"{colour}.png")
        )
    contact_sheet(stills, tmp_path / "sheet.png")
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == (12 + 4 * 492, 12 + 2 * (270 + 42))
        centres = [(252 + 492 * i, 147) for i in range(4)] + [(252, 147 + 312)]
        assert [sheet.getpixel(centre) for centre in centres] == [
            (255, 0, 0),
            (0, 128, 0),
            (0, 0, 255),
            (255, 255, 0),
            (0, 0, 0),
        ]
        # The label is drawn, and stays under its own still.
        label = sheet.crop((12, 282, 492, 312))
        assert label.getextrema() != ((255, 255),) * 3
        assert sheet.crop((492, 282, 504, 312)).getextrema() == ((255, 255),) * 3


def test_one_still_is_a_sheet_too(tmp_path: Path) -> None:
    Image.new("RGB", (16, 9)).save(tmp_path / "one.png")
    contact_sheet([("One", tmp_path / "one.png")], tmp_path / "sheet.png")
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.width == 12 + 492


def test_no_stills_no_sheet(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no stills"):
        contact_sheet([], tmp_path / "sheet.png")
