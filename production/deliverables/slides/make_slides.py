"""Makes decks of slides of what was ordered, out of clips that are cut and not rendered anew."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from production.clips.container import read
from production.deliverables.beat_clips import BeatClip, cut_beats
from production.deliverables.order import Order, Target, is_file_name, scenes_of
from production.deliverables.publish import check_places, publish
from production.deliverables.rendering import renderer_for, timelines_of
from production.deliverables.slides.archive import archive_folder
from production.deliverables.slides.deck import Chapter, Deck, Slide
from production.deliverables.slides.deck_folder import check_folder, publish_folder
from production.deliverables.slides.html_deck import write_html_file, write_html_folder
from production.deliverables.slides.pdf_deck import write_pdf
from production.deliverables.slides.pptx_deck import write_pptx
from production.errors import InvalidRequestError, naming
from production.film import Film, SceneRef
from production.jobs.renderer import Renderer
from production.timeline import Timeline


class DeckFormat(StrEnum):
    """What a deck is shown by."""

    HTML = "html"
    """A folder for a browser."""
    ZIP = "zip"
    """That folder in one file, to be handed over."""
    PPTX = "pptx"
    PDF = "pdf"


def make_slides(
    order: Order,
    format: DeckFormat = DeckFormat.HTML,
    *,
    one_file: bool = False,
    loops: Collection[tuple[str, int]] = (),
) -> Iterator[Path]:
    """Make a deck of each film and scene that was ordered, and give the path of each as soon as it is whole.

    Scenes that have been rendered are not rendered again. A folder of an older deck is replaced.

    Parameters
    ----------
    order
        Its quality is that of the clips, which are MP4.
    format, one_file
        What is made; a deck for a browser may be one file instead of a folder.
    loops
        Beats that are played again and again, by their scenes' names and their numbers, counted from 1;
        besides those that say so themselves.

    Raises
    ------
    ProductionError
        If one of them cannot be made; what was finished until then stands.
    OSError
        If something cannot be written.
    """
    if one_file and format is not DeckFormat.HTML:
        raise InvalidRequestError(f"only a deck in HTML can be one file; a {format} is one as it is")
    order.check_names(order.targets)
    is_folder = format is DeckFormat.HTML and not one_file
    places = {target: _place(order, target, "" if is_folder else f".{format}") for target in order.targets}
    if is_folder:
        for place in places.values():
            check_folder(place)
    else:
        check_places(places.values())
    with renderer_for(order) as renderer:
        timelines = dict(zip(order.scenes, timelines_of(renderer, order), strict=True))
        _check_loops(loops, timelines.values())
        for number, (target, place) in enumerate(places.items()):
            scratch = renderer.scratch_folder() / f"slides_{number}"
            scratch.mkdir()
            with naming(scratch):
                deck = _deck(order, target, renderer, timelines, scratch, loops)
                _write(deck, format, place, scratch, is_folder=is_folder)
            yield place


def _place(order: Order, target: Target, ending: str) -> Path:
    """Return where a deck goes."""
    name = f"{target.name}_slides{ending}"
    if order.destination is None:
        return order.media / order.output.quality.folder / name
    return order.destination if ending and is_file_name(order.destination) else order.destination / name


def _check_loops(loops: Collection[tuple[str, int]], timelines: Collection[Timeline]) -> None:
    beats = {timeline.scene.name: len(timeline.beats) for timeline in timelines}
    for name, number in loops:
        if name not in beats:
            close = difflib.get_close_matches(name, beats, n=1)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(beats)}"
            raise InvalidRequestError(f"there is no scene {name} to be looped; {hint}")
        if not 1 <= number <= beats[name]:
            raise InvalidRequestError(
                f"{name} has {beats[name]} beats; there is no beat {number} to be looped"
            )


def _deck(
    order: Order,
    target: Target,
    renderer: Renderer,
    timelines: Mapping[SceneRef, Timeline],
    scratch: Path,
    loops: Collection[tuple[str, int]],
) -> Deck:
    scenes = scenes_of(target)
    playing = tuple(scene for scene in scenes if timelines[scene].beats)
    slides: dict[SceneRef, list[Slide]] = {scene: [] for scene in scenes}
    has_sound = False
    for beat in cut_beats(replace(order, targets=playing), renderer, scratch, until_finished=True):
        scene = beat.scene.scene
        slides[scene].append(_slide(beat, (scene.name, beat.number) in loops))
        has_sound = has_sound or _is_heard(beat.clip)
    size = order.output.drawn
    for scene in scenes:
        if scene not in playing:
            (picture,) = renderer.stills([(timelines[scene], 0, 0)], size)
            slides[scene].append(_still(timelines[scene], picture))
    chapters = tuple(
        Chapter(timelines[scene].title, timelines[scene].idea, tuple(slides[scene])) for scene in scenes
    )
    title = target.title if isinstance(target, Film) else timelines[target].title
    return Deck(title, chapters, size.width, size.height, has_sound)


def _slide(beat: BeatClip, is_to_loop: bool) -> Slide:
    said = beat.beat
    return Slide(
        name=beat.name,
        title=said.title,
        narration=said.narration,
        shown=said.shown,
        first=beat.first,
        last=beat.finished,
        clip=beat.clip,
        loops=is_to_loop or said.loops,
    )


def _still(scene: Timeline, picture: Path) -> Slide:
    """Return the slide of a scene that plays nothing."""
    return Slide(scene.scene.name, scene.title, "", "", picture, picture, None)


def _is_heard(clip: Path) -> bool:
    with read(clip) as container:
        return bool(container.streams.audio)


def _write(deck: Deck, format: DeckFormat, place: Path, scratch: Path, *, is_folder: bool) -> None:
    """Write a deck, and bring it to its place."""
    made = scratch / "made"
    made.mkdir()
    if format is DeckFormat.PPTX:
        write_pptx(deck, made / place.name, scratch=scratch)
    elif format is DeckFormat.PDF:
        write_pdf(deck, made / place.name, scratch=scratch)
    elif format is DeckFormat.HTML and not is_folder:
        write_html_file(deck, made / place.name, scratch=scratch)
    else:
        folder = scratch / (place.name if is_folder else place.stem)
        write_html_folder(deck, folder)
        if is_folder:
            publish_folder(folder, place)
            return
        archive_folder(folder, made / place.name)
    publish([made / place.name], place.parent)
