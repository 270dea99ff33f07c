"""A deck for PowerPoint, part by part, as what opens it reads it."""

from __future__ import annotations

import posixpath
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

from production.deliverables.slides.deck import Deck
from production.deliverables.slides.pptx_deck import write_pptx
from tests.decks import FRAMES, HOSTILE, SIZE, write_deck

NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
}


class Package:
    """The parts of a PPTX."""

    def __init__(self, path: Path) -> None:
        with ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def xml(self, name: str) -> Any:
        return etree.fromstring(self.parts[name])

    def find(self, name: str, path: str) -> list[Any]:
        return list(self.xml(name).xpath(path, namespaces=NAMES))

    def targets(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: the kind and the part, by the reference's key."""
        folder, file = posixpath.split(name)
        relations = f"{folder}/_rels/{file}.rels".removeprefix("/")
        if relations not in self.parts:
            return {}
        return {
            each.get("Id"): (
                PurePosixPath(each.get("Type")).name,
                posixpath.normpath(posixpath.join("/", folder, each.get("Target"))).removeprefix("/"),
            )
            for each in self.find(relations, "rel:Relationship")
        }

    @property
    def slides(self) -> list[str]:
        """The slides' parts, in order."""
        targets = self.targets("ppt/presentation.xml")
        keys = self.find("ppt/presentation.xml", "p:sldIdLst/p:sldId/@r:id")
        return [targets[key][1] for key in keys]


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Deck:
    return write_deck(tmp_path_factory.mktemp("deck"))


@pytest.fixture(scope="module")
def package(deck: Deck, tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder = tmp_path_factory.mktemp("pptx")
    write_pptx(deck, folder / "slides.pptx", scratch=folder)
    return Package(folder / "slides.pptx")


def test_every_reference_leads_to_a_part_and_every_part_is_led_to_and_has_a_type(package: Package) -> None:
    assert next(iter(package.parts)) == "[Content_Types].xml"
    found, waiting = {""}, [""]
    while waiting:
        for _, target in package.targets(waiting.pop()).values():
            assert target in package.parts
            if target not in found:
                found.add(target)
                waiting.append(target)
    parts = {name for name in package.parts if not name.endswith(".rels") and name[0] != "["}
    assert found - {""} == parts
    types = "[Content_Types].xml"
    by_ending = set(package.find(types, "ct:Default/@Extension"))
    by_name = set(package.find(types, "ct:Override/@PartName"))
    assert [
        name for name in parts if f"/{name}" not in by_name and name.rpartition(".")[2] not in by_ending
    ] == []
    # Nothing of the template that a deck is made from: neither its printer nor its look.
    assert not any("printer" in name or "thumbnail" in name for name in parts)
    assert sum("slideLayout" in name for name in parts) == 1


def test_what_the_presentation_lists_stands_in_the_order_of_the_schema(package: Package) -> None:
    root = package.xml("ppt/presentation.xml")
    assert [etree.QName(child).localname for child in root] == [
        "sldMasterIdLst",
        "notesMasterIdLst",
        "sldIdLst",
        "sldSz",
        "notesSz",
        "defaultTextStyle",
        "extLst",
    ]
    (size,) = root.xpath("p:sldSz", namespaces=NAMES)
    assert dict(size.attrib) == {"cx": "12192000", "cy": str(12192000 * SIZE.height // SIZE.width)}
    targets = package.targets("ppt/presentation.xml")
    (notes,) = root.xpath("p:notesMasterIdLst/p:notesMasterId/@r:id", namespaces=NAMES)
    assert targets[notes][0] == "notesMaster"
    (picture,) = package.find(
        targets[notes][1], "//p:sp[p:nvSpPr/p:nvPr/p:ph/@type='sldImg']/p:spPr/a:xfrm/a:ext"
    )
    assert int(picture.get("cx")) * SIZE.height == int(picture.get("cy")) * SIZE.width


def test_a_scene_is_a_section_of_its_slides(package: Package) -> None:
    sections = package.find("ppt/presentation.xml", "p:extLst/p:ext/p14:sectionLst/p14:section")
    assert [section.get("name") for section in sections] == ["One", HOSTILE]
    numbers = [section.xpath("p14:sldIdLst/p14:sldId/@id", namespaces=NAMES) for section in sections]
    listed = package.find("ppt/presentation.xml", "p:sldIdLst/p:sldId/@id")
    assert [len(own) for own in numbers] == [2, 2]
    assert [number for own in numbers for number in own] == listed


def test_a_film_fills_its_slide_and_starts_by_itself(package: Package, deck: Deck) -> None:
    for part, slide in zip(package.slides, deck.slides, strict=True):
        assert [etree.QName(child).localname for child in package.xml(part)] == [
            "cSld",
            "clrMapOvr",
            "timing",
        ]
        (film,) = package.find(part, "//p:pic")
        (properties,) = film.xpath("p:nvPicPr/p:cNvPr", namespaces=NAMES)
        assert properties.get("descr") == slide.description
        (box,) = film.xpath("p:spPr/a:xfrm", namespaces=NAMES)
        assert [box[0].get("x"), box[0].get("y")] == ["0", "0"]
        assert box[1].get("cx") == "12192000"
        targets = package.targets(part)
        (link,) = film.xpath("p:nvPicPr/p:nvPr/a:videoFile/@r:link", namespaces=NAMES)
        (media,) = film.xpath("p:nvPicPr/p:nvPr//p14:media/@r:embed", namespaces=NAMES)
        (poster,) = film.xpath("p:blipFill/a:blip/@r:embed", namespaces=NAMES)
        assert slide.clip is not None
        for key in (link, media):
            assert package.parts[targets[key][1]] == slide.clip.read_bytes()
        assert targets[poster][0] == "image"
        # Called before anything is clicked, and then done with: the next key turns the slide.
        shape = properties.get("id")
        (effect,) = package.find(part, "//p:cTn[@presetClass='mediacall' and @nodeType='afterEffect']")
        (call,) = effect.xpath(".//p:cmd[@cmd='playFrom(0.0)']", namespaces=NAMES)
        assert call.xpath("p:cBhvr/p:tgtEl/p:spTgt/@spid", namespaces=NAMES) == [shape]
        assert call.xpath("p:cBhvr/p:cTn/@dur", namespaces=NAMES) == [str(1000 * FRAMES // SIZE.frame_rate)]
        assert package.find(part, "//p:cond[@evt='onBegin']/p:tn/@val") == ["2"]
        (node,) = package.find(part, "//p:video/p:cMediaNode")
        assert node.xpath("p:tgtEl/p:spTgt/@spid", namespaces=NAMES) == [shape]
        assert node.xpath("p:cTn/@repeatCount", namespaces=NAMES) == ["indefinite"] * slide.loops
        identifiers = package.find(part, "//p:cTn/@id")
        assert len(set(identifiers)) == len(identifiers)


def test_titles_are_for_the_outline_and_words_for_the_speaker(package: Package, deck: Deck) -> None:
    for part, slide in zip(package.slides, deck.slides, strict=True):
        (title,) = package.find(part, "//p:sp[p:nvSpPr/p:nvPr/p:ph/@type='title']")
        assert "".join(title.xpath(".//a:t/text()", namespaces=NAMES)) == slide.title
        ((_, layout),) = [each for each in package.targets(part).values() if each[0] == "slideLayout"]
        (box,) = package.find(layout, "//p:sp[p:nvSpPr/p:nvPr/p:ph/@type='title']/p:spPr/a:xfrm")
        assert int(box[0].get("y")) + int(box[1].get("cy")) < 0
        ((_, notes),) = [each for each in package.targets(part).values() if each[0] == "notesSlide"]
        paragraphs = package.find(notes, "//p:sp[p:nvSpPr/p:nvPr/p:ph/@type='body']//a:p")
        said = ["".join(each.xpath(".//a:t/text()", namespaces=NAMES)) for each in paragraphs]
        assert tuple(filter(None, said)) == slide.notes


def test_the_same_deck_gives_the_same_bytes(package: Package, deck: Deck, tmp_path: Path) -> None:
    write_pptx(deck, tmp_path / "again.pptx", scratch=tmp_path)
    assert Package(tmp_path / "again.pptx").parts == package.parts
    with ZipFile(tmp_path / "again.pptx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
