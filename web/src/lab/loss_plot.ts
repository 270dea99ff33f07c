/** The loss of both runs over the steps, on a logarithmic axis, with the step shown and the steps home. */

import type { Experiment, Outcome } from "../experiment.ts";
import { count, powerOfTen } from "../format.ts";
import { linear, logarithmic } from "../scales.ts";
import type { LabState } from "../state.ts";
import { Axes, label } from "../ui/axes.ts";
import { followWidth, html, set, svg } from "../ui/dom.ts";
import { seriesPath } from "../ui/polyline.ts";
import type { Look } from "./marker.ts";

const [LOWEST, HIGHEST] = [1e-6, 1e3];
const HEIGHT = 210;
const LOSS = {
  scale: logarithmic(LOWEST, HIGHEST),
  ticks: [-6, -3, 0, 3].map((power) => ({ value: 10 ** power, text: powerOfTen(power) })),
  name: "loss",
};

export class LossPlot {
  readonly element: HTMLElement;
  private readonly picture = svg("svg", { role: "img", class: "figure-svg" });
  private readonly axes = new Axes(
    { left: 42, right: 14, top: 46, bottom: 40 },
    { scale: linear(0, 1), ticks: [], name: "" },
    LOSS,
  );
  private readonly curves = svg("g");
  private readonly cursor = svg("line", { class: "figure-cursor" });
  private width = 0;

  constructor(onResize: () => void) {
    this.picture.append(this.axes.element, this.curves, this.cursor);
    this.element = html("div", { class: "figure-picture figure-loss" }, this.picture);
    followWidth(this.element, (width) => {
      this.width = width;
      onResize();
    });
  }

  /** Shows both runs. */
  draw(state: LabState, { plain, chosen, steps }: Experiment): void {
    if (this.width === 0) return;
    set(this.picture, { viewBox: `0 0 ${this.width} ${HEIGHT}`, width: this.width, height: HEIGHT });
    const ticks = [0, 1, 2, 3, 4].map((quarter) => (quarter * steps) / 4);
    this.axes.draw(this.width, HEIGHT, {
      scale: linear(0, steps),
      ticks: ticks.map((value) => ({ value, text: count(value) })),
      name: "step",
    });
    const runs: [Outcome | null, Look][] = [
      [chosen, "momentum"],
      [plain, "plain"],
    ];
    this.curves.replaceChildren(
      ...runs.flatMap(([outcome, look]) =>
        outcome === null || state.predict ? [] : [this.curve(outcome, look, steps)],
      ),
    );
    this.moveCursor(state.step);
  }

  /** Moves the line at the step that the map shows. */
  moveCursor(step: number): void {
    const x = this.axes.x(step);
    set(this.cursor, { x1: x, x2: x, y1: this.axes.top, y2: this.axes.bottom });
  }

  /** Says in words what the picture shows. */
  describe(text: string): void {
    set(this.picture, { "aria-label": text });
  }

  private curve({ run, home, expectedLoss }: Outcome, look: Look, steps: number): SVGGElement {
    const { axes } = this;
    const toY = (loss: number): number => Math.min(axes.bottom, axes.y(Math.max(loss, LOWEST / 10)) + 0);
    const last = Math.min(steps, run.loss.length - 1);
    const made = svg("g", { class: `figure-${look}` });
    made.append(svg("path", { class: "figure-line", d: seriesPath(run.loss, last, axes.x, toY) }));
    if (expectedLoss !== null && Number.isFinite(expectedLoss)) {
      const y = axes.y(expectedLoss);
      made.append(svg("line", { class: "figure-expected", x1: axes.left, x2: axes.right, y1: y, y2: y }));
    }
    if (home !== null) made.append(...this.homeMark(home, look, axes.y(run.loss[home] ?? Number.NaN)));
    return made;
  }

  /** Returns a line from the curve up to the step home, each method's in a row of its own. */
  private homeMark(home: number, look: Look, curve: number): SVGElement[] {
    const { axes } = this;
    const [x, y] = [axes.x(home), look === "plain" ? 12 : 30];
    const left = x > (axes.left + axes.right) / 2;
    const text = label(`home ${count(home)}`, left ? x - 5 : x + 5, y, left ? "end" : "start", "central");
    set(text, { class: "figure-home-label" });
    const to = Math.min(axes.bottom, curve);
    return [svg("line", { class: "figure-home-line", x1: x, x2: x, y1: y - 7, y2: to }), text];
  }
}
