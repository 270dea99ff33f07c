"""A camera that draws again only what changed since the picture before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor, isfinite, sqrt
from operator import attrgetter
from typing import Any, Self, TypeAlias

import cairo
import numpy as np
import numpy.typing as npt
from manim import Camera, LineJointType, Mobject, VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP

from production.boxes import Box, merged
from production.paths import POINTS_A_CURVE, Path, path_of

MITER_LIMIT = 10
"""Cairo's: a corner's spike reaches at most so many halves of a line's width from it."""

BLUNT = 2
"""The same for a corner that turns by less than 120 degrees, and for any end."""

CURVES_WORTH_A_LOOK = 16
"""With more, a mobject is mostly so large that its corners' spikes make little difference."""

TILE = 8
"""Pixels. A box is rounded outwards to tiles, so that boxes near each other touch."""

FRAMES_TO_SETTLE = 3
"""What has not moved in so many frames of a play may be drawn on a sheet."""

MOST_SPARE_SHEETS = 3
"""A sheet is as large as a picture: 8 MB at 1080p."""

POINTS_WORTH_A_SHEET = 3000
"""With fewer, drawing anew costs less than laying a sheet over."""

Pixels: TypeAlias = npt.NDArray[np.uint8]

Extent: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right and top of some points, in a scene's units."""


