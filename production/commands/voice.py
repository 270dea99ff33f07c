"""Speaks the film's words, and says which beats have a voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from production.commands.options import media_option, shown
from production.commands.session import Session
from production.commands.streams import say
from production.commands.targets import find_target
from production.deliverables.order import Order, scenes_of
from production.errors import InvalidRequestError, NarrationError
from production.film import Film, SceneRef
from production.output_spec import QUALITIES, OutputSpec

if TYPE_CHECKING:
    from production.narration.recordings import Recording
    from production.voice.record import Archive, Lines


@click.command()
@click.argument("names", metavar="[SCENE]...", nargs=-1)
@click.option("--voice", "name", metavar="NAME", help="Who speaks: af_heart, hibari, a file or a class.")
@click.option("--all", "anew", is_flag=True, help="Speak anew what has a voice, too.")
@click.option("--list", "listing", is_flag=True, help="List the beats with their voices.")
@click.option("--check", is_flag=True, help="Name the beats that lack a voice, or have another film's.")
@media_option
@click.pass_context
def voice(
    ctx: click.Context,
    names: Sequence[str],
    name: str | None,
    anew: bool,
    listing: bool,
    check: bool,
    media: Path,
) -> None:
    """Speak what has no voice yet of the film, or of some of its SCENEs.

    A beat that has changed is spoken anew; the recordings come into the film's folder of recordings.
    """
    # What reads and writes sound takes a while to import; help and mistakes do without it.
    from production.voice.record import Archive, alone_in

    film = Session.of(ctx).film
    folder, scenes = _folder(film), _chosen(film, names)
    script = _script(scenes, media)
    order = [scene.name for scene in film.scenes]
    others = set(order).difference(scene.name for scene in scenes)

    def archive() -> Archive:
        return Archive(folder, script, others, order)

    if listing:
        _list(archive())
    elif check:
        if problems := _problems(archive()):
            for problem in problems:
                say(problem)
            ctx.exit(1)
    else:
        with alone_in(folder):
            held = archive()
            _speak(held, [lines for lines in script if anew or held.of(lines) is None], name)
            held.save()


def _folder(film: Film) -> Path:
    if film.narration is None:
        raise InvalidRequestError(
            f"the film {film.name} names no folder for its recordings; add "
            'narration=Path(__file__).with_name("narration") to its Film'
        )
    return film.narration


def _chosen(film: Film, names: Sequence[str]) -> tuple[SceneRef, ...]:
    """Return the film's scenes that are named, in its order, or all."""
    if not names:
        return film.scenes
    named = {scene for name in names for scene in scenes_of(find_target(film, name))}
    if other := named.difference(film.scenes):
        raise click.UsageError(f"{other.pop().name} is no scene of the film {film.name}, which has the voice")
    return tuple(scene for scene in film.scenes if scene in named)


def _script(scenes: tuple[SceneRef, ...], media: Path) -> list[Lines]:
    from production.deliverables.make import read_timelines
    from production.voice.record import lines_of

    return lines_of(read_timelines(Order(scenes, OutputSpec(QUALITIES["l"]), media, quiet=True)))


def _speak(archive: Archive, wanted: Sequence[Lines], name: str | None) -> None:
    """Speak beats, and put each into the archive as soon as it is spoken."""
    if not wanted:
        say("every beat has its voice", err=True)
        return
    # Only who speaks has what speaks.
    from production.voice.lexicon import read_lexicon
    from production.voice.phonemes import sentences, words_for
    from production.voice.speak import say as spoken
    from production.voice.voices import find_voice, usual_voice

    engine = find_voice(name or usual_voice(archive.speakers))
    words_of = words_for(engine, read_lexicon(archive.folder))
    # What cannot be said is found before the rest takes minutes.
    for lines in wanted:
        with _naming(lines):
            for sentence in sentences((lines.speak or lines.narration).split()):
                words_of(sentence)
    for number, lines in enumerate(wanted, 1):
        say(f"{number} of {len(wanted)}: {lines.place}, {engine.name}", err=True)
        with _naming(lines):
            sound = spoken(lines.narration, lines.speak, engine, words_of)
        archive.put(lines, *lines.recording(sound, engine.name))
        archive.save()
        say(shown(archive.folder / lines.file))


@contextmanager
def _naming(lines: Lines) -> Iterator[None]:
    """Say of which beat an error is."""
    try:
        yield
    except NarrationError as error:
        raise NarrationError(f"{lines.scene}, beat {lines.number}: {error}") from error


def _list(archive: Archive) -> None:
    width = max((len(lines.place) for lines in archive.script), default=0)
    for lines in archive.script:
        recording = archive.of(lines)
        said = _lack(archive, lines) if recording is None else _figures(lines, recording)
        say(f"{lines.place:{width}}  {said}")


def _figures(lines: Lines, recording: Recording) -> str:
    from production.voice.spelling import count_words

    length = recording.speech.length
    pace = count_words(lines.speak or lines.narration) * 60 / length
    return f"{length:5.1f} s  {pace:3.0f} words/min  {recording.speaker}"


def _problems(archive: Archive) -> list[str]:
    return [
        f"{lines.place}: {_lack(archive, lines)}" for lines in archive.script if archive.of(lines) is None
    ]


def _lack(archive: Archive, lines: Lines) -> str:
    if archive.is_damaged(lines):
        return f"{lines.file} is missing, or not what the index says"
    return "stale: its recording says something else" if archive.is_stale(lines) else "no voice"
