/** Follows runs whose settings come in as JSON, and writes what the lab makes of them, for Python to compare. */

import { readFileSync } from "node:fs";
import { ACROSS, curvatureAlong, turned } from "./src/ravine.ts";
import { type Settings, simulate, stepHome } from "./src/simulation.ts";
import { convergenceRate, expectedLoss, regime, stabilityLimit } from "./src/theory.ts";

interface Case extends Settings {
  readonly angle: number;
  readonly steps: number;
}

const cases = JSON.parse(readFileSync(0, "utf8")) as Case[];
const answers = cases.map(({ angle, steps, ...settings }) => {
  const run = simulate(settings, steps);
  const curvatures = [curvatureAlong(settings.ratio), ACROSS];
  const points = Array.from(run.along, (x, step) => turned({ x, y: run.across[step] ?? Number.NaN }, angle));
  return {
    parameters: points.map(({ x, y }) => [x, y]),
    loss: Array.from(run.loss),
    home: stepHome(run),
    regimes: curvatures.map((curvature) => regime(curvature, settings)),
    rates: curvatures.map((curvature) => convergenceRate(curvature, settings)),
    limits: curvatures.map((curvature) => stabilityLimit(curvature, settings)),
    expectedLoss: expectedLoss(curvatures, settings, settings.sigma),
  };
});
process.stdout.write(JSON.stringify(answers));
