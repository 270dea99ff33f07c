/**
 * What plain descent, momentum and Nesterov's momentum do in the ravine.
 *
 * In the lesson's form the velocity holds α: v ← βv + α∇L(θ), θ ← θ − v. Nesterov's step is βv + α∇L(θ) with
 * the new v. Each operation is that of Python's `momentum_sim`, in its order: without noise and at angle 0 both
 * give the same bits.
 */

import { normalPairs } from "./noise.ts";
import { ACROSS, curvatureAlong, type Point, TOLERANCE } from "./ravine.ts";

export type Method = "plain" | "momentum" | "nesterov";

export interface Settings {
  readonly method: Method;
  /** The learning rate α, 0 or more. */
  readonly alpha: number;
  /** In [0, 1); plain descent has none. */
  readonly beta: number;
  /** Wall's curvature over the floor's. */
  readonly ratio: number;
  /** In the ravine's own frame. */
  readonly start: Point;
  /** The standard deviation of the noise in each component of each gradient. */
  readonly sigma: number;
  readonly seed: number;
}

/** The record of a run in the ravine's own frame; entry 0 is the start. */
export interface Run {
  readonly along: Float64Array;
  readonly across: Float64Array;
  readonly loss: Float64Array;
}

/** Runs a method for a number of steps. What exceeds the range of numbers is infinite or NaN. */
export function simulate(settings: Settings, steps: number): Run {
  const { alpha, sigma } = settings;
  const beta = settings.method === "plain" ? 0 : settings.beta;
  const looksAhead = settings.method === "nesterov";
  const lambda = curvatureAlong(settings.ratio);
  const noise = sigma > 0 ? normalPairs(settings.seed) : () => [0, 0] as const;

  const along = new Float64Array(steps + 1);
  const across = new Float64Array(steps + 1);
  const loss = new Float64Array(steps + 1);
  let { x, y } = settings.start;
  let [vx, vy] = [0, 0];
  for (let step = 0; ; step++) {
    along[step] = x;
    across[step] = y;
    loss[step] = 0.5 * (x * (lambda * x) + y * (ACROSS * y));
    if (step === steps) return { along, across, loss };
    const [nx, ny] = noise();
    const gx = lambda * x + sigma * nx;
    const gy = ACROSS * y + sigma * ny;
    vx = beta * vx + alpha * gx;
    vy = beta * vy + alpha * gy;
    x -= looksAhead ? beta * vx + alpha * gx : vx;
    y -= looksAhead ? beta * vy + alpha * gy : vy;
  }
}

/** Returns the step from which a run stays home to the end of its record, or null if it does not. */
export function stepHome(run: Run): number | null {
  for (let step = run.along.length - 1; step >= 0; step--) {
    if (!(distance(run, step) < TOLERANCE)) return step === run.along.length - 1 ? null : step + 1;
  }
  return 0;
}

function distance(run: Run, step: number): number {
  const [x, y] = [run.along[step] ?? Number.NaN, run.across[step] ?? Number.NaN];
  return Math.sqrt(x * x + y * y);
}
