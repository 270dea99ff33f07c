"""A finished film, and what lies beside it: captions, chapters, transcript, poster, manifest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, Self, TypeAlias

from production.clips.concat import concat
from production.clips.seek import save_fullest_frame
from production.deliverables.manifest import (
    COMPANIONS,
    BeatEntry,
    Manifest,
    SceneEntry,
    digests,
    manifest_path,
    name_of,
    versions,
)
from production.deliverables.publish import publish
from production.errors import naming
from production.output_spec import OutputSpec
from production.text.caption_files import to_srt, to_vtt
from production.text.captions import Caption, captions
from production.text.chapters import Chapter, chapters
from production.text.chapters import to_vtt as chapters_to_vtt
from production.text.line_breaks import words
from production.text.transcript import transcript
from production.timeline import Beat, FilmTimeline, Timeline, frame_at

SaveFullest: TypeAlias = Callable[[Path, Sequence[float], Path], None]
"""Writes the fullest of a clip's frames, of those before some times (seconds), as a PNG."""


class Clip(Protocol):
    """A scene's finished pictures in a file."""

    @property
    def path(self) -> Path:
        """Where the file is."""

    @property
    def frames(self) -> int:
        """How many frames it has."""

    @property
    def sha256(self) -> str:
        """The file's digest."""


@dataclass(frozen=True, slots=True)
class Script:
    """What is known of a film before a picture of it is drawn: its scenes, when they play, its captions."""

    timeline: FilmTimeline
    captions: tuple[Caption, ...]

    @classmethod
    def of(cls, title: str, timelines: Sequence[Timeline]) -> Self:
        """Caption scenes that play one after the other.

        Raises
        ------
        CaptionError
            If a narration is too dense for its time, or has a word longer than a line.
        """
        film = FilmTimeline.of(title, timelines)
        return cls(film, captions(film))


def write_film(
    clips: Sequence[Clip],
    script: Script,
    output: OutputSpec,
    destination: Path,
    *,
    scratch: Path,
    track: Path | None = None,
    companions: bool = True,
    mute: bool = False,
    save_fullest: SaveFullest = save_fullest_frame,
) -> None:
    """Write the film of one scene or of several, with its sound and captions inside.

    With companions it gets chapters, and files beside it. Those bear the film's whole name, as in
    ``lesson.mp4.vtt``, so that films of several formats stand side by side. Where a manifest stands, all
    that it names is whole and of its making.

    Parameters
    ----------
    clips, script
        The finished pictures of its scenes, and their words.
    output, destination
        What the film is to be, and where it goes.
    scratch
        A folder to make it in.
    track
        What is heard in it, as ``production.sound.track`` writes it.
    companions
        Whether it gets chapters, and files beside it.
    mute
        Whether it has no sound because none was wanted.
    save_fullest
        What writes its poster, which is a frame of its first clip.

    Raises
    ------
    ConcatError
        If the clips do not fit together.
    OSError
        If something cannot be written; what stood there before stands there still.
    """
    film = scratch / destination.name
    marks = chapters(script.timeline) if companions else ()
    with naming(film):
        concat(
            [clip.path for clip in clips],
            [scene.timeline.length for scene in script.timeline.scenes],
            film,
            title=script.timeline.title,
            track=track,
            captions=script.captions,
            chapters=marks,
            format=output.format,
        )
        files, manifest = [film], None
        if companions:
            files += _write_texts(film, script, marks)
            poster = film.with_name(f"{film.name}.poster.png")
            save_fullest(clips[0].path, _poster_times(script, output.drawn.frame_rate), poster)
            files.append(poster)
            manifest = manifest_path(film)
            made = _manifest(clips, script, output, name_of(film))
            made = replace(made, sound=track is not None, muted=mute, files=digests(files))
            _write(manifest, made.to_json())
        publish(files, destination.parent, commit_marker=manifest)


def files_of(film: Path) -> list[Path]:
    """Return where a film and all that lies beside it is written."""
    beside = (film.with_name(f"{film.name}.{ending}") for ending in COMPANIONS)
    return [film, *beside, manifest_path(film)]


def _write_texts(film: Path, script: Script, marks: Sequence[Chapter]) -> list[Path]:
    """Write the texts beside a film, and return their paths."""
    texts = {
        "vtt": to_vtt(script.captions),
        "srt": to_srt(script.captions),
        "chapters.vtt": chapters_to_vtt(marks),
        "transcript.md": transcript(script.timeline),
    }
    paths = [film.with_name(f"{film.name}.{suffix}") for suffix in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        _write(path, text)
    return paths


def _poster_times(script: Script, frame_rate: int) -> tuple[float, ...]:
    """Return when the first scene's finished pictures stand, the last first, and when its first one does."""
    finished = (beat.still_time for beat in reversed(script.timeline.scenes[0].timeline.beats))
    return (*finished, 1 / frame_rate)


def _manifest(clips: Sequence[Clip], script: Script, output: OutputSpec, film: str) -> Manifest:
    """Return what is known of a film but for its sound and its files."""
    scenes = script.timeline.scenes
    return Manifest(
        film=film,
        title=script.timeline.title,
        width=output.drawn.width,
        height=output.drawn.height,
        frame_rate=output.drawn.frame_rate,
        transparent=output.transparent,
        sound=False,
        muted=False,
        master=output.master,
        full_chroma=output.full_chroma,
        parameters={
            scene.timeline.scene.label: dict(scene.timeline.scene.parameters)
            for scene in scenes
            if scene.timeline.scene.parameters
        },
        versions=versions(),
        scenes=tuple(
            SceneEntry(
                name=scene.timeline.scene.name,
                scene=scene.timeline.scene.label,
                title=scene.timeline.title,
                idea=scene.timeline.idea,
                start=scene.start,
                length=scene.timeline.length,
                frames=clip.frames,
                sha256=clip.sha256,
                beats=tuple(_beat_entry(beat, output.drawn.frame_rate) for beat in scene.beats),
                lab=dict(scene.timeline.lab),
            )
            for clip, scene in zip(clips, scenes, strict=True)
        ),
    )


def _beat_entry(beat: Beat, frame_rate: int) -> BeatEntry:
    first_frame = frame_at(beat.start, frame_rate)
    return BeatEntry(
        title=beat.title,
        narration=" ".join(words(beat.narration)),
        first_frame=first_frame,
        frames=frame_at(beat.end, frame_rate) - first_frame,
        still_frame=beat.still_frame(frame_rate),
        shown=" ".join(words(beat.shown)),
        recording=beat.speech.sha256 if beat.speech else "",
        speech_start=beat.speech_start or 0.0,
        speech_length=beat.speech.length if beat.speech else 0.0,
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
