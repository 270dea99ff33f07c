"""The command line: where scenes and production meet.

``python render.py zigzag`` renders a scene, ``python render.py lesson`` the film; ``--help`` has the rest.
"""

from __future__ import annotations

import sys

try:
    import click
except ModuleNotFoundError:
    print(
        "render.py: this Python lacks what it needs; activate the environment that ./run made "
        "(. .venv/bin/activate), or call ./run lesson, which makes it",
        file=sys.stderr,
    )
    sys.exit(2)

import difflib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from production.errors import RenderError
from production.interrupts import leave, terminated_like_interrupted
from production.quality import QUALITIES, Format, Quality
from production.timeline import Timeline, scene_name
from scenes.lesson import LESSON, TITLE

if TYPE_CHECKING:
    from production.cache import Cache
    from production.workers import Workers

# Manim, PyAV and OpenCV take seconds to import; help, a mistake and a list of what is known do without them,
# so what needs them is imported where it is called.

FILM = "lesson"
MEDIA = Path(__file__).parent / "media"
SEE_THROUGH = (Format.WEBM, Format.MOV)


@dataclass(frozen=True, slots=True)
class Target:
    """Something to make: a scene by itself, or the film of them all."""

    name: str
    scenes: tuple[str, ...]

    @property
    def is_film(self) -> bool:
        """Whether it is the film."""
        return self.name == FILM


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for on the command line, checked."""

    targets: tuple[Target, ...]
    media: Path
    parameters: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    quality: Quality = QUALITIES["h"]
    transparent: bool = False
    output: Path | None = None
    jobs: int | None = None
    cluster: str | None = None
    quiet: bool = False

    @property
    def scenes(self) -> tuple[str, ...]:
        """The scenes of all targets, each once."""
        return tuple(dict.fromkeys(scene for target in self.targets for scene in target.scenes))

    def destination(self, name: str, suffix: str) -> Path:
        """Where a result of this name goes."""
        if self.output is None:
            return self.media / self.quality.folder / f"{name}.{suffix}"
        return self.output if _is_file(self.output) else self.output / f"{name}.{suffix}"

    @property
    def work(self) -> Path:
        """Where results are made before they are whole."""
        return _cache(self.media).work_folder


def find_target(name: str) -> Target:
    """Return what a name on the command line means, in whatever case it is written.

    Raises
    ------
    click.UsageError
        If it means nothing.
    """
    wanted = name.lower().replace("-", "_")
    if wanted == FILM:
        return Target(FILM, LESSON)
    for reference in LESSON:
        if wanted in (scene_name(reference), reference.partition(":")[2].lower()):
            return Target(scene_name(reference), (reference,))
    names = [*map(scene_name, LESSON), FILM]
    close = difflib.get_close_matches(wanted, [*names, *command_line.commands], n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(names)}"
    raise click.UsageError(f"there is no scene {name}; {hint}")


class RenderCommand(click.Command):
    """The command that renders; the parameters of scenes are options of it.

    They stand in the scenes' classes, and looking there imports Manim. So it happens only when an option is
    used that is not one of the command's own, or the help of a scene is asked for.
    """

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The command's options, and the scenes' parameters where they have been looked up."""
        return [*super().get_params(ctx), *ctx.meta.get("parameters", ())]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the command as it is called, without its name."""
        formatter.write_usage(ctx.find_root().command_path, "[OPTIONS] SCENE...")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Look the scenes' parameters up if need be, then parse."""
        own = {option for parameter in self.get_params(ctx) for option in parameter.opts}
        options = [word.partition("=")[0] for word in args if word.startswith("--")]
        targets = list(_targets_among(args))
        if any(option not in own for option in options) or (targets and "--help" in options):
            ctx.meta["parameters"] = list(_parameter_options(targets))
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if not targets:
                raise
            offered = [option.opts[0] for option in ctx.meta["parameters"]]
            has = f"what can be changed is {', '.join(offered)}" if offered else "nothing can be changed"
            hint = f"; did you mean {' or '.join(error.possibilities)}?" if error.possibilities else ""
            raise click.UsageError(f"{targets[0].name} has no {error.option_name}; {has}{hint}") from error


