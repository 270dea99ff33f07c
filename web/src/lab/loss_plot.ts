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
const LOSS = {
  scale: logarithmic(LOWEST, HIGHEST),
  ticks: [-6, -3, 0, 3].map((power) => ({ value: 10 ** power, text: powerOfTen(power) })),
  name: "loss",
};

export class LossPlot {
  readonly element: HTMLElement;
  private readonly picture = svg("svg", { role: "img", class: "figure-svg" });
  private readonly axes = new Axes(
    { left: 42, right: 22, top: 44, bottom: 38 },
    { scale: linear(0, 1), ticks: [], name: "" },
    LOSS,
  );
  private readonly curves = svg("svg");
  private readonly marks = svg("g");
  private readonly cursor = svg("line", { class: "figure-cursor" });
  private width = 0;
  private height = 0;

  constructor(onResize: () => void) {
    this.picture.append(this.axes.element, this.curves, this.marks, this.cursor);
    this.element = html("div", { class: "figure-picture figure-loss" }, this.picture);
    followWidth(this.element, (width) => {
      this.width = width;
      this.height = width < 500 ? 200 : 260;
      onResize();
    });
  }

  /** Shows both runs. */
  draw(state: LabState, experiment: Experiment): void {
    if (this.width === 0) return;
    const { width, height } = this;
    set(this.picture, { viewBox: `0 0 ${width} ${height}`, width, height });
    const { steps } = experiment;
    const ticks = [0, 1, 2, 3, 4].map((quarter) => (quarter * steps) / 4);
    this.axes.draw(width, height, {
      scale: linear(0, steps),
      ticks: ticks.map((value) => ({ value, text: count(value) })),
      name: "step",
    });
    const { left, right, top, bottom } = this.axes;
    const [across, down] = [right - left, bottom - top];
    // What leaves the axes is cut off.
    set(this.curves, {
      x: left,
      y: top,
      width: across,
      height: down,
      viewBox: `${left} ${top} ${across} ${down}`,
    });
    const runs = state.predict ? [] : drawn(experiment);
    this.curves.replaceChildren(...runs.map(([outcome, look]) => this.curve(outcome, look, steps)));
    this.marks.replaceChildren(...runs.map(([outcome, look]) => this.homeMark(outcome, look)));
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

  private curve({ run, expectedLoss }: Outcome, look: Look, steps: number): SVGGElement {
    const { axes } = this;
    const toY = (loss: number): number => axes.y(Math.max(loss, Number.MIN_VALUE));
    const last = Math.min(steps, run.loss.length - 1);
    const made = svg("g", { class: `figure-${look}` });
    made.append(svg("path", { class: "figure-line", d: seriesPath(run.loss, last, axes.x, toY) }));
    if (expectedLoss !== null && Number.isFinite(expectedLoss)) {
      const y = axes.y(expectedLoss);
      made.append(svg("line", { class: "figure-expected", x1: axes.left, x2: axes.right, y1: y, y2: y }));
    }
    return made;
  }

  /** Returns a line from the curve up to the step home, each method's in a row of its own. */
  private homeMark({ home, run }: Outcome, look: Look): SVGGElement {
    const made = svg("g", { class: `figure-${look}` });
    if (home === null) return made;
    const { axes } = this;
    const [x, y] = [axes.x(home), look === "plain" ? 10 : 28];
    const left = x > (axes.left + axes.right) / 2;
    const text = label(`home ${count(home)}`, left ? x - 5 : x + 5, y, left ? "end" : "start", "central");
    set(text, { class: "figure-home-label" });
    const to = Math.min(axes.bottom, axes.y(run.loss[home] ?? Number.NaN));
    made.append(svg("line", { class: "figure-home-line", x1: x, x2: x, y1: y - 7, y2: to }), text);
    return made;
  }
}

/** Returns what is drawn, from the back to the front. */
function drawn({ plain, chosen }: Experiment): (readonly [Outcome, Look])[] {
  const back: (readonly [Outcome, Look])[] = chosen === null ? [] : [[chosen, "momentum"]];
  return [...back, [plain, "plain"]];
}
