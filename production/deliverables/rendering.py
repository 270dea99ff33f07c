"""What every order needs: its renderer, its scenes' timelines, its sound."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from production.deliverables.delivery import Script
from production.deliverables.order import Order
from production.jobs.cache import Cache
from production.jobs.progress import Progress
from production.jobs.renderer import Renderer
from production.narration.recordings import Narration
from production.output_spec import Format, OutputSpec
from production.sound.soundtrack import Soundtrack, soundtrack_of
from production.timeline import Timeline


def cache_in(media: Path) -> Cache:
    """Return the cache of a media folder."""
    return Cache(media / "cache")


def renderer_for(order: Order) -> Renderer:
    """Return what renders an order's scenes, with its recordings and the cache in its media folder."""
    progress = Progress(quiet=order.quiet)
    return Renderer(
        cache_in(order.media),
        jobs=order.jobs,
        cluster=order.cluster,
        narration=Narration.read(order.narration),
        progress=progress,
    )


def timelines_of(renderer: Renderer, order: Order, *, render_all: bool = False) -> list[Timeline]:
    """Return the timelines of an order's scenes, in order; on demand it is said which camera draws each.

    Parameters
    ----------
    render_all
        Whether all of the scenes is rendered then: ``Renderer.timelines`` sees on the way what need not be.

    Raises
    ------
    ProductionError
        If a scene is not there or cannot be played.
    """
    output = order.output if render_all else None
    timelines = renderer.timelines(order.scenes, order.output.drawn.frame_rate, output)
    if order.verbose:
        for timeline in timelines:
            Progress().say(f"{timeline.scene.name}: drawn by {timeline.drawn_by}")
    return timelines


def name_silent_beats(order: Order, timelines: Iterable[Timeline]) -> None:
    """Say which beats have no voice, of scenes that have one."""
    voiced = {recording.scene for recording in Narration.read(order.narration).recordings}
    silent = [
        f"{timeline.scene.name} {number}"
        for timeline in timelines
        for number, beat in enumerate(timeline.beats, 1)
        if timeline.scene.name in voiced and beat.speech is None and beat.narration.split()
    ]
    if silent:
        Progress().say(f"no recording says what is said in {', '.join(silent)}: silent there")


def sounds_of(order: Order, script: Script, narration: Narration) -> Soundtrack | None:
    """Return what is heard in a film that was ordered, None where nothing is.

    Raises
    ------
    ProductionError
        If a recording or a sound cannot be read.
    """
    if order.mute or order.output.format is Format.GIF:
        return None
    return soundtrack_of(script.timeline, narration)


def track_of(renderer: Renderer, soundtrack: Soundtrack | None, output: OutputSpec) -> Path | None:
    """Return the file of what is heard, None where nothing is; raises as ``Renderer.track`` does."""
    return None if soundtrack is None else renderer.track(soundtrack, output)
