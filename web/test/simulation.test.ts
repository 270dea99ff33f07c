import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runExperiment } from "../src/experiment.ts";
import { mulberry32, normalPairs } from "../src/noise.ts";
import { lossAt, TOLERANCE } from "../src/ravine.ts";
import { simulate, stepHome } from "../src/simulation.ts";
import { type LabState, PRESETS, RACE } from "../src/state.ts";

function homes(state: Partial<LabState>): (number | null | undefined)[] {
  const { plain, chosen } = runExperiment({ ...RACE, ...state });
  return [plain.home, chosen?.home];
}

test("the presets come home when the film says so", () => {
  const found = PRESETS.map(({ name, state }) => [name, ...homes(state)]);
  assert.deepEqual(found, [
    ["The race", 938, 92],
    ["Too fast", null, 90],
    ["Past plain’s limit", null, 88],
    ["Same effective step", 938, 904],
    ["Long memory", 938, 904],
    ["Milder ravine", 63, 81],
    ["Round bowl", 1, 88],
    ["Noise", null, null],
  ]);
});

test("steps are shown as far as it takes to come home", () => {
  const shown = (state: Partial<LabState>): number => runExperiment({ ...RACE, ...state }).steps;
  assert.equal(shown({}), 1000);
  assert.equal(shown({ beta: 0.995 }), 1900);
  assert.equal(shown({ alpha: 0.001 }), 10_000);
  assert.equal(shown({ alpha: 0, method: "plain" }), 1000);
  assert.equal(shown({ alpha: 0.102, method: "plain" }), 1000);
});

test("turning the ravine and its start changes no count; turning it alone does", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90 }), (angle) => {
      assert.deepEqual(homes({ angle }), [938, 92]);
    }),
  );
  assert.notDeepEqual(homes({ angle: 30, startTurns: false }), [938, 92]);
});

test("a run is home when it stays there, and not when it passes through", () => {
  const passing = { along: [1, 0, 1, 0.05, 0], across: [0, 0, 0, 0, 0] };
  const run = { along: Float64Array.from(passing.along), across: Float64Array.from(passing.across) };
  assert.equal(stepHome({ ...run, loss: new Float64Array(5) }), 3);
  assert.equal(
    stepHome({ ...run, along: Float64Array.from([0, 0, 0, 0, TOLERANCE]), loss: run.along }),
    null,
  );
  assert.equal(stepHome({ ...run, along: new Float64Array(5), loss: run.along }), 0);
  assert.equal(stepHome({ ...run, along: new Float64Array(5).fill(Number.NaN), loss: run.along }), null);
});

test("without memory momentum and Nesterov are plain descent", () => {
  const number = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(
    fc.property(number, number, fc.double({ min: 0, max: 0.2, noNaN: true }), (x, y, alpha) => {
      const settings = { alpha, beta: 0, ratio: 400, start: { x, y }, sigma: 0.1, seed: 3 };
      const plain = simulate({ ...settings, method: "plain" }, 50);
      assert.deepEqual(simulate({ ...settings, method: "momentum" }, 50), plain);
      assert.deepEqual(simulate({ ...settings, method: "nesterov" }, 50), plain);
      assert.equal(plain.loss[0], 0.5 * (x * (0.05 * x) + y * (20 * y)));
      assert.ok(Math.abs(lossAt(400, { x, y }) - (plain.loss[0] ?? 0)) < 1e-9);
    }),
  );
});

test("noise is normal and belongs to its seed", () => {
  const [next, again, other] = [normalPairs(7), normalPairs(7), normalPairs(8)];
  assert.deepEqual(next(), again());
  assert.notDeepEqual(next(), other());
  const values = Array.from({ length: 20_000 }, () => next()).flat();
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  assert.ok(Math.abs(mean) < 0.02 && Math.abs(variance - 1) < 0.03);
  assert.ok(Array.from({ length: 1000 }, mulberry32(1)).every((value) => value >= 0 && value < 2 ** 32));
});
