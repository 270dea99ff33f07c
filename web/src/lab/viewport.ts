/** Which part of the parameters a map shows: all of the ravine that runs use, to one scale in both directions. */

import { type Point, turned } from "../ravine.ts";

/** The corners of what is always shown, in the ravine's own frame. */
const CORNERS: readonly Point[] = [-10.8, 1.9].flatMap((x) => [-1.35, 1.35].map((y) => ({ x, y })));
/** The middle of it. */
const MIDDLE: Point = { x: -4.45, y: 0 };
/** How far the start stays from the picture's edge. */
const MARGIN = 0.6;

export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly centre: Point;
  /** Pixels per unit. */
  readonly scale: number;
}

/** Returns the view of a ravine turned by an angle, in which a start (in the parameters) is seen. */
export function viewOf(width: number, height: number, angle: number, start: Point): Viewport {
  const centre = turned(MIDDLE, angle);
  const corners = CORNERS.map((corner) => turned(corner, angle));
  const reach = (pick: (point: Point) => number): number =>
    Math.max(...corners.map((corner) => Math.abs(pick(corner) - pick(centre))));
  const base = Math.min(width / 2 / reach(({ x }) => x), height / 2 / reach(({ y }) => y));
  const far = Math.max(
    ((Math.abs(start.x - centre.x) + MARGIN) * base) / (width / 2),
    ((Math.abs(start.y - centre.y) + MARGIN) * base) / (height / 2),
    1,
  );
  return { width, height, centre, scale: base / far };
}

/** Returns the pixel of a point. */
export function toPixel({ width, height, centre, scale }: Viewport, { x, y }: Point): Point {
  return { x: width / 2 + (x - centre.x) * scale, y: height / 2 - (y - centre.y) * scale };
}

/** Returns the point of a pixel, or the nearest at which a start may stand. */
export function startAt(view: Viewport, pixel: Point): Point {
  const { width, height, centre, scale } = view;
  const within = (offset: number, size: number): number => {
    const most = size / 2 / scale - MARGIN;
    return Math.min(most, Math.max(-most, offset));
  };
  return {
    x: centre.x + within((pixel.x - width / 2) / scale, width),
    y: centre.y - within((pixel.y - height / 2) / scale, height),
  };
}