def _targets_among(words: Iterable[str]) -> Iterator[Target]:
    """Give what is named by those words that name something; others may be options and their values."""
    for word in words:
        with suppress(click.UsageError):
            yield find_target(word)


def _parameter_options(targets: Iterable[Target]) -> Iterator[click.Option]:
    """Give an option for each parameter of the targets' scenes."""
    seen = set()
    for reference in dict.fromkeys(scene for target in targets for scene in target.scenes):
        for parameter in _scene_parameters(reference).values():
            if parameter.name not in seen:
                seen.add(parameter.name)
                span = f"{parameter.minimum:g} to {parameter.maximum:g}; {parameter.default:g} if left out"
                yield click.Option(
                    [_option_name(parameter.name)],
                    type=float,
                    metavar="NUMBER",
                    help=f"{span}. {parameter.reason[:1].upper()}{parameter.reason[1:]}.",
                )


def _scene_parameters(reference: str) -> dict[str, Any]:
    from production.recording import load_scene

    try:
        return {parameter.name: parameter for parameter in load_scene(reference).parameters}
    except Exception as error:
        # Importing a scene that somebody writes at may fail of anything.
        raise click.ClickException(f"{reference}: {type(error).__name__}: {error}") from error


def _option_name(parameter: str) -> str:
    return f"--{parameter.replace('_', '-')}"


class CommandLine(click.Group):
    """Commands, of which the first needs no name: ``render.py zigzag`` is ``render.py render zigzag``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the first command's name where it is left out."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["render", *args]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the first command's options, then the other commands."""
        self.commands["render"].format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


@click.group(
    cls=CommandLine,
    no_args_is_help=True,
    subcommand_metavar="SCENE...",
    epilog=f"Scenes: {', '.join(map(scene_name, LESSON))}; or {FILM}, the film of them all. "
    "`render.py SCENE --help` adds what of the scene's experiment may be changed.",
)
def command_line() -> None:
    """Render scenes, or the whole lesson."""


quality_option = click.option(
    "-q",
    "--quality",
    type=click.Choice(list(QUALITIES)),
    default="h",
    help="480p15, 720p30, 1080p60 (if left out), 1440p60 or 2160p60.",
)
media_option = click.option(
    "--media-dir",
    "media",
    type=click.Path(file_okay=False, path_type=Path),
    default=MEDIA,
    help="Where everything goes, media/ if left out.",
)


@command_line.command("render", cls=RenderCommand, hidden=True)
@click.argument("names", metavar="SCENE...", nargs=-1, required=True)
@quality_option
@click.option(
    "-s", "--stills", is_flag=True, help="Every beat's finished picture, and a contact sheet (PNG)."
)
@click.option("--beat", metavar="N", type=click.IntRange(min=1), help="Only the N-th beat of a scene.")
@click.option("-p", "--preview", is_flag=True, help="Open what was made.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file, or the folder, to make.")
@click.option(
    "--format",
    "container",
    type=click.Choice([*map(str, Format)]),
    help="mp4 if left out.",
)
@click.option("-t", "--transparent", is_flag=True, help="No ground behind the pictures (webm and mov).")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes at a time; one a core if left out.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@click.option(
    "--cluster",
    metavar="tcp://HOST:PORT",
    callback=lambda _, __, value: _address(value),
    help="A Dask scheduler whose workers render.",
)
@media_option
def render(
    names: Sequence[str],
    quality: str,
    stills: bool,
    beat: int | None,
    preview: bool,
    output: Path | None,
    container: str | None,
    transparent: bool,
    jobs: int | None,
    quiet: bool,
    cluster: str | None,
    media: Path,
    **parameters: float | None,
) -> None:
    """Render scenes, each into a film of its own, or the whole lesson into one."""
    targets = tuple(dict.fromkeys(find_target(name) for name in names))
    if beat is not None and (len(targets) > 1 or targets[0].is_film):
        raise click.UsageError("--beat is one beat of one scene, as in render.py zigzag --beat 2")
    if stills:
        _check_stills_output(output, container, transparent)
    elif output is not None and _is_file(output) and len(targets) > 1:
        raise click.UsageError(f"-o {output} is one file for {len(targets)} films; name a folder")
    films = None if stills else _container(container, output, transparent)
    order = Order(
        targets=targets,
        parameters=_values(targets, {name: v for name, v in parameters.items() if v is not None}),
        quality=QUALITIES[quality],
        transparent=transparent,
        output=output,
        media=media,
        jobs=jobs,
        cluster=cluster,
        quiet=quiet,
    )
    if films is None:
        made = make_stills(order, beat)
    elif beat is not None:
        made = iter([make_beat(order, films, beat)])
    else:
        made = make_films(order, films)
    for path in made:
        click.echo(_shown(path))
        if preview:
            click.launch(str(path))


