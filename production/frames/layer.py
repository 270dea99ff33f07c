"""Pixels, and the mobjects that are drawn on them: only what changed is drawn again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, TypeAlias

import cairo
import numpy as np
import numpy.typing as npt
from manim import Camera, Mobject, VMobject

from production.frames.appearance import Appearance, View
from production.frames.cairo_path import path_of
from production.frames.dirty_rectangles import Rectangle, merged
from production.frames.looks import Looks
from production.frames.rounding import rounds_alike
from production.frames.shape import Shape, cover

FRAMES_TO_SETTLE = 3
"""What has not moved in so many frames of a play may be drawn on a cached layer."""

MOST_SPARE_LAYERS = 3
"""A layer is as large as a picture: 8 MB at 1080p."""

POINTS_WORTH_A_LAYER = 3000
"""With fewer, drawing anew costs less than laying a cached layer over."""

MOST_PIXELS_PER_POINT = 1000
"""What has fewer points for its size, a long line or a large plane, is soon drawn anew; its mask is large."""

ROWS_AROUND = 2
"""With none, the edge of a thick line with round joints differs by up to 12 levels in the first row."""

Pixels: TypeAlias = npt.NDArray[np.uint8]


class Layer:
    """Pixels, and the mobjects that are drawn on them.

    What stands still between moving mobjects is drawn once, on a cached layer of its own, which is laid over
    where something changed.

    Parameters
    ----------
    camera, view
        Whose mobjects are drawn, and where.
    pixels
        What the layer shows, as Cairo has it: height x width x 4, colours multiplied by alpha.
    canvas
        Of the same shape; what is within a changed rectangle is drawn here first. Layers may share it.
    points_worth_a_layer
        How many points mobjects that stand still must have together, to be drawn on a cached layer.
    looks
        What is told how the mobjects look, where anything is.
    makes_masks
        Whether what is drawn again is painted through masks. Cairo may round it otherwise by up to two
        levels, so what stands on the layer must not depend on how often that was drawn before.
    """

    def __init__(
        self,
        camera: Camera,
        view: View,
        pixels: Pixels,
        canvas: Pixels,
        points_worth_a_layer: int = POINTS_WORTH_A_LAYER,
        looks: Looks | None = None,
        *,
        makes_masks: bool = False,
    ) -> None:
        self.pixels = pixels
        self._looks = looks
        self._makes_masks = makes_masks
        self._camera = camera
        self._view = view
        self._canvas = canvas
        self._points_worth_a_layer = points_worth_a_layer
        self._surface = _surface(pixels)
        self._context = cairo.Context(_surface(canvas))
        self._background: Pixels | None = None
        self._appearances: dict[Mobject, Appearance] = {}
        self._mobjects: tuple[Mobject, ...] = ()
        self._blank = True
        # Only where plays are announced anything settles: a layer that is drawn once a play caches nothing.
        self._frame = FRAMES_TO_SETTLE
        self._moved: set[Mobject] = set()
        self._settled: set[Mobject] = set()
        self._cached_layers: list[Layer] = []
        self._display_list: tuple[Mobject | Layer, ...] = ()
        self._display_list_key: tuple[Any, ...] = ()

    def forget(self) -> None:
        """Draw everything the next time, as if nothing had been drawn before."""
        self._appearances = {}
        self._mobjects = ()
        self._blank = True
        self._cached_layers = []
        self._display_list_key = ()

    def tell(self) -> None:
        """Tell once more how the mobjects look that are drawn on it."""
        if self._looks is not None:
            self._looks.begin_layer()
            self._looks.see_order(self._mobjects)
            for mobject, seen in self._appearances.items():
                self._looks.see(mobject, seen)

    def begin_play(self) -> None:
        """Expect other mobjects to move than before."""
        self._frame = 0
        self._moved.clear()
        self._settled.clear()
        # As many may move as in the play before, and be others.
        self._display_list_key = ()

    def show(
        self,
        mobjects: tuple[Mobject, ...],
        background: Pixels | None,
        background_changes: Iterable[Rectangle] = (),
    ) -> list[Rectangle]:
        """Bring the pixels up to date, and return where they changed.

        ``background`` is what is drawn upon, nothing where it is None.
        """
        background_changes = tuple(background_changes)
        if background is not self._background:
            self._background = background
            self._blank = True
        if background_changes:
            for layer in self._cached_layers:
                if layer._background is not None:
                    layer.forget()
            self._display_list_key = ()
        dirty = [*background_changes, *self._changes(mobjects)]
        if not self._view.draws:
            return []
        self._frame += 1
        if self._frame == FRAMES_TO_SETTLE:
            self._settled = set(mobjects) - self._moved
        if self._blank:
            self._blank = False
            dirty = [self._view.whole]
        dirty = merged(dirty)
        if dirty:
            display_list = self._listed(mobjects)
            for rectangle in dirty:
                self._draw(display_list, rectangle)
        return dirty

    def draw_anew(self, background: Pixels | None) -> None:
        """Draw all that was only looked at so far, and tell nothing of it once more.

        Raises
        ------
        ValueError
            If any of it looks otherwise by now.
        """
        known, looks, self._looks = self._appearances, self._looks, None
        mobjects = self._mobjects
        self.forget()
        self.show(mobjects, background)
        self._looks = looks
        if any(not seen.is_like(known[mobject]) for mobject, seen in self._appearances.items()):
            raise ValueError("a mobject does not look as it did when it was looked at")

    def _changes(self, mobjects: tuple[Mobject, ...]) -> list[Rectangle]:
        """Compare mobjects with those that were drawn before, and return where the difference shows."""
        before, looks = self._appearances, self._looks
        dirty: list[Rectangle | None] = []
        if looks is not None:
            looks.begin_layer()
        if mobjects == self._mobjects:
            for mobject, known in before.items():
                seen = self._view.look_at(mobject, known)
                if seen is not known:
                    if looks is not None:
                        looks.see(mobject, seen)
                    self._moved.add(mobject)
                    dirty += self._view.difference(mobject, known, seen)
                    before[mobject] = seen
            return [rectangle for rectangle in dirty if rectangle is not None]
        self._mobjects = mobjects
        if looks is not None:
            looks.see_order(mobjects)
        order = {mobject: place for place, mobject in enumerate(before)}
        now: dict[Mobject, Appearance] = {}
        last = -1
        for mobject in mobjects:
            known_before = before.get(mobject)
            now[mobject] = seen = self._view.look_at(mobject, known_before)
            if looks is not None and seen is not known_before:
                looks.see(mobject, seen)
            if known_before is not None and order[mobject] > last:
                last = order[mobject]
                if seen is not known_before:
                    self._moved.add(mobject)
                    dirty += self._view.difference(mobject, known_before, seen)
                continue
            # New, or no longer above what it was above.
            dirty.append(seen.rectangle)
            if known_before is not None:
                dirty.append(known_before.rectangle)
        dirty += [appearance.rectangle for mobject, appearance in before.items() if mobject not in now]
        self._appearances = now
        return [rectangle for rectangle in dirty if rectangle is not None]

    def _listed(self, mobjects: tuple[Mobject, ...]) -> tuple[Mobject | Layer, ...]:
        """What to draw, in order: mobjects, and cached layers with those on them that have settled."""
        if not self._settled:
            return mobjects
        mobjects = tuple(mobject for mobject in mobjects if self._appearances[mobject].rectangle is not None)
        key = (len(self._moved), *mobjects)
        if key != self._display_list_key:
            self._display_list_key = key
            self._display_list = tuple(self._with_cached_layers(mobjects))
        return self._display_list

    def _with_cached_layers(self, mobjects: Sequence[Mobject]) -> Iterator[Mobject | Layer]:
        spare = self._cached_layers
        self._cached_layers = []
        still = self._settled - self._moved
        # On a layer with nothing beneath, edges that lie upon each other are rounded otherwise than here; so
        # the lowest one has the background on it.
        background = self._background
        for settled, group in groupby(mobjects, still.__contains__):
            run = tuple(group)
            if not settled or not self._is_worth_a_layer(run, upon_background=background is not None):
                yield from run
                background = None
                continue
            # The layer that has most of it already: settled mobjects leave a layer from its front.
            layer = next((layer for layer in spare if run[-1] in layer._appearances), None)
            if layer is None:
                layer = spare[0] if spare else self._new_layer()
            if layer in spare:
                spare.remove(layer)
            self._cached_layers.append(layer)
            layer.show(run, background)
            background = None
            yield layer
        # An empty layer costs nothing to begin anew with.
        for layer in spare:
            layer.show((), None)
        self._cached_layers += spare[:MOST_SPARE_LAYERS]

    def _is_worth_a_layer(self, run: Sequence[Mobject], *, upon_background: bool) -> bool:
        return sum(len(mobject.points) for mobject in run) >= self._points_worth_a_layer and (
            upon_background or rounds_alike((self._appearances[mobject] for mobject in run), self._view)
        )

    def _new_layer(self) -> Layer:
        return Layer(self._camera, self._view, np.zeros_like(self.pixels), self._canvas)

    def _draw(self, display_list: Iterable[Mobject | Layer], rectangle: Rectangle) -> None:
        left, top, right, bottom = rectangle
        canvas, context, background = self._canvas, self._context, self._background
        canvas[top:bottom, left:right] = 0 if background is None else background[top:bottom, left:right]
        context.identity_matrix()
        context.reset_clip()
        context.new_path()
        # Whole rows, and some more: how exactly Cairo covers a pixel depends on what else of a path lies in
        # its row, and on what of a thick line begins just outside.
        context.rectangle(0, top - ROWS_AROUND, self._view.whole[2], bottom - top + 2 * ROWS_AROUND)
        context.clip()
        context.set_matrix(self._view.matrix)
        others: list[Mobject] = []
        item: Any
        for item in display_list:
            seen = None if isinstance(item, Layer) else self._appearances[item]
            if seen is not None and not seen.style:
                others.append(item)
                continue
            if others:
                self._draw_as_manim_does(others)
                others = []
            if seen is None:
                self._draw_layer(item, rectangle)
            elif seen.rectangle is not None:
                from_left, from_top, to_right, to_bottom = seen.rectangle
                if from_left < right and left < to_right and from_top < bottom and top < to_bottom:
                    self._draw_path(item, seen)
        self._draw_as_manim_does(others)
        self.pixels[top:bottom, left:right] = canvas[top:bottom, left:right]

    def _draw_as_manim_does(self, mobjects: Iterable[Mobject]) -> None:
        """Draw what is no plain path; those of one kind that follow one another are drawn together."""
        for kind, same in groupby(mobjects, self._camera.type_or_raise):
            display: Any = self._camera.display_funcs[kind]
            display(list(same), self._canvas)

    def _draw_layer(self, layer: Layer, rectangle: Rectangle) -> None:
        left, top, right, bottom = rectangle
        context = self._context
        context.identity_matrix()
        context.set_source_surface(layer._surface)
        context.new_path()
        context.rectangle(left, top, right - left, bottom - top)
        # One with the background on it takes the background's place.
        context.set_operator(cairo.Operator.OVER if layer._background is None else cairo.Operator.SOURCE)
        context.fill()
        context.set_operator(cairo.Operator.OVER)
        context.set_matrix(self._view.matrix)

    def _draw_path(self, mobject: VMobject, seen: Appearance) -> None:
        context = self._context
        if seen.shape is None:
            seen.shape = Shape(path_of(mobject))
        is_drawn_again = seen.shape.is_drawn_again(tuple([paint.stroke for paint in seen.paints]))
        if is_drawn_again and self._makes_masks and _is_worth_masks(mobject, seen):
            self._draw_through_masks(seen)
            return
        context.new_path()
        seen.shape.path.append_to(context)
        for paint in seen.paints:
            if paint.color is not None:
                context.set_source_rgba(*paint.color)
                cover(context, paint.stroke)
            elif paint.stroke is None:
                self._camera.apply_fill(context, mobject)
            else:
                self._camera.apply_stroke(context, mobject, paint.background)

    def _draw_through_masks(self, seen: Appearance) -> None:
        context, matrix = self._context, self._view.matrix
        assert seen.shape is not None
        assert seen.rectangle is not None
        context.identity_matrix()
        for paint in seen.paints:
            assert paint.color is not None
            mask = seen.shape.mask(paint.stroke, seen.rectangle, matrix)
            context.set_source_rgba(*paint.color)
            context.mask_surface(mask.surface, mask.left, mask.top)
        context.set_matrix(matrix)


def _is_worth_masks(mobject: VMobject, seen: Appearance) -> bool:
    """Whether painting a mobject through masks costs less than covering its pixels anew."""
    if seen.rectangle is None:
        return False
    left, top, right, bottom = seen.rectangle
    is_small = (right - left) * (bottom - top) <= MOST_PIXELS_PER_POINT * len(mobject.points)
    return is_small and all(paint.color is not None for paint in seen.paints)


def _surface(pixels: Pixels) -> cairo.ImageSurface:
    height, width, _ = pixels.shape
    return cairo.ImageSurface.create_for_data(pixels.data, cairo.FORMAT_ARGB32, width, height)
