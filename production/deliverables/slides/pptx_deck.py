"""A deck for PowerPoint, Keynote and LibreOffice: a full-bleed film a slide, which starts by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from production.clips.container import read
from production.deliverables.slides.archive import without_times
from production.deliverables.slides.deck import Deck, Slide
from production.deliverables.slides.extra import needing_extra
from production.deliverables.slides.pictures import first_pictures
from production.deliverables.slides.pptx_timing import timing

_WIDTH = 12_192_000
"""Of a slide, as PowerPoint has it by default: 13 1/3 inches, in English metric units."""

_TITLE_ONLY = 5
"""The layout of python-pptx's template that has a title and nothing else."""

_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
"""The extension of a presentation that holds its sections ([MS-PPTX], 2.1)."""

_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"


def write_pptx(deck: Deck, destination: Path, *, scratch: Path) -> None:
    """Write a deck as a PPTX; the same deck gives the same bytes.

    A film's poster is its first picture. What is said stands in the notes, a slide's title above the slide,
    for the outline and for screen readers, and a scene is a section.

    Raises
    ------
    SlidesError
        If what is needed is not installed.
    OSError
        If it cannot be written.
    """
    with needing_extra():
        from pptx import Presentation
    presentation = Presentation()
    _set_size(presentation, deck)
    layout = _only_layout(presentation, deck.ground)
    _describe(presentation, deck)
    pictures = first_pictures(deck.slides, scratch)
    for slide in deck.slides:
        _add_slide(presentation, layout, slide, pictures[slide])
    _finish_notes_master(presentation)
    _add_sections(presentation, deck)
    presentation.save(str(scratch / "deck.pptx"))
    without_times(scratch / "deck.pptx", destination)


def _set_size(presentation: Any, deck: Deck) -> None:
    presentation.slide_width = _WIDTH
    presentation.slide_height = _WIDTH * deck.height // deck.width
    # The template's is 4:3, and says so.
    presentation.element.sldSz.attrib.pop("type", None)


def _only_layout(presentation: Any, ground: str) -> Any:
    """Leave of the template's layouts the one that is used, fit it to the slide, and colour the ground."""
    from pptx.dml.color import RGBColor

    layouts = presentation.slide_layouts
    layout = layouts[_TITLE_ONLY]
    for other in [each for each in layouts if each != layout]:
        layouts.remove(other)
    master = presentation.slide_master
    for placeholder in [*master.placeholders, *layout.placeholders]:
        if placeholder.placeholder_format.idx == 0:
            _place_title(placeholder, presentation)
        else:
            placeholder.element.getparent().remove(placeholder.element)
    fill = master.background.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor(*bytes.fromhex(ground.removeprefix("#")))
    return layout


def _place_title(title: Any, presentation: Any) -> None:
    """Put a title above the slide, where only the outline and a screen reader find it."""
    height = presentation.slide_height // 10
    title.left, title.top = 0, -height - height // 2
    title.width, title.height = presentation.slide_width, height


def _describe(presentation: Any, deck: Deck) -> None:
    """Tell what it is, and nothing of the template's: its author, its thumbnail, its printer."""
    properties = presentation.core_properties
    properties.title = deck.title
    properties.language = "en"
    for name in ("author", "last_modified_by", "subject", "keywords", "comments", "category"):
        setattr(properties, name, "")
    for part in (presentation.part, presentation.part.package):
        for key, relation in list(part._rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/printerSettings")):
                part._rels.pop(key)


def _add_slide(presentation: Any, layout: Any, slide: Slide, picture: Path) -> None:
    added = presentation.slides.add_slide(layout)
    added.shapes.title.text = slide.title
    box = (0, 0, presentation.slide_width, presentation.slide_height)
    if slide.clip is None:
        shape = added.shapes.add_picture(str(picture), *box)
    else:
        film = str(slide.clip)
        shape = added.shapes.add_movie(film, *box, poster_frame_image=str(picture), mime_type="video/mp4")
        (old,) = added.element.xpath("p:timing")
        added.element.replace(old, timing(shape.shape_id, _seconds(slide.clip), loops=slide.loops))
    properties = shape.element.nvPicPr.cNvPr
    properties.set("name", slide.title)
    properties.set("descr", slide.description)
    added.notes_slide.notes_text_frame.text = "\n".join(slide.notes)


def _seconds(clip: Path) -> float:
    with read(clip) as container:
        return (container.duration or 0) / 1_000_000


def _finish_notes_master(presentation: Any) -> None:
    """List the notes' master, which python-pptx makes and does not list, and fit its slide's picture."""
    from pptx.enum.shapes import PP_PLACEHOLDER
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    for placeholder in presentation.notes_master.placeholders:
        if placeholder.placeholder_format.type == PP_PLACEHOLDER.SLIDE_IMAGE:
            placeholder.height = placeholder.width * presentation.slide_height // presentation.slide_width
    key = presentation.part.relate_to(presentation.notes_master.part, RELATIONSHIP_TYPE.NOTES_MASTER)
    presentation.element.sldMasterIdLst.addnext(
        parse_xml(
            f'<p:notesMasterIdLst {nsdecls("p", "r")}><p:notesMasterId r:id="{key}"/></p:notesMasterIdLst>'
        )
    )


def _add_sections(presentation: Any, deck: Deck) -> None:
    """Let a scene's slides be a section."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    extensions = parse_xml(
        f'<p:extLst {nsdecls("p")}><p:ext uri="{_SECTIONS}">'
        f'<p14:sectionLst xmlns:p14="{_P14}"/></p:ext></p:extLst>'
    )
    numbers = iter([slide.slide_id for slide in presentation.slides])
    for index, chapter in enumerate(deck.chapters):
        identity = str(uuid5(NAMESPACE_URL, f"{index} {chapter.title}")).upper()
        section = _add(extensions[0][0], "section", name=chapter.title, id=f"{{{identity}}}")
        slides = _add(section, "sldIdLst")
        for _ in chapter.slides:
            _add(slides, "sldId", id=str(next(numbers)))
    presentation.element.append(extensions)


def _add(parent: Any, tag: str, **attributes: str) -> Any:
    child = parent.makeelement(f"{{{_P14}}}{tag}", attributes)
    parent.append(child)
    return child
