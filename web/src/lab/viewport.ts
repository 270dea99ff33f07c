/** Which part of the parameters a map shows: all of the ravine that runs use, to one scale in both directions. */

import { type Point, turned } from "../ravine.ts";

/** Where what is always shown begins along the floor, and how far it goes across. */
const [BEGIN, ACROSS_REACH] = [-10.8, 1.35];
/** How far past the minimum is shown at least, and at most. */
export const LEAST_REACH = 1.9;
const MOST_REACH = 11;
/** How far the start stays from the picture's edge. */
const MARGIN = 0.6;

export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly centre: Point;
  /** Pixels per unit. */
  readonly scale: number;
}

/**
 * Returns the view of a ravine turned by an angle, in which a start (in the parameters) is seen.
 *
 * `reach` is how far past the minimum runs go along the floor.
 */
export function viewOf(width: number, height: number, angle: number, start: Point, reach: number): Viewport {
  const end = Math.min(MOST_REACH, Math.max(LEAST_REACH, reach + MARGIN));
  const centre = turned({ x: (BEGIN + end) / 2, y: 0 }, angle);
  const corners = [-1, 1].map((side) => turned({ x: (end - BEGIN) / 2, y: side * ACROSS_REACH }, angle));
  const half = (pick: (point: Point) => number): number => Math.max(...corners.map((c) => Math.abs(pick(c))));
  const base = Math.min(width / 2 / half(({ x }) => x), height / 2 / half(({ y }) => y));
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
