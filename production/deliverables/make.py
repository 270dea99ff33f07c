"""Makes what was ordered: films, scenes, a beat, stills."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from production.deliverables.contact_sheet import contact_sheet
from production.deliverables.delivery import Script, write_film
from production.deliverables.order import Order, scenes_of
from production.deliverables.publish import publish
from production.errors import InvalidRequestError, naming
from production.film import Film
from production.jobs.cache import Cache
from production.jobs.progress import Progress
from production.jobs.renderer import Renderer
from production.timeline import Timeline


def read_timelines(order: Order) -> list[Timeline]:
    """Return the timelines of all scenes, in order.

    Raises
    ------
    ProductionError
        If a scene is not there or cannot be played.
    """
    with _renderer(order) as renderer:
        return renderer.timelines(order.scenes)


def make_films(order: Order) -> Iterator[Path]:
    """Render films and scenes, and give the path of each as soon as it is whole.

    Raises
    ------
    ProductionError
        If one of them cannot be made; what was finished until then stands.
    """
    output = order.output
    with _renderer(order) as renderer:
        timelines = renderer.timelines(order.scenes)
        timeline_of = dict(zip(order.scenes, timelines, strict=True))
        # What cannot be captioned is refused before an hour is spent on its pictures.
        scripts = {
            target: Script.of(
                target.title if isinstance(target, Film) else timeline_of[target].title,
                [timeline_of[scene] for scene in scenes_of(target)],
            )
            for target in order.targets
        }
        clips = renderer.scene_clips(timelines, output)
        clip_of = dict(zip(order.scenes, clips, strict=True))
        for target, script in scripts.items():
            destination = order.path(target.name, output.format)
            write_film(
                [clip_of[scene] for scene in scenes_of(target)],
                script,
                output,
                destination,
                scratch=renderer.scratch_folder(),
                companions=isinstance(target, Film),
            )
            yield destination


def make_beat(order: Order, number: int) -> Path:
    """Render one beat of the one scene that was ordered, and return its path; beats count from 1.

    Raises
    ------
    ProductionError
        If it cannot be made.
    """
    (scene,) = order.scenes
    with _renderer(order) as renderer:
        (timeline,) = renderer.timelines([scene])
        _check_beat(timeline, number)
        beat = timeline.only(number)
        script = Script.of(beat.title, [beat])
        clip = renderer.beat_clip(timeline, number, order.output)
        destination = order.path(f"{scene.name}_{number:02}", order.output.format)
        write_film(
            [clip], script, order.output, destination, scratch=renderer.scratch_folder(), companions=False
        )
    return destination


def make_stills(order: Order, number: int | None = None) -> Iterator[Path]:
    """Draw beats' finished pictures, all or one, and give the path of each target's contact sheet.

    Raises
    ------
    ProductionError
        If one of them cannot be drawn.
    """
    quality = order.output.quality
    with _renderer(order) as renderer:
        timeline_of = dict(zip(order.scenes, renderer.timelines(order.scenes), strict=True))
        if number is not None:
            _check_beat(timeline_of[order.scenes[0]], number)
        for target in order.targets:
            beats = [
                (timeline_of[scene], index)
                for scene in scenes_of(target)
                for index in range(len(timeline_of[scene].beats))
                if number is None or index == number - 1
            ]
            pictures = renderer.stills(
                [
                    (timeline.scene, index, timeline.beats[index].still_frame(quality.frame_rate))
                    for timeline, index in beats
                ],
                quality,
            )
            sheet = order.path(f"{target.name}_stills", "png")
            stills, scratch = [], renderer.scratch_folder()
            for (timeline, index), picture in zip(beats, pictures, strict=True):
                name = timeline.scene.name
                still = scratch / f"{name}_{index + 1:02}.png"
                shutil.copyfile(picture, still)
                stills.append((f"{name} {index + 1}  {timeline.beats[index].title}", still))
            with naming(scratch):
                contact_sheet(stills, scratch / sheet.name)
                publish([still for _, still in stills], sheet.parent / "stills")
                publish([scratch / sheet.name], sheet.parent)
            yield sheet


def clean(media: Path) -> None:
    """Empty the cache; finished films stay.

    Raises
    ------
    BlockingIOError
        If a render is using it.
    """
    cache_in(media).clean()


def cache_in(media: Path) -> Cache:
    """Return the cache of a media folder."""
    return Cache(media / "cache")


def _renderer(order: Order) -> Renderer:
    progress = Progress(quiet=order.quiet)
    return Renderer(cache_in(order.media), jobs=order.jobs, cluster=order.cluster, progress=progress)


def _check_beat(timeline: Timeline, number: int) -> None:
    if number > len(timeline.beats):
        raise InvalidRequestError(
            f"{timeline.scene.name} has {len(timeline.beats)} beats; there is no beat {number}"
        )
