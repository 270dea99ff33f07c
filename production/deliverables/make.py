"""Makes what was ordered: films, scenes, a beat, stills."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from production.deliverables.contact_sheet import contact_sheet
from production.deliverables.delivery import Script, files_of, write_film
from production.deliverables.order import Order, Target, scenes_of
from production.deliverables.publish import check_places, publish
from production.deliverables.rendering import (
    cache_in,
    name_silent_beats,
    renderer_for,
    sounds_of,
    timelines_of,
    track_of,
)
from production.errors import BEFORE_THE_FIRST_BEAT, InvalidRequestError, RenderError, naming
from production.film import Film, SceneRef
from production.jobs.renderer import Renderer
from production.narration.recordings import Narration
from production.output_spec import Quality
from production.timeline import Timeline


def read_timelines(order: Order) -> list[Timeline]:
    """Return the timelines of all scenes, in order.

    Raises
    ------
    ProductionError
        If a scene is not there or cannot be played.
    """
    with renderer_for(order) as renderer:
        return timelines_of(renderer, order)


def make_films(order: Order) -> Iterator[Path]:
    """Render films and scenes, and give the path of each as soon as it is whole.

    Raises
    ------
    ProductionError
        If one of them cannot be made; what was finished until then stands.
    """
    output = order.output
    order.check_names(order.targets)
    # What is in the way is moved elsewhere sooner than after an hour of drawing.
    for target in order.targets:
        film = order.path(target.name, output.format)
        check_places(files_of(film) if isinstance(target, Film) else [film])
    with renderer_for(order) as renderer:
        timelines = timelines_of(renderer, order, render_all=True)
        timeline_of = dict(zip(order.scenes, timelines, strict=True))
        for target in order.targets:
            _check_that_all_play(target, timeline_of)
        name_silent_beats(order, timelines)
        # What cannot be captioned is refused before an hour is spent on its pictures.
        scripts = {
            target: Script.of(
                target.title if isinstance(target, Film) else timeline_of[target].title,
                [timeline_of[scene] for scene in scenes_of(target)],
            )
            for target in order.targets
        }
        # And so is what cannot be heard.
        narration = Narration.read(order.narration)
        soundtracks = {target: sounds_of(order, script, narration) for target, script in scripts.items()}
        playing = [timeline for timeline in timelines if timeline.beats]
        clips = renderer.scene_clips(playing, output, filter(None, soundtracks.values()))
        clip_of = {timeline.scene: clip for timeline, clip in zip(playing, clips, strict=True)}
        for target, script in scripts.items():
            destination = order.path(target.name, output.format)
            if isinstance(target, SceneRef) and not timeline_of[target].beats:
                yield _make_still(
                    renderer, timeline_of[target], output.drawn, destination.with_suffix(".png")
                )
                continue
            write_film(
                [clip_of[scene] for scene in scenes_of(target)],
                script,
                output,
                destination,
                scratch=renderer.scratch_folder(),
                track=track_of(renderer, soundtracks[target], output),
                companions=isinstance(target, Film),
                mute=order.mute,
                save_fullest=renderer.save_fullest_frame,
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
    destination = order.path(f"{scene.name}_{number:02}", order.output.format)
    check_places([destination])
    with renderer_for(order) as renderer:
        (timeline,) = timelines_of(renderer, order)
        _check_beat(timeline, number)
        beat = timeline.only(number)
        script = Script.of(beat.title, [beat])
        soundtrack = sounds_of(order, script, Narration.read(order.narration))
        clip = renderer.beat_clip(timeline, number, order.output)
        write_film(
            [clip],
            script,
            order.output,
            destination,
            scratch=renderer.scratch_folder(),
            track=track_of(renderer, soundtrack, order.output),
            companions=False,
        )
    return destination


def make_stills(order: Order, number: int | None = None) -> Iterator[Path]:
    """Draw beats' finished pictures, all or one, and give the path of each target's contact sheet.

    Raises
    ------
    ProductionError
        If one of them cannot be drawn.
    """
    quality = order.output.drawn
    order.check_names([*order.targets, *order.scenes])
    check_places(order.path(f"{target.name}_stills", "png") for target in order.targets)
    with renderer_for(order) as renderer:
        timelines = timelines_of(renderer, order)
        timeline_of = dict(zip(order.scenes, timelines, strict=True))
        if number is not None:
            _check_beat(timeline_of[order.scenes[0]], number)
        for target in order.targets:
            beats = [
                (timeline_of[scene], index, title, frame)
                for scene in scenes_of(target)
                for index, (title, frame) in enumerate(timeline_of[scene].stills(quality.frame_rate))
                if number is None or index == number - 1
            ]
            pictures = renderer.stills(
                [(timeline, index, frame) for timeline, index, _, frame in beats], quality
            )
            sheet = order.path(f"{target.name}_stills", "png")
            stills, scratch = [], renderer.scratch_folder()
            for (timeline, index, title, _), picture in zip(beats, pictures, strict=True):
                name = timeline.scene.name
                still = scratch / f"{name}_{index + 1:02}.png"
                shutil.copyfile(picture, still)
                stills.append((f"{name} {index + 1}  {title}", still))
            with naming(scratch):
                contact_sheet(stills, scratch / sheet.name)
                publish([still for _, still in stills], sheet.parent / "stills")
                publish([scratch / sheet.name], sheet.parent)
            yield sheet


def _make_still(renderer: Renderer, timeline: Timeline, quality: Quality, destination: Path) -> Path:
    """Draw the picture of a scene that plays nothing."""
    (picture,) = renderer.stills([(timeline, 0, 0)], quality)
    scratch = renderer.scratch_folder() / destination.name
    with naming(scratch):
        shutil.copyfile(picture, scratch)
        publish([scratch], destination.parent)
    return destination


def clean(media: Path) -> None:
    """Empty the cache; finished films stay.

    Raises
    ------
    BlockingIOError
        If a render is using it.
    """
    cache_in(media).clean()


def _check_that_all_play(target: Target, timeline_of: Mapping[SceneRef, Timeline]) -> None:
    for scene in target.scenes if isinstance(target, Film) else ():
        if not timeline_of[scene].beats:
            raise RenderError(
                scene.label,
                BEFORE_THE_FIRST_BEAT,
                f"it plays nothing, and takes no time in {target.name}; let it wait, or render it alone",
            )


def _check_beat(timeline: Timeline, number: int) -> None:
    if number > len(timeline.beats):
        raise InvalidRequestError(
            f"{timeline.scene.name} has {len(timeline.beats)} beats; there is no beat {number}"
        )
