/** The state of the lab: all that it takes to draw it, and how it stands in the page's address. */

import { type Point, turned } from "./ravine.ts";
import type { Method } from "./simulation.ts";

/** What plain descent shares with the chosen method: the learning rate, or the effective step α/(1 − β). */
export type Comparison = "alpha" | "effective";

export interface LabState {
  readonly alpha: number;
  readonly beta: number;
  readonly ratio: number;
  /** Of the ravine, in degrees anticlockwise. */
  readonly angle: number;
  readonly sigma: number;
  readonly seed: number;
  readonly method: Method;
  /** In the ravine's frame as long as it turns with the ravine, else in the parameters θ. */
  readonly start: Point;
  readonly startTurns: boolean;
  readonly step: number;
  /** Whether α/(1 − β) is kept where α or β changes. */
  readonly lock: boolean;
  readonly compare: Comparison;
  /** Whether what happens is hidden until it is asked for. */
  readonly predict: boolean;
}

/** The most steps that a run is followed to see whether it comes home. */
export const MOST_STEPS = 10_000;

export const RANGES = {
  alpha: [0, 0.2],
  beta: [0, 0.995],
  ratio: [1, 1600],
  angle: [0, 90],
  sigma: [0, 0.4],
  seed: [0, 2 ** 31 - 1],
  step: [0, MOST_STEPS],
  start: [-12, 12],
} as const satisfies Record<string, readonly [number, number]>;

/** The race of the film: what the lab shows at first. */
export const RACE: LabState = {
  alpha: 0.098,
  beta: 0.9,
  ratio: 400,
  angle: 0,
  sigma: 0,
  seed: 1,
  method: "momentum",
  start: { x: -10, y: 1 },
  startTurns: true,
  step: 100,
  lock: false,
  compare: "alpha",
  predict: false,
};

export interface Preset {
  readonly name: string;
  readonly state: Partial<LabState>;
}

/** States worth a look; what one does not name is the race's. */
export const PRESETS: readonly Preset[] = [
  { name: "The race", state: {} },
  { name: "Too fast", state: { alpha: 0.102 } },
  { name: "Past plain’s limit", state: { alpha: 0.15 } },
  { name: "Same effective step", state: { alpha: 0.0098, compare: "effective", step: 1000 } },
  { name: "Long memory", state: { beta: 0.99 } },
  { name: "Milder ravine", state: { ratio: 25 } },
  { name: "Round bowl", state: { ratio: 1, alpha: 0.05 } },
  // At its limit plain descent gathers more noise than momentum.
  { name: "Noise", state: { alpha: 0.05, sigma: 0.2, step: 1000 } },
];

export function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}

/** Returns the start in the ravine's own frame. */
export function startInRavine(state: LabState): Point {
  return state.startTurns ? state.start : turned(state.start, -state.angle);
}

/** Returns the start in the parameters θ. */
export function startInParameters(state: LabState): Point {
  return state.startTurns ? turned(state.start, state.angle) : state.start;
}

/** Returns the state with another learning rate; where α/(1 − β) is kept, β follows as far as it can. */
export function withAlpha(state: LabState, alpha: number): LabState {
  const kept = state.alpha / (1 - state.beta);
  if (!state.lock || kept === 0) return { ...state, alpha };
  const [least, most] = RANGES.beta;
  const reachable = clamp(alpha, [kept * (1 - most), Math.min(RANGES.alpha[1], kept * (1 - least))]);
  return { ...state, alpha: reachable, beta: clamp(1 - reachable / kept, RANGES.beta) };
}

/** Returns the state with another β; where α/(1 − β) is kept, it stops where α would leave its range. */
export function withBeta(state: LabState, beta: number): LabState {
  if (!state.lock) return { ...state, beta };
  const kept = state.alpha / (1 - state.beta);
  const reachable = kept === 0 ? beta : Math.max(beta, 1 - RANGES.alpha[1] / kept);
  return { ...state, alpha: clamp(kept * (1 - reachable), RANGES.alpha), beta: reachable };
}

const NUMBERS = ["alpha", "beta", "ratio", "angle", "sigma", "seed", "step"] as const;
const WHOLE: readonly string[] = ["seed", "step"];
const FLAGS = ["lock", "predict"] as const;
const CHOICES = {
  method: ["plain", "momentum", "nesterov"],
  compare: ["alpha", "effective"],
} as const satisfies { method: readonly Method[]; compare: readonly Comparison[] };

/** Returns the state as the lab's address, as in `#lab?alpha=0.098&beta=0.9`. */
export function toAddress(state: LabState): string {
  const query = new URLSearchParams({ alpha: short(state.alpha), beta: short(state.beta) });
  for (const key of NUMBERS) if (state[key] !== RACE[key]) query.set(key, short(state[key]));
  for (const key of ["method", "compare"] as const) if (state[key] !== RACE[key]) query.set(key, state[key]);
  for (const key of FLAGS) if (state[key]) query.set(key, "1");
  const { x, y } = state.start;
  const moved = x !== RACE.start.x || y !== RACE.start.y;
  if (!state.startTurns) query.set("theta", `${short(x)},${short(y)}`);
  else if (moved) query.set("start", `${short(x)},${short(y)}`);
  return `#lab?${query.toString().replaceAll("%2C", ",")}`;
}

/**
 * Returns the state that an address names, or null if it is not one of the lab.
 *
 * What it does not name is the race's; so is what cannot be read. What is out of range becomes the nearest.
 */
export function fromAddress(address: string): LabState | null {
  const [name, question] = address.split("?", 2);
  if (name !== "#lab" || question === undefined) return null;
  const query = new URLSearchParams(question);
  const state: { -readonly [Key in keyof LabState]: LabState[Key] } = { ...RACE };
  for (const key of NUMBERS) {
    const value = clamp(readNumber(query.get(key)) ?? RACE[key], RANGES[key]);
    state[key] = WHOLE.includes(key) ? Math.round(value) : value;
  }
  state.method = CHOICES.method.find((known) => known === query.get("method")) ?? RACE.method;
  state.compare = CHOICES.compare.find((known) => known === query.get("compare")) ?? RACE.compare;
  for (const key of FLAGS) state[key] = query.get(key) === "1";
  const fixed = readPoint(query.get("theta"));
  state.start = fixed ?? readPoint(query.get("start")) ?? RACE.start;
  state.startTurns = fixed === null;
  return state;
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function readNumber(text: string | null): number | null {
  const value = text === null || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

function readPoint(text: string | null): Point | null {
  const [x, y, ...more] = (text ?? "").split(",").map((part) => readNumber(part));
  if (x === undefined || x === null || y === undefined || y === null || more.length > 0) return null;
  return { x: clamp(x, RANGES.start), y: clamp(y, RANGES.start) };
}
