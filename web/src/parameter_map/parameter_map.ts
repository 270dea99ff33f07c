/** The map of (α, β): steps home as colour, what theory says, and a probe whose run opens in the lab. */

import { count, plainNumber } from "../format.ts";
import { ACROSS, curvatureAlong, type Point } from "../ravine.ts";
import { evenStops, memoryScale, memoryStops, nearestStop, stopAfter } from "../scales.ts";
import { type Run, simulate, stepHome } from "../simulation.ts";
import { clamp, MOST_STEPS, RACE, RANGES, toAddress } from "../state.ts";
import { type Regime, type Rule, regime } from "../theory.ts";
import { Axes } from "../ui/axes.ts";
import { button } from "../ui/choice.ts";
import { beforeNextPicture, followWidth, html, say, set, svg } from "../ui/dom.ts";
import { Handle } from "../ui/handle.ts";
import { type MapData, paint } from "./heat.ts";
import { makeLegend } from "./legend.ts";
import { BEST_RATE, overlay, type Setting } from "./overlay.ts";
import { Traces } from "./traces.ts";

const ALPHAS = evenStops(...RANGES.alpha, 0.001);
const BETAS = memoryStops(RANGES.beta[1]);
const [LEAST_TRACE, MOST_TRACE] = [100, 1000];

export class ParameterMap {
  private readonly data: MapData;
  private readonly axes: Axes;
  private readonly canvas = html("canvas", { class: "figure-heat", "aria-hidden": "true" });
  private readonly picture = svg("svg", { role: "img", class: "figure-svg figure-heat-axes" });
  private readonly over = svg("g");
  private readonly frame = html("div", { class: "figure-picture" }, this.canvas, this.picture);
  private readonly handle: Handle;
  private readonly setting = html("p", { class: "figure-setting" });
  private readonly result = html("p", { class: "figure-result", role: "status" });
  private readonly link = html("a", { class: "figure-button", href: "#lab" }, "Open it in the lab");
  private readonly traces: Traces;
  private readonly redraw = beforeNextPicture(() => this.draw());
  private probe: Setting = { alpha: RACE.alpha, beta: RACE.beta };

  constructor(root: HTMLElement, data: MapData) {
    this.data = data;
    const { alpha, beta } = data.highest;
    this.axes = new Axes(
      { left: 46, right: 18, top: 26, bottom: 40 },
      {
        scale: evenStops(0, alpha, alpha).scale,
        ticks: ticks([0, 0.05, 0.1, 0.15, 0.2]),
        name: "learning rate α",
      },
      {
        scale: memoryScale(beta),
        ticks: ticks([0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, beta]),
        name: "momentum β",
      },
    );
    this.handle = new Handle({ onDrag: (pixel) => this.moveTo(pixel), onKey: (way) => this.moveBy(way) });
    this.traces = new Traces(this.redraw);
    this.picture.append(this.axes.element, this.over);
    this.frame.append(this.handle.element);
    const optima = html(
      "div",
      { class: "figure-optima" },
      this.jump("Fewest steps from this start", data.fewest),
      this.jump("Best rate in the long run, by Polyak’s formulas", BEST_RATE),
    );
    const panel = html("div", { class: "figure-panel" }, this.setting, this.result, this.traces.element);
    panel.append(html("div", { class: "figure-buttons" }, this.link), optima);
    const stage = html("div", { class: "figure-stage" }, this.frame, makeLegend());
    root.replaceChildren(html("div", { class: "figure-body" }, stage, panel));
    followWidth(this.frame, (width) => this.resize(width));
  }

  private jump(name: string, to: Setting): HTMLElement {
    const home = stepHome(follow(to));
    const numbers = `${home === null ? "never" : count(home)} at α ${plainNumber(to.alpha)}, β ${plainNumber(to.beta)}`;
    const made = button("", "figure-jump", () => this.show(to));
    made.append(html("span", { class: "figure-jump-name" }, name), html("strong", {}, numbers));
    return made;
  }

  private resize(width: number): void {
    const height = Math.round(width * (width < 500 ? 0.95 : 0.66));
    const pixels = Math.min(3, devicePixelRatio);
    set(this.canvas, { width: Math.round(width * pixels), height: Math.round(height * pixels) });
    set(this.picture, { viewBox: `0 0 ${width} ${height}`, width, height });
    this.axes.draw(width, height);
    this.over.replaceChildren(...overlay(this.axes, this.data));
    paint(this.canvas, this.axes, this.data);
    this.redraw();
  }

  private moveTo({ x, y }: Point): void {
    const alpha = clamp(this.axes.valueAtX(x), RANGES.alpha);
    const beta = clamp(this.axes.valueAtY(y), RANGES.beta);
    this.show({
      alpha: nearestStop(ALPHAS, ALPHAS.scale.place(alpha)),
      beta: nearestStop(BETAS, BETAS.scale.place(beta)),
    });
  }

  private moveBy({ x, y }: Point): void {
    const { alpha, beta } = this.probe;
    this.show({
      alpha: x === 0 ? alpha : stopAfter(ALPHAS, alpha, x),
      beta: y === 0 ? beta : stopAfter(BETAS, beta, y),
    });
  }

  private show(probe: Setting): void {
    this.probe = probe;
    this.redraw();
  }

  private draw(): void {
    const { alpha, beta } = this.probe;
    const named = `α ${plainNumber(alpha)}, β ${plainNumber(beta)}`;
    const run = follow(this.probe);
    const home = stepHome(run);
    const pixel = { x: this.axes.x(alpha), y: this.axes.y(beta) };
    this.handle.show(pixel, `Probe at ${named}: drag it, or use the arrow keys`);
    say(this.setting, `At ${named}`);
    say(this.result, sentence(this.probe, home));
    const steps = clamp(Math.ceil((1.25 * (home ?? MOST_TRACE)) / 50) * 50, [LEAST_TRACE, MOST_TRACE]);
    this.traces.draw(run, steps);
    set(this.link, { href: toAddress({ ...RACE, alpha, beta }) });
    set(this.picture, {
      "aria-label":
        `Map of the steps home over the learning rate and momentum, for a ratio of ${RACE.ratio}. ` +
        `The fewest are ${count(this.data.fewest.steps)}. At ${named}: ${sentence(this.probe, home)}`,
    });
  }
}

function follow({ alpha, beta }: Setting): Run {
  const { ratio, start, seed } = RACE;
  return simulate({ method: "momentum", alpha, beta, ratio, start, sigma: 0, seed }, MOST_STEPS);
}

function sentence({ alpha, beta }: Setting, home: number | null): string {
  const rule: Rule = { method: "momentum", alpha, beta };
  const [along, across] = [regime(curvatureAlong(RACE.ratio), rule), regime(ACROSS, rule)];
  const manners =
    along === across
      ? `It is ${along} along the floor and across it.`
      : `Along the floor it is ${along}, across it ${across}.`;
  return `${outcome(alpha, home, [along, across])} ${manners}`;
}

function outcome(alpha: number, home: number | null, regimes: readonly Regime[]): string {
  if (alpha === 0) return "It stays at the start.";
  if (home !== null) return `Home at step ${count(home)}.`;
  if (regimes.includes("diverging")) return "Never home.";
  return `Not home in ${count(MOST_STEPS)} steps.`;
}

function ticks(values: readonly number[]): { value: number; text: string }[] {
  return values.map((value) => ({ value, text: plainNumber(value) }));
}