class Frame(np.ndarray[Any, np.dtype[np.uint8]]):
    """A picture that knows what it shows, and where it changed since it was last looked at.

    Manim's renderer copies each frame, because its writer is a thread that may come late. Ours is done with
    a frame before the next is drawn, so a copy only notes what is shown.
    """

    shown: tuple[Mobject, ...] = ()
    changed: tuple[Box, ...] = ()

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
        self.canvas: Any = np.zeros(shape, np.uint8)
        """What layers draw on; of each box they keep what lies within it."""
        self._still = _Layer(self, np.zeros(shape, np.uint8))
        self._moving = _Layer(self, self.pixel_array)
        self._ground: Any = None
        self._beneath: tuple[Mobject, ...] = ()
        self._drawn_beneath: tuple[Mobject, ...] | None = None

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

    def get_mobjects_to_display(
        self,
        mobjects: Iterable[Mobject],
        include_submobjects: bool = True,
        excluded_mobjects: list[Mobject] | None = None,
    ) -> list[Mobject]:
        """Return what is drawn of mobjects and their families, from the back to the front.

        It is asked at every frame; Manim makes a list of each family, and one of those lists.
        """
        if not include_submobjects or excluded_mobjects:
            return super().get_mobjects_to_display(mobjects, include_submobjects, excluded_mobjects)
        found: list[Mobject] = []
        _find_drawn(mobjects, found)
        # What is named twice stands where it is named last.
        found = list(dict.fromkeys(reversed(found)))[::-1]
        return sorted(found, key=attrgetter("z_index")) if self.use_z_index else found

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Note what there is to be seen, on top of what the picture began with."""
        self.pixel_array.shown = (*self._beneath, *self.get_mobjects_to_display(mobjects, **kwargs))

    def develop(self) -> Frame:
        """Draw what was noted, and return the picture."""
        ground: Any = self.background
        if ground is not self._ground:
            self._ground = ground
            self._still.forget()
            self._drawn_beneath = None
        boxes: list[Box] = []
        # Manim draws what stands beneath once a play; it is looked at as seldom.
        if self._beneath is not self._drawn_beneath:
            self._drawn_beneath = self._beneath
            boxes = self._still.show(self._beneath, self._ground)
        above = self.pixel_array.shown[len(self._beneath) :]
        boxes = self._moving.show(above, self._still.pixels, boxes)
        self.pixel_array.changed = tuple(boxes)
        return self.pixel_array  # type: ignore[no-any-return]

    def draw(self, mobject: Mobject, pixels: Any) -> None:
        """Draw one mobject that is no plain VMobject, as stock Manim does."""
        kind = self.type_or_raise(mobject)
        self.display_funcs[kind]([mobject], pixels)


@dataclass(frozen=True, slots=True)
class _Paint:
    """One fill, or one stroke of a width, in a colour as Cairo takes it; of a gradient, only which it is."""

    width: float | None
    color: tuple[float, float, float, float] | None
    behind: bool = False


@dataclass(slots=True)
class _Appearance:
    """How a mobject looked when it was last drawn.

    ``style`` is empty for what is no plain VMobject; ``path`` is made when it is drawn.
    """

    points: bytes
    style: tuple[Any, ...]
    extent: Extent | None
    paints: tuple[_Paint, ...]
    box: Box | None
    path: Path | None = None


class _Layer:
    """Pixels, and the mobjects that are drawn on them."""

    def __init__(self, camera: SparingCamera, pixels: Pixels) -> None:
        self.pixels = pixels
        self._camera = camera
        self._appearances: dict[Mobject, _Appearance] = {}
        self._mobjects: tuple[Mobject, ...] = ()
        self._blank = True
        self._ground: Pixels | None = None
        height, width, _ = pixels.shape
        self._whole: Box = 0, 0, width, height
        self._surface = _surface(pixels)
        self._context = cairo.Context(_surface(camera.canvas))
        scale_x, scale_y = width / camera.frame_width, height / camera.frame_height
        origin_x = width / 2 - scale_x * float(camera.frame_center[0])
        origin_y = height / 2 + scale_y * float(camera.frame_center[1])
        self._scale = scale_x, scale_y
        self._origin = origin_x, origin_y
        self._matrix = cairo.Matrix(scale_x, 0, 0, -scale_y, origin_x, origin_y)
        # Only where a play begins anything settles: a layer that is drawn once a play needs no sheets.
        self._frame = FRAMES_TO_SETTLE
        self._movers: set[Mobject] = set()
        self._settled: set[Mobject] = set()
        self._sheets: list[_Layer] = []
        self._stack: tuple[Mobject | _Layer, ...] = ()
        self._stacked: tuple[Any, ...] = ()

    def forget(self) -> None:
        """Draw everything the next time."""
        self._appearances = {}
        self._mobjects = ()
        self._blank = True

    def begin_play(self) -> None:
        """Expect other mobjects to move than before."""
        self._frame = 0
        self._movers.clear()
        self._settled.clear()

    def show(
        self, mobjects: tuple[Mobject, ...], ground: Pixels | None, beneath: Iterable[Box] = ()
    ) -> list[Box]:
        """Bring the pixels up to date, and return where they changed.

        ``ground`` is what is drawn upon, nothing where it is None; ``beneath`` is where it changed.
        """
        beneath = tuple(beneath)
        if ground is not self._ground:
            self._ground = ground
            self._blank = True
        if beneath:
            for sheet in self._sheets:
                if sheet._ground is not None:
                    sheet.forget()
            self._stacked = ()
        boxes = [*beneath, *self._changed(mobjects)]
        self._frame += 1
        if self._frame == FRAMES_TO_SETTLE:
            self._settled = set(mobjects) - self._movers
        if self._blank:
            self._blank = False
            boxes = [self._whole]
        boxes = merged(boxes)
        if boxes:
            pile = self._piled(mobjects)
            for box in boxes:
                self._draw(pile, box)
        return boxes

    def _changed(self, mobjects: tuple[Mobject, ...]) -> list[Box]:
        """Compare mobjects with those that were drawn before, and return where the difference shows."""
        before = self._appearances
        boxes: list[Box | None] = []
        if mobjects == self._mobjects:
            for mobject, known in before.items():
                seen = self._look(mobject, known)
                if seen is not known:
                    self._movers.add(mobject)
                    boxes += self._difference(mobject, known, seen)
                    before[mobject] = seen
            return [box for box in boxes if box is not None]
        self._mobjects = mobjects
        order = {mobject: place for place, mobject in enumerate(before)}
        now: dict[Mobject, _Appearance] = {}
        last = -1
        for mobject in mobjects:
            former = before.get(mobject)
            now[mobject] = seen = self._look(mobject, former)
            if former is not None and order[mobject] > last:
                last = order[mobject]
                if seen is not former:
                    self._movers.add(mobject)
                    boxes += self._difference(mobject, former, seen)
                continue
            # New, or no longer above what it was above.
            boxes.append(seen.box)
            if former is not None:
                boxes.append(former.box)
        boxes += [appearance.box for mobject, appearance in before.items() if mobject not in now]
        self._appearances = now
        return [box for box in boxes if box is not None]

    def _look(self, mobject: Any, known: _Appearance | None) -> _Appearance:
        if not isinstance(mobject, VMobject) or mobject.get_background_image() is not None:
            # Nothing is known of it but that it may have changed; a tracker of values shows nothing.
            invisible = self._camera.type_or_raise(mobject) is Mobject
            return _Appearance(b"", (), None, (), None if invisible else self._whole)
        points, style = mobject.points.tobytes(), _style(mobject)
        same_points = known is not None and known.points == points
        same_style = known is not None and known.style == style
        if known is not None and same_points and same_style:
            return known
        paints = known.paints if known is not None and same_style else tuple(self._paints(mobject))
        if known is not None and same_points:
            extent, path = known.extent, known.path
        else:
            extent, path = _extent(mobject.points), None
        box = self._box(mobject, extent) if paints else None
        return _Appearance(points, style, extent, paints, box, path)

    def _difference(self, mobject: Mobject, known: _Appearance, seen: _Appearance) -> list[Box | None]:
        """Where a mobject's change shows: for a line that grew, in the rows of its tip."""
        if known.style != seen.style or not isinstance(mobject, VMobject) or not _is_plain_line(seen.paints):
            return [known.box, seen.box]
        before = np.frombuffer(known.points).reshape(-1, 3)
        common = min(len(before), len(mobject.points))
        differs = (before[:common] != mobject.points[:common]).any(axis=1)
        first = int(differs.argmax()) if differs.any() else common
        curve = first // mobject.n_points_per_cubic_curve * mobject.n_points_per_cubic_curve
        # Across the whole line: how exactly Cairo covers a pixel depends on what else of it lies in its row.
        return [
            self._box(mobject, _rows_of(part, whole))
            for part, whole in (
                (_extent(before[curve:]), known.extent),
                (_extent(mobject.points[curve:]), seen.extent),
            )
        ]

    def _box(self, mobject: VMobject, extent: Extent | None) -> Box | None:
        """The tiles that curves within an extent may touch, a corner's spike around it included."""
        if extent is None:
            return None
        width = max(mobject.get_stroke_width(), mobject.get_stroke_width(background=True))
        scale_x, scale_y = self._scale
        origin_x, origin_y = self._origin
        # One pixel more, which antialiasing may touch.
        reach = width * self._camera.cairo_line_width_multiple * scale_x / 2 * _spike(mobject) + 1
        low_x, low_y, high_x, high_y = extent
        _, _, across, down = self._whole
        left = max(0, floor((origin_x + scale_x * low_x - reach) / TILE) * TILE)
        right = min(across, ceil((origin_x + scale_x * high_x + reach) / TILE) * TILE)
        # Upwards in a scene is towards the first row.
        top = max(0, floor((origin_y - scale_y * high_y - reach) / TILE) * TILE)
        bottom = min(down, ceil((origin_y - scale_y * low_y + reach) / TILE) * TILE)
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _draw(self, pile: Iterable[Mobject | _Layer], box: Box) -> None:
        left, top, right, bottom = box
        canvas, context, ground = self._camera.canvas, self._context, self._ground
        canvas[top:bottom, left:right] = 0 if ground is None else ground[top:bottom, left:right]
        context.identity_matrix()
        context.reset_clip()
        context.new_path()
        # Whole rows: how exactly Cairo covers a pixel depends on what else of a path lies in its row.
        context.rectangle(0, top, self._whole[2], bottom - top)
        context.clip()
        context.set_matrix(self._matrix)
        appearances = self._appearances
        for item in pile:
            if isinstance(item, _Layer):
                context.identity_matrix()
                context.set_source_surface(item._surface)
                context.new_path()
                context.rectangle(left, top, right - left, bottom - top)
                # One with the ground on it takes the ground's place.
                context.set_operator(cairo.Operator.OVER if item._ground is None else cairo.Operator.SOURCE)
                context.fill()
                context.set_operator(cairo.Operator.OVER)
                context.set_matrix(self._matrix)
                continue
            seen = appearances[item]
            if seen.box is None:
                continue
            from_left, from_top, to_right, to_bottom = seen.box
            if from_left >= right or left >= to_right or from_top >= bottom or top >= to_bottom:
                continue
            if isinstance(item, VMobject) and seen.style:
                self._draw_plain(item, seen)
            else:
                self._camera.draw(item, canvas)
        self.pixels[top:bottom, left:right] = canvas[top:bottom, left:right]

    def _piled(self, mobjects: tuple[Mobject, ...]) -> tuple[Mobject | _Layer, ...]:
        """What to draw, in order: mobjects, and sheets with those on them that have settled."""
        if not self._settled:
            return mobjects
        mobjects = tuple(mobject for mobject in mobjects if self._appearances[mobject].box is not None)
        stacked = (len(self._movers), *mobjects)
        if stacked != self._stacked:
            self._stacked = stacked
            self._stack = tuple(self._pile(mobjects))
        return self._stack

    def _pile(self, mobjects: Sequence[Mobject]) -> Iterator[Mobject | _Layer]:
        spare = self._sheets
        self._sheets = []
        still = self._settled - self._movers
        # On a sheet with nothing beneath, edges that lie upon each other are rounded otherwise than here; so
        # the lowest one has the ground on it.
        ground = self._ground
        for settled, group in groupby(mobjects, still.__contains__):
            run = tuple(group)
            if not settled or sum(len(mobject.points) for mobject in run) < POINTS_WORTH_A_SHEET:
                yield from run
                ground = None
                continue
            # The sheet that has most of it already: settled mobjects leave a sheet from its front.
            sheet = next((sheet for sheet in spare if run[-1] in sheet._appearances), None)
            if sheet is None:
                sheet = spare[0] if spare else _Layer(self._camera, np.zeros_like(self.pixels))
            if sheet in spare:
                spare.remove(sheet)
            self._sheets.append(sheet)
            sheet.show(run, ground)
            ground = None
            yield sheet
        # An empty sheet costs nothing to begin anew with.
        for sheet in spare:
            sheet.show((), None)
        self._sheets += spare[:MOST_SPARE_SHEETS]

    def _draw_plain(self, mobject: VMobject, seen: _Appearance) -> None:
        context = self._context
        if seen.path is None:
            seen.path = path_of(mobject)
        context.new_path()
        seen.path.append_to(context)
        for paint in seen.paints:
            if paint.color is None:
                if paint.width is None:
                    self._camera.apply_fill(context, mobject)
                else:
                    self._camera.apply_stroke(context, mobject, paint.behind)
                continue
            context.set_source_rgba(*paint.color)
            if paint.width is None:
                context.fill_preserve()
                continue
            context.set_line_width(paint.width)
            context.set_line_join(LINE_JOIN_MAP[mobject.joint_type])
            context.set_line_cap(CAP_STYLE_MAP[mobject.cap_style])
            context.stroke_preserve()

    def _paints(self, mobject: VMobject) -> Iterator[_Paint]:
        """What there is to be painted of a mobject, from the back to the front."""
        multiple = self._camera.cairo_line_width_multiple
        behind, width = mobject.get_stroke_width(background=True), mobject.get_stroke_width()
        for stroke, rgbas, is_behind in (
            (behind * multiple, mobject.get_stroke_rgbas(background=True), True),
            (None, mobject.get_fill_rgbas(), False),
            (width * multiple, mobject.get_stroke_rgbas(), False),
        ):
            if stroke == 0:
                continue
            colors = rgbas.tolist()
            if not any(alpha for _, _, _, alpha in colors):
                continue
            if len(colors) > 1:
                yield _Paint(stroke, None, is_behind)
                continue
            ((red, green, blue, alpha),) = colors
            # Cairo has the colours in the other order.
            yield _Paint(stroke, (blue, green, red, alpha), is_behind)