@command_line.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with every beat.")
@media_option
def list_scenes(as_json: bool, media: Path) -> None:
    """List the scenes: length, beats and the one idea of each."""
    order = Order((find_target(FILM),), media, quiet=True)
    with _workers(order) as workers:
        timelines = workers.read_timelines(order.scenes)
    if as_json:
        entries = [
            {"name": timeline.name, "length": timeline.length, **asdict(timeline)} for timeline in timelines
        ]
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
        return
    from production.transcript import clock

    width = max(len(timeline.name) for timeline in timelines)
    for timeline in timelines:
        beats = f"{len(timeline.beats)} beat{'s' if len(timeline.beats) > 1 else ''}"
        click.echo(f"{timeline.name:{width}}  {timeline.length:5.1f} s  {beats:>8}  {timeline.idea}")
    length = clock(sum(timeline.length for timeline in timelines))
    click.echo(f"{FILM:{width}}  {length:>7}  {len(timelines):2} scenes  {TITLE}")


@command_line.command()
@click.argument("film", required=False, type=click.Path(path_type=Path))
@quality_option
@media_option
@click.pass_context
def check(ctx: click.Context, film: Path | None, quality: str, media: Path) -> None:
    """Check a finished film, the lesson if none is named, against its manifest and the rules."""
    if film is None:
        film = media / QUALITIES[quality].folder / f"{FILM}.mp4"
    if not film.is_file():
        raise click.UsageError(
            f"there is no film {_shown(film)}; make it with render.py {FILM}, or name another"
        )
    from production.checking import problems

    found = problems(film)
    for problem in found:
        click.echo(f"{_shown(film)}: {problem}", err=True)
    if found:
        ctx.exit(1)
    click.echo(f"{_shown(film)} is what its manifest says and keeps every rule")


@command_line.command()
@media_option
def clean(media: Path) -> None:
    """Empty the cache; finished films stay."""
    _cache(media).clean()


def make_films(order: Order, container: Format) -> Iterator[Path]:
    """Render what was ordered, and give the path of each film as soon as it is whole."""
    from production.film import write_film, write_scene

    with _workers(order) as workers:
        timelines = workers.read_timelines(order.scenes, order.parameters)
        for timeline in timelines:
            _check_captions(timeline)
        clips = workers.render_scenes(
            timelines,
            quality=order.quality,
            format=container,
            transparent=order.transparent,
            parameters=order.parameters,
        )
        timeline_of = {timeline.scene: timeline for timeline in timelines}
        clip_of = {clip.scene: clip for clip in clips}
        for target in order.targets:
            destination = order.destination(target.name, container)
            if target.is_film:
                write_film(
                    [clip_of[scene] for scene in target.scenes],
                    [timeline_of[scene] for scene in target.scenes],
                    destination,
                    work=order.work,
                    title=TITLE,
                    quality=order.quality,
                    transparent=order.transparent,
                    parameters=order.parameters,
                )
            else:
                (scene,) = target.scenes
                write_scene(clip_of[scene].path, timeline_of[scene], destination, work=order.work)
            yield destination


