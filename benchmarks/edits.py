"""Edits of a scene's source, as its author makes them, that change the picture of one beat, or of all."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from benchmarks.project_copy import source_file
from production.film import SceneRef


@contextmanager
def edited(sources: Path, scene: SceneRef, beat: str | None = None) -> Iterator[None]:
    """Edit a scene in the copy meanwhile, in the beat of that title or in all of its beats."""
    path = sources / source_file(scene)
    original = path.read_text(encoding="utf-8")
    path.write_text(mark_beats(original, scene, beat), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(original, encoding="utf-8")


def mark_beats(source: str, scene: SceneRef, beat: str | None = None) -> str:
    """Return a scene's source with a small dot in a corner of the picture, while a beat or any of them plays.

    Raises
    ------
    click.ClickException
        If the scene's class has no such ``with self.beat(...)``.
    """
    blocks = [block for block in _beats(source, scene) if beat is None or _title(block) == beat]
    if not blocks:
        raise click.ClickException(f"{scene.label} has no beat to edit")
    # In another corner for one beat than for all, so that no edit's pictures are another's.
    corner = "UL" if beat is None else "UR"
    lines = source.splitlines()
    # From the last to the first, so that the numbers of lines still hold.
    for block in sorted(blocks, key=lambda block: -block.lineno):
        first, last = block.body[0], block.body[-1]
        indent = " " * first.col_offset
        assert last.end_lineno is not None
        lines.insert(last.end_lineno, f"{indent}self.remove(mark)")
        lines.insert(
            first.lineno - 1,
            f"{indent}import manim; mark = manim.Dot(radius=0.05).to_corner(manim.{corner}); self.add(mark)",
        )
    return "\n".join(lines) + "\n"


def middle_beat(source: str, scene: SceneRef) -> str:
    """Return the title of the middle one of the beats that play once: of those with a title of their own.

    Raises
    ------
    click.ClickException
        If there is none.
    """
    counts = Counter(filter(None, map(_title, _beats(source, scene))))
    titles = [title for title, number in counts.items() if number == 1]
    if not titles:
        raise click.ClickException(f"{scene.label} has no beat that plays once")
    return titles[len(titles) // 2]


def _beats(source: str, scene: SceneRef) -> list[ast.With]:
    """Return the ``with self.beat(...)`` blocks of a scene's class, in the order of the source."""
    found = [
        node
        for top in ast.parse(source).body
        if isinstance(top, ast.ClassDef) and top.name == scene.class_name
        for node in ast.walk(top)
        if isinstance(node, ast.With) and ast.unparse(_call(node)).startswith("self.beat(")
    ]
    return sorted(found, key=lambda block: block.lineno)


def _call(block: ast.With) -> ast.expr:
    return block.items[0].context_expr


def _title(block: ast.With) -> str | None:
    """Return a beat's title, None where it is not written as it is shown."""
    call = _call(block)
    if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
        return str(call.args[0].value)
    return None
