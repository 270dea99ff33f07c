import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  fromAddress,
  type LabState,
  PRESETS,
  RACE,
  RANGES,
  startInParameters,
  startInRavine,
  toAddress,
  withAlpha,
  withBeta,
} from "../src/state.ts";

const within = ([low, high]: readonly [number, number]): fc.Arbitrary<number> =>
  // As many digits as an address has.
  fc.double({ min: low, max: high, noNaN: true }).map((value) => Number(value.toPrecision(6)) + 0);
const whole = ([min, max]: readonly [number, number]): fc.Arbitrary<number> => fc.integer({ min, max });

/** Records as the state's own. */
const PLAIN = { noNullPrototype: true };

const states: fc.Arbitrary<LabState> = fc.record(
  {
    alpha: within(RANGES.alpha),
    beta: within(RANGES.beta),
    ratio: within(RANGES.ratio),
    angle: within(RANGES.angle),
    sigma: within(RANGES.sigma),
    seed: whole([0, 999_999]),
    method: fc.constantFrom("plain", "momentum", "nesterov"),
    start: fc.record({ x: within(RANGES.start), y: within(RANGES.start) }, PLAIN),
    startTurns: fc.boolean(),
    step: whole(RANGES.step),
    lock: fc.boolean(),
    compare: fc.constantFrom("alpha", "effective"),
    predict: fc.boolean(),
  },
  PLAIN,
);

test("a state comes back from its address", () => {
  fc.assert(fc.property(states, (state) => assert.deepEqual(fromAddress(toAddress(state)), state)));
});

test("an address says only what differs from the race", () => {
  assert.equal(toAddress(RACE), "#lab?alpha=0.098&beta=0.9");
  assert.equal(
    toAddress({ ...RACE, sigma: 0.2, startTurns: false, start: { x: -9, y: 0.5 } }),
    "#lab?alpha=0.098&beta=0.9&sigma=0.2&theta=-9,0.5",
  );
});

test("what an address gets wrong is the race’s, or the nearest in range", () => {
  assert.equal(fromAddress(""), null);
  assert.equal(fromAddress("#lab"), null);
  assert.equal(fromAddress("#labour?alpha=0.1"), null);
  assert.deepEqual(fromAddress("#lab?"), RACE);
  assert.deepEqual(fromAddress("#lab?alpha=x&beta=&method=adam&start=1&theta=1,2,3&lock=yes&other=1"), RACE);
  assert.deepEqual(fromAddress("#lab?alpha=9&beta=1&step=1e9&seed=-3&ratio=0&theta=-99,99"), {
    ...RACE,
    alpha: 0.2,
    beta: 0.995,
    step: 10_000,
    seed: 0,
    ratio: 1,
    start: { x: -12, y: 12 },
    startTurns: false,
  });
});

test("the lock keeps α/(1 − β), and stops where one would leave its range", () => {
  const locked = (state: LabState): LabState => ({ ...state, lock: true });
  const kept = ({ alpha, beta }: LabState): number => alpha / (1 - beta);
  fc.assert(
    fc.property(states.map(locked), within(RANGES.alpha), within(RANGES.beta), (state, alpha, beta) => {
      for (const next of [withAlpha(state, alpha), withBeta(state, beta)]) {
        assert.ok(next.alpha >= 0 && next.alpha <= 0.2 && next.beta >= 0 && next.beta <= 0.995);
        if (state.alpha > 1e-6) assert.ok(Math.abs(kept(next) / kept(state) - 1) < 1e-9);
      }
    }),
  );
  const race = locked(RACE);
  assert.ok(Math.abs(withBeta(race, 0.99).alpha - 0.0098) < 1e-12);
  assert.ok(Math.abs(withBeta(race, 0.1).alpha - 0.2) < 1e-12);
  assert.equal(withBeta(RACE, 0.99).alpha, RACE.alpha);
});

test("the start turns with the ravine until it is put somewhere", () => {
  const turned = startInParameters({ ...RACE, angle: 90 });
  assert.ok(Math.abs(turned.x + 1) < 1e-12 && Math.abs(turned.y + 10) < 1e-12);
  assert.deepEqual(startInRavine({ ...RACE, angle: 90 }), RACE.start);
  const put = { ...RACE, angle: 90, startTurns: false };
  assert.deepEqual(startInParameters(put), RACE.start);
  assert.ok(Math.abs(startInRavine(put).x - 1) < 1e-12);
});

test("the presets are states that an address can hold", () => {
  for (const { state } of PRESETS) {
    assert.deepEqual(fromAddress(toAddress({ ...RACE, ...state })), { ...RACE, ...state });
  }
});
