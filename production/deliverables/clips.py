"""Clips: a folder of every beat by itself, each with its finished picture beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from production.deliverables.beat_clips import GIF_LIMIT, BeatClip, cut_beats
from production.deliverables.order import Order, home_of, scenes_of
from production.deliverables.own_folder import OwnFolder
from production.deliverables.publish import check_places
from production.deliverables.rendering import renderer_for
from production.film import Film
from production.jobs.progress import Progress
from production.output_spec import Format

RECORD = ".clips.json"
"""Remembers which files of its folder are clips that were put there."""


def make_clips(order: Order, film: Film | None = None) -> Iterator[Path]:
    """Cut every beat out of scenes, and give the clips' paths, as soon as those of a scene are whole.

    Those of a film go into one folder, as ``lesson_clips``; those of a scene that is not of ``film`` into one
    by its own name. What was put there of beats and scenes that are no more is removed.

    Raises
    ------
    ProductionError
        If one of them cannot be made; what was finished until then stands.
    OSError
        If something cannot be written.
    """
    order.check_names(order.scenes)
    home = {scene: home_of(target, film) for target in order.targets for scene in scenes_of(target)}
    check_places(_folder(order, name) / RECORD for name in home.values())
    with renderer_for(order) as renderer:
        scratch = renderer.scratch_folder() / "clips"
        scratch.mkdir()
        for scene, cut in groupby(cut_beats(order, renderer, scratch), lambda clip: clip.scene.scene):
            folder, clips = OwnFolder(_folder(order, home[scene]), RECORD, scratch), list(cut)
            yield from _publish(clips, folder, _group(home[scene], scene.name))
        for target in order.targets:
            if isinstance(target, Film):
                folder = OwnFolder(_folder(order, target.name), RECORD, scratch)
                folder.forget(_group(target.name, ""), [_group(target.name, s.name) for s in target.scenes])


def _folder(order: Order, name: str) -> Path:
    return order.destination or order.media / order.output.quality.folder / f"{name}_clips"


def _group(film: str, scene: str) -> str:
    return f"{film}/{scene}"


def _publish(clips: Sequence[BeatClip], folder: OwnFolder, group: str) -> Iterator[Path]:
    """Publish a scene's clips and stills."""
    stills = [clip.finished.rename(clip.clip.with_suffix(".png")) for clip in clips]
    names = {clip.name for clip in clips}
    # Its clips in other formats stay, if they are of beats that it still has.
    folder.publish(group, [*(clip.clip for clip in clips), *stills], lambda name: Path(name).stem in names)
    for clip in clips:
        path = folder.folder / clip.clip.name
        over = path.stat().st_size - GIF_LIMIT
        if path.suffix == f".{Format.GIF}" and over > 0:
            Progress().say(
                f"{path.name} is {over / 1e6:.1f} MB over {GIF_LIMIT / 1e6:g} MB, even with fewer frames and "
                "colours; a lower -q makes it smaller"
            )
        yield path