def _find_drawn(mobjects: Iterable[Mobject], found: list[Mobject]) -> None:
    for mobject in mobjects:
        if len(mobject.points):
            found.append(mobject)
        if mobject.submobjects:
            _find_drawn(mobject.submobjects, found)


def _surface(pixels: Pixels) -> cairo.ImageSurface:
    height, width, _ = pixels.shape
    return cairo.ImageSurface.create_for_data(pixels.data, cairo.FORMAT_ARGB32, width, height)


def _extent(points: npt.NDArray[Any]) -> Extent | None:
    """Where points lie; nowhere, as nothing is drawn, if there are none or some are not finite."""
    if len(points) == 0:
        return None
    # Called for whatever moves, in every frame; NumPy is slow along the shorter side of an array.
    coordinates = np.ascontiguousarray(points.T[:2])
    left, bottom = np.minimum.reduce(coordinates, axis=1).tolist()
    right, top = np.maximum.reduce(coordinates, axis=1).tolist()
    extent = left, bottom, right, top
    return extent if all(map(isfinite, extent)) else None


def _spike(mobject: VMobject) -> int:
    """How far a stroke may reach from its curves, in halves of its width: at its ends and at its corners."""
    count = len(mobject.points) // POINTS_A_CURVE
    if count == 0 or mobject.joint_type not in (LineJointType.AUTO, LineJointType.MITER):
        return BLUNT
    if count > CURVES_WORTH_A_LOOK:
        return MITER_LIMIT
    points = mobject.points[: count * POINTS_A_CURVE].tolist()
    # From each curve to the next, and from the last to the first, should they meet.
    for index in range(0, len(points), POINTS_A_CURVE):
        (a, b, _), (c, d, _) = points[index - 2 : index] or points[-2:]
        (e, f, _), (g, h, _) = points[index : index + 2]
        across, up, across_then, up_then = c - a, d - b, g - e, h - f
        lengths = sqrt((across**2 + up**2) * (across_then**2 + up_then**2))
        # Turning by 120 degrees or more, or nobody can tell.
        if across * across_then + up * up_then <= -lengths / 2:
            return MITER_LIMIT
    return BLUNT


def _rows_of(part: Extent | None, whole: Extent | None) -> Extent | None:
    if part is None or whole is None:
        return None
    return whole[0], part[1], whole[2], part[3]


def _style(mobject: VMobject) -> tuple[Any, ...]:
    fill, stroke = mobject.get_fill_rgbas(), mobject.get_stroke_rgbas()
    behind = mobject.get_stroke_rgbas(background=True)
    style = (
        fill.tobytes(),
        stroke.tobytes(),
        behind.tobytes(),
        mobject.stroke_width,
        mobject.background_stroke_width,
        mobject.joint_type,
        mobject.cap_style,
    )
    if len(fill) == len(stroke) == len(behind) == 1:
        return style
    # A gradient runs across the whole family's box.
    return (*style, *(end.tobytes() for end in mobject.get_gradient_start_and_end_points()))


def _is_plain_line(paints: Sequence[_Paint]) -> bool:
    """Whether each of its curves is drawn the same whatever the others are."""
    return bool(paints) and all(paint.width is not None and paint.color is not None for paint in paints)
