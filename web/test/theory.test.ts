import assert from "node:assert/strict";
import { test } from "node:test";
import { bestSteps } from "../src/ratio.ts";
import { ACROSS } from "../src/ravine.ts";
import {
  bestMomentum,
  criticalBeta,
  effectiveStep,
  expectedLoss,
  halfLife,
  type Rule,
  regime,
  share,
  stabilityLimit,
  totalWeight,
  weight,
  window,
} from "../src/theory.ts";

const rule = (method: Rule["method"], alpha: number, beta: number): Rule => ({ method, alpha, beta });
const near = (value: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(value - expected) <= tolerance, `${value} is not ${expected}`);

test("the limits are those of plain descent, momentum and Nesterov", () => {
  assert.equal(stabilityLimit(ACROSS, { method: "plain", beta: 0.9 }), 0.1);
  near(stabilityLimit(ACROSS, { method: "momentum", beta: 0.9 }), 0.19, 1e-15);
  near(stabilityLimit(ACROSS, { method: "nesterov", beta: 0.9 }), 0.06786, 5e-6);
});

test("regimes change at the limit and at the critical β", () => {
  assert.equal(regime(ACROSS, rule("plain", 0.05, 0)), "monotone");
  assert.equal(regime(ACROSS, rule("plain", 0.06, 0)), "oscillating");
  assert.equal(regime(ACROSS, rule("plain", 0.1, 0)), "diverging");
  assert.equal(regime(ACROSS, rule("nesterov", 0.098, 0.9)), "diverging");
  const critical = criticalBeta(0.05, 0.098);
  assert.equal(regime(0.05, rule("momentum", 0.098, critical - 1e-6)), "monotone");
  assert.equal(regime(0.05, rule("momentum", 0.098, critical + 1e-6)), "oscillating");
  assert.equal(regime(0.05, rule("momentum", 0, 0.9)), "monotone");
});

test("under noise the loss settles where the film says", () => {
  const level = (alpha: number, beta: number): number =>
    expectedLoss([0.05, 20], rule("momentum", alpha, beta), 0.2);
  near(level(0.098, 0), 0.05, 5e-5);
  near(level(0.098, 0.5), 0.0076, 5e-5);
  near(level(0.098, 0.9), 0.0301, 5e-5);
  near(level(0.098, 0.99), 0.2912, 5e-5);
  near(level(0.0098, 0.99), 0.0201, 5e-5);
  assert.equal(level(0.2, 0.9), Number.POSITIVE_INFINITY);
});

test("as the ratio grows plain descent’s steps grow as it, momentum’s as its root", () => {
  const ratios = [25, 100, 400, 1600];
  assert.deepEqual(
    ratios.map((ratio) => bestSteps("plain", ratio)),
    [58, 231, 923, 3689],
  );
  assert.deepEqual(
    ratios.map((ratio) => bestSteps("momentum", ratio)),
    [17, 35, 74, 162],
  );
  const { alpha, beta } = bestMomentum(0.05, 20);
  near(alpha, 0.1814, 5e-5);
  near(beta, 0.8186, 5e-5);
});

test("weights, their total, window and half-life", () => {
  assert.equal(weight(0.9, 0), 1);
  near(totalWeight(0.9), 10, 1e-12);
  near(share(0.9, window(0.9)), 0.651, 5e-4);
  near(0.9 ** halfLife(0.9), 0.5, 1e-12);
  assert.equal(halfLife(0), 0);
  near(effectiveStep(rule("momentum", 0.0098, 0.9)), 0.098, 1e-12);
  assert.equal(effectiveStep(rule("plain", 0.0098, 0.9)), 0.0098);
});
