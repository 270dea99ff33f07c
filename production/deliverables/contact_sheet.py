"""Many stills on one page, to see a whole film at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

COLUMNS = 4
STILL_WIDTH = 480
LABEL_HEIGHT = 30
MARGIN = 12
PAPER = "#FFFFFF"
INK = "#202428"


def contact_sheet(stills: Sequence[tuple[str, Path]], destination: Path) -> None:
    """Set labelled stills in rows, left to right, and write them as one PNG.

    Raises
    ------
    ValueError
        If there are none.
    """
    if not stills:
        raise ValueError("there are no stills to make a contact sheet of")
    with Image.open(stills[0][1]) as first:
        still_height = round(STILL_WIDTH * first.height / first.width)
    columns = min(COLUMNS, len(stills))
    rows = -(-len(stills) // columns)
    across, down = STILL_WIDTH + MARGIN, still_height + LABEL_HEIGHT + MARGIN
    sheet = Image.new("RGB", (MARGIN + columns * across, MARGIN + rows * down), PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size=18)
    for number, (label, path) in enumerate(stills):
        x = MARGIN + number % columns * across
        y = MARGIN + number // columns * down
        with Image.open(path) as still:
            sheet.paste(
                still.convert("RGB").resize((STILL_WIDTH, still_height), Image.Resampling.LANCZOS), (x, y)
            )
        draw.text((x, y + still_height + 4), _cut(label, font), fill=INK, font=font)
    sheet.save(destination, format="PNG")


def _cut(label: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> str:
    """Shorten a label to a still's width."""
    if font.getlength(label) <= STILL_WIDTH:
        return label
    while label and font.getlength(label + "…") > STILL_WIDTH:
        label = label[:-1]
    return label.rstrip() + "…"