def make_beat(order: Order, container: Format, number: int) -> Path:
    """Render one beat, in this process: it is for a quick look."""
    from production.film import write_scene
    from production.fingerprint import fingerprint
    from production.progress import Progress
    from production.rendering import render_clip
    from production.work import WorkItem, ordered, rests_within
    from production.workspace import Workspace

    with _workers(order) as workers:
        (timeline,) = workers.read_timelines(order.scenes, order.parameters)
    beat = _beat(timeline, number)
    _check_captions(beat)
    frames = round(beat.length * order.quality.frame_rate)
    item = WorkItem(
        scene=timeline.scene,
        parameters=ordered(order.parameters[timeline.scene]),
        first_beat=number - 1,
        end_beat=number,
        frames=frames,
        quality=order.quality,
        format=container,
        transparent=order.transparent,
        fingerprint=fingerprint(timeline.scene),
        rests=rests_within(beat, 0, beat.length, order.quality.frame_rate),
    )
    destination = order.destination(f"{timeline.name}_{number:02}", container)
    with Workspace(order.work) as folder:
        with Progress(quiet=order.quiet) as progress:
            progress.start(scenes=1, frames=frames, kept=0)
            content = render_clip(item, lambda done: progress.show(scenes=0, frames=done), folder)
        clip = folder / f"beat.{container}"
        clip.write_bytes(content)
        write_scene(clip, beat, destination, work=order.work)
    return destination


def make_stills(order: Order, number: int | None) -> Iterator[Path]:
    """Draw beats' finished pictures, all or one, and give the path of each target's contact sheet."""
    from production.contact_sheet import contact_sheet
    from production.film import publish
    from production.progress import Progress
    from production.stills import render_beat_stills
    from production.workspace import Workspace

    with _workers(order) as workers:
        timelines = {
            timeline.scene: timeline for timeline in workers.read_timelines(order.scenes, order.parameters)
        }
    if number is not None:
        _beat(timelines[order.scenes[0]], number)
    for target in order.targets:
        sheet = order.destination(f"{target.name}_stills", "png")
        stills: list[tuple[str, Path]] = []
        with Workspace(order.work) as folder, Progress(quiet=order.quiet) as progress:
            pictures = sum(len(timelines[scene].beats) for scene in target.scenes)
            progress.start(scenes=len(target.scenes), frames=pictures, kept=0)
            for done, scene in enumerate(target.scenes, 1):
                paths = render_beat_stills(
                    scene, folder, quality=order.quality, parameters=order.parameters[scene]
                )
                name, beats = timelines[scene].name, timelines[scene].beats
                labels = [f"{name} {beat_number}  {beat.title}" for beat_number, beat in enumerate(beats, 1)]
                stills += zip(labels, paths, strict=True)
                progress.show(scenes=done, frames=len(stills))
            if number is not None:
                stills = [stills[number - 1]]
            contact_sheet(stills, folder / sheet.name)
            publish([path for _, path in stills], sheet.parent / "stills")
            publish([folder / sheet.name], sheet.parent)
        yield sheet


@contextmanager
def _workers(order: Order) -> Iterator[Workers]:
    """Give workers for an order, and say in a line what they refuse."""
    from production.progress import Progress
    from production.workers import Workers

    progress = Progress(quiet=order.quiet)
    try:
        with Workers(
            _cache(order.media), jobs=order.jobs, cluster=order.cluster, progress=progress
        ) as workers:
            yield workers
    except ValueError as error:
        # A scene of the lesson that is not there, a cluster without its package, clips that do not fit.
        raise click.ClickException(str(error)) from error


