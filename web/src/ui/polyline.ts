/** Lines through many points, as paths of SVG. */

import type { Point } from "../ravine.ts";

/** Points closer than this, in pixels, are left out. */
const FINEST = 0.4;
/** Where a line leaves the picture by so many pixels, it ends. */
const FARTHEST = 20_000;
/** Where a series has more values in a pixel, it is thinned. */
const MOST_PER_PIXEL = 8;

/** Returns the path through points, up to the first that is no number or far from the picture. */
export function polyline(points: Iterable<Point>): string {
  const parts: string[] = [];
  let last: Point | null = null;
  for (const { x, y } of points) {
    if (!(Math.abs(x) < FARTHEST && Math.abs(y) < FARTHEST)) break;
    if (last !== null && Math.abs(x - last.x) < FINEST && Math.abs(y - last.y) < FINEST) continue;
    parts.push(`${last === null ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`);
    last = { x, y };
  }
  return parts.join("");
}

/** Returns a path that is a dot at each point, where dots do not touch; empty where they would. */
export function dots(points: Iterable<Point>, most: number, apart: number): string {
  const parts: string[] = [];
  let last: Point | null = null;
  for (const { x, y } of points) {
    if (parts.length >= most || !(Math.abs(x) < FARTHEST && Math.abs(y) < FARTHEST)) break;
    if (last !== null && Math.hypot(x - last.x, y - last.y) < apart) break;
    parts.push(`M${x.toFixed(1)} ${y.toFixed(1)}h0`);
    last = { x, y };
  }
  return parts.join("");
}

/**
 * Returns the path of a series over evenly spaced places; where it is dense, thinned to its highest and lowest
 * value in each pixel.
 *
 * `toY` maps a value to a pixel; a value that is no number ends the line.
 */
export function seriesPath(
  values: Float64Array,
  last: number,
  toX: (index: number) => number,
  toY: (value: number) => number,
): string {
  return polyline(thinned(values, last, toX, toY));
}

function* thinned(
  values: Float64Array,
  last: number,
  toX: (index: number) => number,
  toY: (value: number) => number,
): Generator<Point> {
  const perPixel = (last + 1) / Math.max(1, toX(last) - toX(0));
  const stride = perPixel < MOST_PER_PIXEL ? 1 : Math.floor(perPixel);
  for (let first = 0; first <= last; first += stride) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let index = first; index < Math.min(first + stride, last + 1); index++) {
      const y = toY(values[index] ?? Number.NaN);
      if (Number.isNaN(y)) return;
      low = Math.min(low, y);
      high = Math.max(high, y);
    }
    yield { x: toX(first), y: low };
    if (high > low) yield { x: toX(first), y: high };
  }
}
