"""A camera that draws again only what changed since the picture before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor, isfinite
from typing import Any, Self

import cairo
import numpy as np
import numpy.typing as npt
from manim import Camera, LineJointType, Mobject, VMobject

from production.encoding import Rows

MITER_LIMIT = 10
"""Cairo's: a corner's spike is at most so many line widths long."""

TILE = 16
"""Pixels. What changes is rounded outwards to tiles, which keeps the region that Cairo clips to simple."""

MOST_RECTANGLES = 32
"""A region of more is replaced by its extents: clipping to it would cost more than it saves."""

FRAMES_TO_SETTLE = 3
"""What has not moved in so many frames of a play may be drawn on a sheet."""

MOST_SPARE_SHEETS = 3
"""A sheet is as large as a picture: 8 MB at 1080p."""

POINTS_WORTH_A_SHEET = 800
"""With fewer, drawing anew costs less than laying a sheet over."""


class Frame(np.ndarray[Any, np.dtype[np.uint8]]):
    """A picture that knows what it shows, and which rows changed since it was last looked at.

    Manim's renderer copies each frame, because its writer is a thread that may come late. Ours is done with
    a frame before the next is drawn, so a copy only notes what is shown.
    """

    shown: tuple[Mobject, ...] = ()
    changed: tuple[Rows, ...] = ()

    def __array_finalize__(self, source: Any) -> None:
        self.shown = getattr(source, "shown", ())

    def copy(self, order: Any = "C") -> Self:  # noqa: ARG002
        """Return the same pixels, with a note of its own of what they show."""
        return self.view()


class SparingCamera(Camera):
    """Draws what stock Manim draws, in the same order, but only where something changed.

    Nothing is drawn before ``develop``: until then the camera only notes what there is to be seen. What
    stands still beneath the first moving mobject is one layer, the rest another. On each, a mobject that
    looks as it did in the last picture is drawn again only where a changed one touches it; and what stands
    still between moving ones is drawn once, on a sheet that is laid over where something changed.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        shape = (self.pixel_height, self.pixel_width, 4)
        self.pixel_array: Any = np.zeros(shape, np.uint8).view(Frame)
        self._still = _Layer(self, np.zeros(shape, np.uint8))
        self._moving = _Layer(self, self.pixel_array)
        self._ground: Any = None
        self._beneath: tuple[Mobject, ...] = ()

    def init_background(self) -> None:
        """Make the background, with its colours multiplied by alpha, as Cairo has them."""
        super().init_background()
        background: Any = self.background
        if self.background_opacity < 1:
            background[..., :3] = np.rint(background[..., :3] * float(self.background_opacity))

    def begin_play(self) -> None:
        """Expect other mobjects to move than before."""
        self._moving.begin_play()

    def reset(self) -> Self:
        """Begin a picture with nothing on it."""
        self._beneath = ()
        return self

    def set_frame_to_background(self, background: Any) -> None:
        """Begin a picture with what an earlier one showed."""
        self._beneath = background.shown

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Note what there is to be seen, on top of what the picture began with."""
        self.pixel_array.shown = (*self._beneath, *self.get_mobjects_to_display(mobjects, **kwargs))

    def develop(self) -> Frame:
        """Draw what was noted, and return the picture."""
        shown = self.pixel_array.shown
        height = self.pixel_height
        ground: Any = self.background
        if ground is not self._ground:
            self._ground = ground
            self._still.forget()
        below = len(self._beneath)
        region = self._still.show(shown[:below], ground, None)
        region = self._moving.show(shown[below:], self._still.pixels, region)
        rows = sorted((box.y, min(box.y + box.height, height)) for box in _rectangles(region))
        self.pixel_array.changed = tuple(_merged(rows))
        return self.pixel_array  # type: ignore[no-any-return]

    def draw(self, mobject: Mobject, pixels: Any) -> None:
        """Draw one mobject that is no plain VMobject, as stock Manim does."""
        kind = self.type_or_raise(mobject)
        self.display_funcs[kind]([mobject], pixels)


@dataclass(slots=True)
class _Appearance:
    """How a mobject looked when it was last drawn."""

    mobject: Mobject
    points: bytes
    style: tuple[Any, ...]
    box: cairo.RectangleInt | None
    path: cairo.Path | None = None


class _Layer:
    """Pixels, and the mobjects that are drawn on them."""

    def __init__(self, camera: SparingCamera, pixels: npt.NDArray[np.uint8]) -> None:
        self.pixels = pixels
        self._camera = camera
        self._appearances: dict[Mobject, _Appearance] = {}
        self._blank = True
        self._surface = cairo.ImageSurface.create_for_data(
            pixels.data, cairo.FORMAT_ARGB32, camera.pixel_width, camera.pixel_height
        )
        self._context = cairo.Context(self._surface)
        scale_x = camera.pixel_width / camera.frame_width
        scale_y = camera.pixel_height / camera.frame_height
        origin_x = camera.pixel_width / 2 - scale_x * float(camera.frame_center[0])
        origin_y = camera.pixel_height / 2 + scale_y * float(camera.frame_center[1])
        self._scale = scale_x, scale_y
        self._origin = origin_x, origin_y
        self._context.set_matrix(cairo.Matrix(scale_x, 0, 0, -scale_y, origin_x, origin_y))
        self._frame = 0
        self._movers: set[Mobject] = set()
        self._settled: set[Mobject] = set()
        self._sheets: list[_Layer] = []
        self._stack: tuple[Mobject | _Layer, ...] = ()
        self._stacked: tuple[Any, ...] = ()

    def forget(self) -> None:
        """Draw everything the next time."""
        self._appearances = {}
        self._blank = True

    def begin_play(self) -> None:
        """Expect other mobjects to move than before."""
        self._frame = 0
        self._movers.clear()
        self._settled.clear()

    def show(
        self,
        mobjects: Sequence[Mobject],
        ground: npt.NDArray[np.uint8] | None,
        beneath: cairo.Region | None,
    ) -> cairo.Region:
        """Bring the pixels up to date, and return where they changed.

        ``ground`` is what is drawn upon, nothing where it is left out; ``beneath`` is where it changed.
        """
        region = self._changed(mobjects)
        self._frame += 1
        if self._frame == FRAMES_TO_SETTLE:
            self._settled = set(mobjects) - self._movers
        if beneath is not None:
            region.union(beneath)
        if self._blank:
            self._blank = False
            region = cairo.Region(self._whole())
        if region.num_rectangles() > MOST_RECTANGLES:
            region = cairo.Region(region.get_extents())
        region.intersect(self._whole())
        if region.is_empty():
            return region
        for box in _rectangles(region):
            here = np.s_[box.y : box.y + box.height, box.x : box.x + box.width]
            self.pixels[here] = 0 if ground is None else ground[here]
        self._draw(mobjects, region)
        return region

    def _whole(self) -> cairo.RectangleInt:
        height, width, _ = self.pixels.shape
        return cairo.RectangleInt(0, 0, width, height)

    def _changed(self, mobjects: Sequence[Mobject]) -> cairo.Region:
        """Compare mobjects with those that were drawn before, and return where the difference shows."""
        before = self._appearances
        order = {mobject: place for place, mobject in enumerate(before)}
        now: dict[Mobject, _Appearance] = {}
        boxes = []
        last = -1
        for mobject in mobjects:
            known = before.get(mobject)
            seen = self._look(mobject, known)
            now[mobject] = seen
            if known is not None and order[mobject] > last:
                last = order[mobject]
                if seen is not known:
                    self._movers.add(mobject)
                    boxes += self._difference(mobject, known, seen)
                continue
            # New, or no longer above what it was above.
            boxes.append(seen.box)
            if known is not None:
                boxes.append(known.box)
        boxes += [appearance.box for mobject, appearance in before.items() if mobject not in now]
        self._appearances = now
        return cairo.Region([box for box in boxes if box is not None])

    def _look(self, mobject: Any, known: _Appearance | None) -> _Appearance:
        if not isinstance(mobject, VMobject) or mobject.get_background_image() is not None:
            # Nothing is known of it but that it may have changed; a tracker of values shows nothing.
            invisible = self._camera.type_or_raise(mobject) is Mobject
            return _Appearance(mobject, b"", (), None if invisible else self._whole())
        points, style = mobject.points.tobytes(), _style(mobject)
        if known is None or known.points != points:
            return _Appearance(mobject, points, style, self._box(mobject, mobject.points))
        if known.style != style:
            return _Appearance(mobject, points, style, self._box(mobject, mobject.points), known.path)
        return known

    def _difference(
        self, mobject: Mobject, known: _Appearance, seen: _Appearance
    ) -> list[cairo.RectangleInt | None]:
        """Where a mobject's change shows: for a line that grew, at its tip."""
        if known.style != seen.style or not isinstance(mobject, VMobject) or not _is_plain_line(mobject):
            return [known.box, seen.box]
        before = np.frombuffer(known.points).reshape(-1, 3)
        common = min(len(before), len(mobject.points))
        differs = (before[:common] != mobject.points[:common]).any(axis=1)
        first = int(differs.argmax()) if differs.any() else common
        curve = first // mobject.n_points_per_cubic_curve * mobject.n_points_per_cubic_curve
        return [self._box(mobject, before[curve:]), self._box(mobject, mobject.points[curve:])]

    def _box(self, mobject: VMobject, points: npt.NDArray[Any]) -> cairo.RectangleInt | None:
        """The tiles that curves may touch: those of their handles, and a corner's spike around."""
        if len(points) == 0:
            return None
        # Called for whatever moves, in every frame: two passes of NumPy, and plain numbers from there on.
        low, high = np.minimum.reduce(points).tolist(), np.maximum.reduce(points).tolist()
        if not all(map(isfinite, (*low, *high))):
            # Stock Manim draws a dot in the middle instead.
            return self._whole()
        width = max(mobject.get_stroke_width(), mobject.get_stroke_width(background=True))
        spike = MITER_LIMIT if mobject.joint_type in (LineJointType.AUTO, LineJointType.MITER) else 2
        scale_x, scale_y = self._scale
        origin_x, origin_y = self._origin
        # One pixel more, which antialiasing may touch.
        reach = width * self._camera.cairo_line_width_multiple * scale_x / 2 * spike + 1
        height, across, _ = self.pixels.shape
        left = max(0, floor((origin_x + scale_x * low[0] - reach) / TILE) * TILE)
        right = min(across, ceil((origin_x + scale_x * high[0] + reach) / TILE) * TILE)
        # Upwards in a scene is towards the first row.
        top = max(0, floor((origin_y - scale_y * high[1] - reach) / TILE) * TILE)
        bottom = min(height, ceil((origin_y - scale_y * low[1] + reach) / TILE) * TILE)
        if right <= left or bottom <= top:
            return None
        return cairo.RectangleInt(left, top, right - left, bottom - top)

    def _draw(self, mobjects: Sequence[Mobject], region: cairo.Region) -> None:
        context = self._context
        context.save()
        matrix = context.get_matrix()
        context.identity_matrix()
        context.new_path()
        for box in _rectangles(region):
            context.rectangle(box.x, box.y, box.width, box.height)
        context.clip()
        context.set_matrix(matrix)
        for item in self._piled(mobjects):
            if isinstance(item, _Layer):
                context.identity_matrix()
                context.set_source_surface(item._surface)
                context.paint()
                context.set_matrix(matrix)
                continue
            seen = self._appearances[item]
            if seen.box is None or region.contains_rectangle(seen.box) == cairo.REGION_OVERLAP_OUT:
                continue
            if isinstance(item, VMobject) and seen.style:
                self._draw_plain(item, seen)
            else:
                self._camera.draw(item, self.pixels)
        context.restore()

    def _piled(self, mobjects: Sequence[Mobject]) -> tuple[Mobject | _Layer, ...]:
        """What to draw, in order: mobjects, and sheets with those on them that have settled."""
        if not self._settled:
            return tuple(mobjects)
        stacked = (len(self._movers), *mobjects)
        if stacked != self._stacked:
            self._stacked = stacked
            self._stack = tuple(self._pile(mobjects))
        return self._stack

    def _pile(self, mobjects: Sequence[Mobject]) -> Iterator[Mobject | _Layer]:
        spare = self._sheets
        self._sheets = []
        still = self._settled - self._movers
        for settled, group in groupby(mobjects, still.__contains__):
            run = tuple(group)
            if not settled or sum(len(mobject.points) for mobject in run) < POINTS_WORTH_A_SHEET:
                yield from run
                continue
            # The sheet that has most of it already: settled mobjects leave a sheet from its front.
            sheet = next((sheet for sheet in spare if run[-1] in sheet._appearances), None)
            if sheet is None:
                sheet = spare[0] if spare else _Layer(self._camera, np.zeros_like(self.pixels))
            if sheet in spare:
                spare.remove(sheet)
            self._sheets.append(sheet)
            sheet.show(run, None, None)
            yield sheet
        # An empty sheet costs nothing to begin anew with.
        for sheet in spare:
            sheet.show((), None, None)
        self._sheets += spare[:MOST_SPARE_SHEETS]

    def _draw_plain(self, mobject: VMobject, seen: _Appearance) -> None:
        context, camera = self._context, self._camera
        context.new_path()
        if seen.path is None:
            camera.set_cairo_context_path(context, mobject)
            seen.path = context.copy_path()
        else:
            context.append_path(seen.path)
        if _visible(mobject.get_stroke_rgbas(background=True)):
            camera.apply_stroke(context, mobject, background=True)
        if _visible(mobject.get_fill_rgbas()):
            camera.apply_fill(context, mobject)
        if _visible(mobject.get_stroke_rgbas()):
            camera.apply_stroke(context, mobject)


