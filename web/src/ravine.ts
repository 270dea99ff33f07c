/** The ravine: a quadratic with the curvature λ along its floor and the curvature 20 across. */

/** A point or a vector. In the ravine's own frame x is along the floor and y across. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The wall's curvature. */
export const ACROSS = 20;

/** A run is home when it stays this near to the minimum for good. */
export const TOLERANCE = 0.1;

/** Returns the floor's curvature where the wall's is so many times larger. */
export function curvatureAlong(ratio: number): number {
  return ACROSS / ratio;
}

/** Returns the loss at a point in the ravine's own frame. */
export function lossAt(ratio: number, { x, y }: Point): number {
  return 0.5 * (curvatureAlong(ratio) * x * x + ACROSS * y * y);
}

/** Returns a point turned anticlockwise about the minimum by an angle in degrees. */
export function turned(point: Point, degrees: number): Point {
  // What is infinite in one direction stays finite in the other.
  if (degrees === 0) return point;
  const { x, y } = point;
  const radians = (degrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
  return { x: cosine * x - sine * y, y: sine * x + cosine * y };
}
