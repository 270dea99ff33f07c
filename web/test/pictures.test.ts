import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { anySize, count, plainNumber, powerOfTen } from "../src/format.ts";
import { stepAfter } from "../src/lab/playing.ts";
import { startAt, toPixel, viewOf } from "../src/lab/viewport.ts";
import {
  evenStops,
  logarithmicStops,
  memoryStops,
  nearestStop,
  type Stops,
  stopAfter,
} from "../src/scales.ts";
import { RACE, startInParameters } from "../src/state.ts";
import { dots, polyline, seriesPath } from "../src/ui/polyline.ts";

const SLIDERS: readonly (readonly [string, Stops])[] = [
  ["α", evenStops(0, 0.2, 0.0002)],
  ["β", memoryStops(0.995)],
  ["ratio", logarithmicStops(1, 1600)],
  ["step", evenStops(0, 1000, 1)],
];

test("a slider goes from end to end, and stops where its keys say", () => {
  for (const [name, stops] of SLIDERS) {
    const { scale, values } = stops;
    const [first, last] = [values[0] ?? Number.NaN, values.at(-1) ?? Number.NaN];
    assert.ok(Math.abs(scale.place(first)) < 1e-9 && Math.abs(scale.place(last) - 1) < 1e-9, name);
    assert.ok(
      values.every((value, index) => index === 0 || value > (values[index - 1] ?? value)),
      name,
    );
    for (const value of values) assert.equal(nearestStop(stops, scale.place(value)), value, name);
    assert.equal(stopAfter(stops, first, 1), values[1]);
    assert.equal(stopAfter(stops, last, -1), values.at(-2));
    assert.equal(stopAfter(stops, last, 1), last);
    assert.equal(stopAfter(stops, first, 10_000), last);
    assert.equal(stopAfter(stops, last, -10_000), first);
  }
});

test("the film’s values are stops", () => {
  const [alpha, beta, ratio] = SLIDERS.map(([, { values }]) => values);
  for (const value of [0.098, 0.102, 0.15, 0.0098]) assert.ok(alpha?.includes(value), String(value));
  for (const value of [0, 0.5, 0.9, 0.99, 0.995]) assert.ok(beta?.includes(value), String(value));
  for (const value of [1, 25, 100, 400, 1600]) assert.ok(ratio?.includes(value), String(value));
});

test("the places of β are as −log(1 − β)", () => {
  const { scale } = memoryStops(0.995);
  const tenfold = scale.place(0.9);
  assert.ok(Math.abs(scale.place(0.99) - 2 * tenfold) < 1e-12);
  assert.ok(Math.abs(scale.at(tenfold) - 0.9) < 1e-12);
});

test("a map shows its start and its minimum at any angle, and a pixel is a point", () => {
  const angle = fc.integer({ min: 0, max: 90 });
  const far = fc.double({ min: -12, max: 12, noNaN: true });
  fc.assert(
    fc.property(angle, far, far, fc.boolean(), (degrees, x, y, turns) => {
      const start = turns ? startInParameters({ ...RACE, angle: degrees }) : { x, y };
      const view = viewOf(640, 400, degrees, start, 0);
      for (const point of [start, { x: 0, y: 0 }]) {
        const pixel = toPixel(view, point);
        assert.ok(pixel.x > 0 && pixel.x < 640 && pixel.y > 0 && pixel.y < 400);
      }
      const back = startAt(view, toPixel(view, start));
      assert.ok(Math.abs(back.x - start.x) < 1e-9 && Math.abs(back.y - start.y) < 1e-9);
    }),
  );
});

test("lines end where a run is lost, and dots where they would touch", () => {
  const points = [0, 1, 1.1, 20, Number.NaN, 30].map((x) => ({ x, y: 0 }));
  assert.equal(polyline(points), "M0.0 0.0L1.0 0.0L20.0 0.0");
  assert.equal(
    polyline([
      { x: 0, y: 0 },
      { x: 0, y: 1e9 },
      { x: 1, y: 1 },
    ]),
    "M0.0 0.0",
  );
  assert.equal(
    dots(
      [0, 10, 12, 40].map((x) => ({ x, y: 0 })),
      9,
      5,
    ),
    "M0.0 0.0h0M10.0 0.0h0",
  );
  assert.equal(
    dots(
      [0, 10, 20, 30].map((x) => ({ x, y: 0 })),
      2,
      5,
    ),
    "M0.0 0.0h0M10.0 0.0h0",
  );
});

test("a dense series keeps its peaks", () => {
  const values = new Float64Array(10_001);
  values[5003] = 100;
  const path = seriesPath(
    values,
    10_000,
    (index) => index / 50,
    (value) => value,
  );
  assert.match(path, /L100\.0 100\.0/);
  assert.ok(path.length < 10_000);
});

test("numbers are written as the film writes them", () => {
  assert.deepEqual(
    [0.098, 0.0098, 0.06785714, 0.19, -10, 0].map((value) => plainNumber(value)),
    ["0.098", "0.0098", "0.06786", "0.19", "−10", "0"],
  );
  assert.equal(count(9377), "9,377");
  assert.deepEqual([-6, 0, 1, 3].map(powerOfTen), ["10⁻⁶", "1", "10", "10³"]);
  assert.deepEqual([0.0301, 0, 3.04e-4, 25_508, 4.2e12, Number.POSITIVE_INFINITY].map(anySize), [
    "0.0301",
    "0",
    "3.0 × 10⁻⁴",
    "25,508",
    "4.2 × 10¹²",
    "∞",
  ]);
});

test("playing is slow at first and comes to an end", () => {
  assert.equal(stepAfter(0, 0), 0);
  assert.ok(stepAfter(0, 1) > 15 && stepAfter(0, 1) < 25);
  assert.ok(stepAfter(0, 15) > 10_000);
});