def _style(mobject: VMobject) -> tuple[Any, ...]:
    fill, stroke = mobject.get_fill_rgbas(), mobject.get_stroke_rgbas()
    behind = mobject.get_stroke_rgbas(background=True)
    gradient = max(len(fill), len(stroke), len(behind)) > 1
    return (
        fill.tobytes(),
        stroke.tobytes(),
        behind.tobytes(),
        mobject.stroke_width,
        mobject.background_stroke_width,
        mobject.joint_type,
        mobject.cap_style,
        # A gradient runs across the whole family's box.
        mobject.get_gradient_start_and_end_points()[0].tobytes() if gradient else b"",
        mobject.get_gradient_start_and_end_points()[1].tobytes() if gradient else b"",
    )


def _is_plain_line(mobject: VMobject) -> bool:
    """Whether each of its curves is drawn the same whatever the others are."""
    return not (
        _visible(mobject.get_fill_rgbas())
        or len(mobject.get_stroke_rgbas()) > 1
        or len(mobject.get_stroke_rgbas(background=True)) > 1
    )


def _visible(rgbas: npt.NDArray[Any]) -> bool:
    return bool(rgbas[:, 3].any())


def _rectangles(region: cairo.Region) -> Iterator[cairo.RectangleInt]:
    return (region.get_rectangle(index) for index in range(region.num_rectangles()))


def _merged(rows: Iterable[Rows]) -> Iterator[Rows]:
    """Bands of rows in order, run together where they touch."""
    band: Rows | None = None
    for top, bottom in rows:
        if band is None:
            band = top, bottom
        elif top <= band[1]:
            band = band[0], max(band[1], bottom)
        else:
            yield band
            band = top, bottom
    if band is not None:
        yield band