def _cache(media: Path) -> Cache:
    from production.cache import Cache

    return Cache(media / "cache")


def _beat(timeline: Timeline, number: int) -> Timeline:
    if number > len(timeline.beats):
        raise click.UsageError(f"{timeline.name} has {len(timeline.beats)} beats; there is no beat {number}")
    return timeline.only(number)


def _values(targets: Iterable[Target], given: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Check parameters, and give each scene those that it has.

    A scene that is named must have them all; of the film's scenes, some must.
    """
    values: dict[str, dict[str, float]] = {scene: {} for target in targets for scene in target.scenes}
    if not given:
        return values
    for name, value in given.items():
        for target in targets:
            having = [scene for scene in target.scenes if name in _scene_parameters(scene)]
            if not having:
                known = dict.fromkeys(known for scene in target.scenes for known in _scene_parameters(scene))
                offered = ", ".join(map(_option_name, known))
                has = f"what can be changed is {offered}" if known else "nothing can be changed"
                raise click.UsageError(f"{target.name} has no {_option_name(name)}; {has}")
            for scene in having:
                try:
                    values[scene][name] = _scene_parameters(scene)[name].checked(value)
                except ValueError as error:
                    raise click.UsageError(f"{target.name}: {error}") from error
    return values


def _container(chosen: str | None, output: Path | None, transparent: bool) -> Format:
    """Return the films' format, by its option or by the name that the film is to have."""
    container = Format(chosen or Format.MP4)
    if output is not None and _is_file(output):
        suffix = output.suffix.removeprefix(".")
        if suffix not in list(Format):
            raise click.UsageError(f"-o {output} ends in no format; there are {', '.join(Format)}")
        if chosen and chosen != suffix:
            raise click.UsageError(f"-o {output} is no {chosen}; leave --format out, or rename the file")
        container = Format(suffix)
    if transparent and container not in SEE_THROUGH:
        raise click.UsageError(
            f"{container} cannot be transparent; add --format {' or --format '.join(SEE_THROUGH)}"
        )
    return container


def _address(cluster: str | None) -> str | None:
    """Check the address of a scheduler: Dask would wait long for one without a port."""
    if cluster is not None and not re.fullmatch(r"[a-z]+://.+:\d+", cluster):
        raise click.UsageError(f"--cluster {cluster} is no address; write tcp://HOST:PORT")
    return cluster


def _check_stills_output(output: Path | None, container: str | None, transparent: bool) -> None:
    if container is not None or transparent:
        raise click.UsageError("-s makes PNG pictures with their ground; leave --format and -t out")
    if output is not None and _is_file(output):
        raise click.UsageError(f"-s makes several pictures; -o {output} must be a folder")


def _is_file(output: Path) -> bool:
    return bool(output.suffix) and not output.is_dir()


def _check_captions(timeline: Timeline) -> None:
    """Refuse words that no caption can hold before an hour is spent on their pictures."""
    from production.captions import CaptionError, captions

    try:
        captions(timeline.beats)
    except CaptionError as error:
        raise click.ClickException(f"{timeline.name}, {error}") from error


def _shown(path: Path) -> str:
    """Write a path as short as it is from here."""
    relative = os.path.relpath(path)
    return str(path.absolute()) if relative.startswith(os.pardir) else relative


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, and return the exit code: 2 for a mistake in it, 1 if it fails, 130 if interrupted."""
    try:
        with terminated_like_interrupted():
            return command_line.main(arguments, standalone_mode=False) or 0
    except click.ClickException as error:
        return _fail(error.format_message(), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return _fail("interrupted; what was finished is kept", 130)
    except (RenderError, OSError) as error:
        return _fail(str(error), 1)


def _fail(message: str, code: int) -> int:
    click.echo(f"render.py: {' '.join(message.split())}", err=True)
    return code


if __name__ == "__main__":
    leave(main())
