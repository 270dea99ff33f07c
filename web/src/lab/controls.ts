/** The lab's controls: presets, method, sliders and switches. */

import { count, plainNumber } from "../format.ts";
import { ACROSS } from "../ravine.ts";
import { evenStops, logarithmicStops, memoryStops } from "../scales.ts";
import type { Method } from "../simulation.ts";
import { type Comparison, type LabState, PRESETS, RACE, RANGES, withAlpha, withBeta } from "../state.ts";
import { stabilityLimit } from "../theory.ts";
import { button, Choice, Switch } from "../ui/choice.ts";
import { html, set } from "../ui/dom.ts";
import { type Mark, Slider } from "../ui/slider.ts";

/** How near two marks' texts may stand, in parts of the track. */
const MARKS_APART = 0.3;

export class Controls {
  readonly presets: HTMLElement;
  readonly element: HTMLElement;
  private readonly presetButtons: readonly HTMLButtonElement[];
  private readonly method: Choice<Method>;
  private readonly comparison: Choice<Comparison>;
  private readonly lock: Switch;
  private readonly alpha: Slider;
  private readonly beta: Slider;
  private readonly ratio: Slider;
  private readonly angle: Slider;
  private readonly sigma: Slider;
  private readonly newSeed: HTMLButtonElement;

  /** `change` is called with what makes the next state of the one shown. */
  constructor(change: (next: (state: LabState) => LabState) => void) {
    this.presetButtons = PRESETS.map(({ name, state }) =>
      button(name, "figure-preset", () => change(() => ({ ...RACE, ...state }))),
    );
    this.presets = html("div", { class: "figure-presets", role: "group", "aria-label": "Presets" });
    this.presets.append(...this.presetButtons);

    this.method = new Choice<Method>(
      "Method",
      { plain: "Plain descent", momentum: "Momentum", nesterov: "Nesterov" },
      (method) => change((state) => ({ ...state, method })),
    );
    this.alpha = new Slider({
      name: "Learning rate",
      sign: "α",
      stops: evenStops(...RANGES.alpha, 0.0002),
      arrow: 5,
      page: 50,
      onChange: (alpha) => change((state) => withAlpha(state, alpha)),
    });
    this.beta = new Slider({
      name: "Momentum",
      sign: "β",
      stops: memoryStops(RANGES.beta[1]),
      onChange: (beta) => change((state) => withBeta(state, beta)),
    });
    this.beta.mark([0, 0.5, 0.9, 0.99].map((value) => ({ value, text: String(value) })));
    this.lock = new Switch((lock) => change((state) => ({ ...state, lock })));
    this.ratio = new Slider({
      name: "Wall’s curvature over the floor’s",
      stops: logarithmicStops(...RANGES.ratio),
      onChange: (ratio) => change((state) => ({ ...state, ratio })),
    });
    this.ratio.mark([1, 25, 100, 400, 1600].map((value) => ({ value, text: count(value) })));
    this.angle = new Slider({
      name: "Angle",
      stops: evenStops(...RANGES.angle, 1),
      onChange: (angle) => change((state) => ({ ...state, angle })),
    });
    this.sigma = new Slider({
      name: "Noise",
      sign: "σ",
      stops: evenStops(...RANGES.sigma, 0.01),
      onChange: (sigma) => change((state) => ({ ...state, sigma })),
    });
    this.newSeed = button("New seed", "", () => change((state) => ({ ...state, seed: state.seed + 1 })));
    this.comparison = new Choice<Comparison>(
      "Plain descent takes",
      { alpha: "the same α", effective: "the same α/(1 − β)" },
      (compare) => change((state) => ({ ...state, compare })),
    );
    const home = button(`Start from (${plainNumber(RACE.start.x)}, ${plainNumber(RACE.start.y)})`, "", () =>
      change((state) => ({ ...state, start: RACE.start, startTurns: true })),
    );
    this.element = html(
      "div",
      { class: "figure-controls" },
      this.method.element,
      this.alpha.element,
      this.beta.element,
      this.lock.element,
      this.comparison.element,
      this.ratio.element,
      html("div", { class: "figure-pair" }, this.angle.element, this.sigma.element),
      html("div", { class: "figure-buttons" }, this.newSeed, home),
    );
  }

  /** Shows a state. */
  draw(state: LabState): void {
    const { method, alpha, beta, ratio, angle, sigma } = state;
    this.presetButtons.forEach((made, index) => {
      set(made, { "aria-pressed": String(isPreset(state, PRESETS[index]?.state ?? {})) });
    });
    this.method.show(method);
    this.comparison.show(state.compare);
    const limit = stabilityLimit(ACROSS, state);
    this.alpha.show(
      alpha,
      plainNumber(alpha),
      state.predict ? undefined : `${plainNumber(alpha)}, limit ${plainNumber(limit)}`,
    );
    // Before a prediction the limit would tell.
    this.alpha.mark(state.predict ? [] : limitMarks(method, limit));
    this.alpha.shadeFrom(state.predict ? RANGES.alpha[1] : limit);
    this.beta.show(beta, plainNumber(beta));
    this.beta.input.disabled = method === "plain";
    const kept = alpha / (1 - beta);
    this.lock.show(state.lock, `Keep α/(1 − β) = ${plainNumber(kept)}`);
    this.ratio.show(ratio, plainNumber(ratio));
    this.angle.show(angle, `${plainNumber(angle)}°`);
    this.sigma.show(sigma, plainNumber(sigma));
    this.newSeed.disabled = sigma === 0;
  }
}

function limitMarks(method: Method, limit: number): Mark[] {
  const plain = stabilityLimit(ACROSS, { method: "plain", beta: 0 });
  const chosen: Mark = {
    value: limit,
    text: `limit ${plainNumber(limit)}`,
    look: `figure-limit figure-limit-${method === "plain" ? "plain" : "momentum"}`,
  };
  if (method === "plain") return [chosen];
  const near = Math.abs(limit - plain) / RANGES.alpha[1] < MARKS_APART;
  return [
    chosen,
    {
      value: plain,
      text: near ? "" : `limit ${plainNumber(plain)}`,
      look: "figure-limit figure-limit-plain",
    },
  ];
}

/** Tells whether a state is that of a preset, at whatever step. */
function isPreset(state: LabState, preset: Partial<LabState>): boolean {
  const expected: LabState = { ...RACE, ...preset };
  const { x, y } = state.start;
  const differs = (Object.keys(expected) as (keyof LabState)[]).some(
    (key) => key !== "step" && key !== "start" && state[key] !== expected[key],
  );
  return !differs && x === expected.start.x && y === expected.start.y;
}
