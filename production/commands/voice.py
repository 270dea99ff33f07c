"""Speaks the film's words, and says which beats have a voice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from production.film import Film
from production.output_spec import QUALITIES, OutputSpec

if TYPE_CHECKING:
    from production.narration.recordings import Recording
    from production.timeline import Timeline
    from production.voice.record import Archive, Lines


@click.command()
@click.argument("scenes", metavar="[SCENE]...", nargs=-1)
@click.option("--voice", "name", metavar="NAME", help="Who speaks: af_heart, hibari, a file or a class.")
@click.option("--all", "anew", is_flag=True, help="Speak anew what a voice has spoken, too.")
@click.option("--beat", type=click.IntRange(min=1), metavar="N", help="Only the scene's N-th beat.")
@click.option(
    "--list", "listing", is_flag=True, help="List the beats with their voices; of a --beat, the words."
)
@click.option("--check", is_flag=True, help="Name the beats that lack a voice; hear the others.")
@click.option("--record", "recording", is_flag=True, help="Write the script for a person to record from.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file for the script."
)
@click.option(
    "--import",
    "folder_of_takes",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Take a person's recordings from there, called as in the script.",
)
@click.option("--speaker", metavar="NAME", help="Whose they are.")
@click.option("--trust", is_flag=True, help="Import what is heard otherwise than it is written, too.")
@click.option(
    "--nudge",
    "nudges",
    nargs=2,
    multiple=True,
    metavar="WORDS SECONDS",
    help="Say when words of a --beat are said (3.42), or how much later or earlier (+0.05, -0.05).",
)
@media_option
@click.pass_context
def voice(
    ctx: click.Context,
    scenes: Sequence[str],
    name: str | None,
    anew: bool,
    beat: int | None,
    listing: bool,
    check: bool,
    recording: bool,
    output: Path | None,
    folder_of_takes: Path | None,
    speaker: str | None,
    trust: bool,
    nudges: Sequence[tuple[str, str]],
    media: Path,
) -> None:
    """Speak what has no voice yet of the film, or of some of its SCENEs.

    A beat that has changed is spoken anew; the recordings come into the film's folder of recordings.
    """
    _see_that_they_fit(
        {
            "--list": listing,
            "--check": check,
            "--record": recording,
            "--import": folder_of_takes is not None,
            "--nudge": bool(nudges),
        },
        {
            "--output": (output is not None, "--record"),
            "--speaker": (speaker is not None, "--import"),
            "--trust": (trust, "--import"),
        },
    )
    if nudges and beat is None:
        raise click.UsageError("--nudge needs a scene and a --beat, as in zigzag --beat 2")
    # What reads and writes sound takes a while to import; help and mistakes do without it.
    from production.commands import own_voice
    from production.voice.record import Archive, alone_in, lines_of
    from production.voice.script import recording_script

    film = Session.of(ctx).film
    if recording:
        timelines = _timelines(film, media)
        chosen = _chosen(film, scenes, beat, lines_of(timelines))
        _write(recording_script(film.title, film.name, timelines, chosen), output)
        return
    folder, script = _folder(film), _script(film, media)
    chosen = _chosen(film, scenes, beat, script)
    problems: list[str] = []
    if listing:
        _list(Archive(folder, script), chosen, words=beat is not None)
    elif check:
        archive = Archive(folder, script)
        problems = _problems(archive, chosen)
        own_voice.hear_recordings(archive, chosen)
    elif nudges:
        with alone_in(folder):
            own_voice.nudge(Archive(folder, script), chosen[0], nudges)
    elif folder_of_takes is not None:
        ear = own_voice.ear_for(folder, trusts=trust)
        whose = speaker or own_voice.ask_for_speaker()
        with alone_in(folder):
            archive = Archive(folder, script)
            problems = own_voice.import_recordings(archive, film.name, folder_of_takes, chosen, whose, ear)
    else:
        with alone_in(folder):
            archive = Archive(folder, script)
            _speak(archive, _without_voice(archive, chosen, anew=anew), name)
            archive.save()
    for problem in problems:
        say(problem)
    ctx.exit(1 if problems else 0)


def _see_that_they_fit(modes: Mapping[str, bool], additions: Mapping[str, tuple[bool, str]]) -> None:
    """See that at most one thing is asked for, and nothing that belongs to another."""
    asked = [option for option, given in modes.items() if given]
    if len(asked) > 1:
        raise click.UsageError(f"{asked[0]} and {asked[1]} cannot be done at once; ask for one of them")
    for option, (given, mode) in additions.items():
        if given and mode not in asked:
            raise click.UsageError(f"{option} is for {mode}")


def _write(text: str, output: Path | None) -> None:
    if output is None:
        say(text.rstrip("\n"))
    else:
        output.write_text(text, encoding="utf-8")
        say(shown(output))


def _folder(film: Film) -> Path:
    if film.narration is None:
        raise InvalidRequestError(
            f"the film {film.name} names no folder for its recordings; add "
            'narration=Path(__file__).with_name("narration") to its Film'
        )
    return film.narration


def _script(film: Film, media: Path) -> list[Lines]:
    from production.voice.record import lines_of

    return lines_of(_timelines(film, media))


def _timelines(film: Film, media: Path) -> list[Timeline]:
    from production.deliverables.make import read_timelines

    return read_timelines(Order((film,), OutputSpec(QUALITIES["l"]), media, quiet=True))


def _chosen(film: Film, names: Sequence[str], beat: int | None, script: Sequence[Lines]) -> list[Lines]:
    """Return the beats of the scenes that are named, or of all; or one of a scene."""
    if not names:
        if beat is not None:
            raise click.UsageError(f"of which scene beat {beat}? Write its name, as in zigzag --beat 2")
        return [*script]
    targets = [find_target(film, name) for name in names]
    scenes = {scene for target in targets for scene in scenes_of(target)}
    if other := scenes.difference(film.scenes):
        raise click.UsageError(f"{other.pop().name} is no scene of the film {film.name}, which has the voice")
    called = {scene.name for scene in scenes}
    chosen = [lines for lines in script if lines.scene in called]
    if beat is None:
        return chosen
    if len(called) > 1:
        raise click.UsageError("--beat is of one scene; name only that")
    numbers = [lines.number for lines in chosen]
    if beat not in numbers:
        there = f"its beats are {', '.join(map(str, numbers))}" if numbers else "nor in any other"
        raise click.UsageError(f"{names[0]} has no words in a beat {beat}; {there}")
    return [lines for lines in chosen if lines.number == beat]


def _without_voice(archive: Archive, chosen: Sequence[Lines], *, anew: bool) -> list[Lines]:
    """Return the beats to speak; what a person has recorded is never spoken over."""
    found = [(lines, archive.of(lines)) for lines in chosen]
    kept = [lines.file for lines, recording in found if recording is not None and recording.is_recorded]
    if anew and kept:
        say(f"left as they were recorded: {', '.join(kept)}; delete what is to be spoken", err=True)
    return [lines for lines, recording in found if recording is None or (anew and not recording.is_recorded)]


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


def _list(archive: Archive, chosen: Sequence[Lines], *, words: bool) -> None:
    from production.commands.own_voice import list_words

    width = max((len(lines.place) for lines in chosen), default=0)
    for lines in chosen:
        recording = archive.of(lines)
        said = _lack(archive, lines) if recording is None else _figures(lines, recording)
        say(f"{lines.place:{width}}  {said}")
        if words and recording is not None:
            list_words(recording)


def _figures(lines: Lines, recording: Recording) -> str:
    from production.voice.spelling import count_words

    length = recording.speech.length
    pace = count_words(lines.speak or lines.narration) * 60 / length
    return f"{length:5.1f} s  {pace:3.0f} words/min  {recording.speaker}"


def _problems(archive: Archive, chosen: Sequence[Lines]) -> list[str]:
    return [f"{lines.place}: {_lack(archive, lines)}" for lines in chosen if archive.of(lines) is None]


def _lack(archive: Archive, lines: Lines) -> str:
    if archive.is_damaged(lines):
        return f"{lines.file} is missing, or not what the index says"
    return "stale: its recording says something else" if archive.is_stale(lines) else "no voice"
