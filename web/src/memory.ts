/** Memory: with which weights past gradients are in the velocity, how they add up, and how long they last. */

import { decimals, plainNumber } from "./format.ts";
import { linear, memoryStops } from "./scales.ts";
import { RACE } from "./state.ts";
import { halfLife, share, totalWeight, weight, window } from "./theory.ts";
import { Axes, label } from "./ui/axes.ts";
import { Choice } from "./ui/choice.ts";
import { beforeNextPicture, followWidth, html, say, set, svg } from "./ui/dom.ts";
import { polyline } from "./ui/polyline.ts";
import { Slider } from "./ui/slider.ts";

type Form = "sum" | "average";

const HIGHEST = 0.99;
/** How many ages of gradients are shown. */
const AGES = 100;
const [BARS, FILLING] = [200, 200];
const MARGINS = { left: 46, right: 22, top: 26, bottom: 40 };
const NONE = { scale: linear(0, 1), ticks: [], name: "" };

export class Memory {
  private beta = RACE.beta;
  private form: Form = "sum";
  private readonly slider: Slider;
  private readonly choice: Choice<Form>;
  private readonly bars = new Panel(BARS);
  private readonly filling = new Panel(FILLING);
  private readonly frame = html("div", { class: "figure-picture", role: "img" });
  private readonly result = html("p", { class: "figure-result", role: "status" });
  private readonly numbers = html("dl", { class: "figure-numbers" });
  private readonly redraw = beforeNextPicture(() => this.draw());
  private width = 0;

  constructor(root: HTMLElement) {
    this.slider = new Slider({
      name: "Momentum",
      sign: "β",
      stops: memoryStops(HIGHEST),
      onChange: (beta) => {
        this.beta = beta;
        this.redraw();
      },
    });
    this.slider.mark([0, 0.5, 0.9, 0.99].map((value) => ({ value, text: String(value) })));
    this.choice = new Choice<Form>(
      "The velocity",
      { sum: "sum: βv + g", average: "average: βv + (1 − β)g" },
      (form) => {
        this.form = form;
        this.redraw();
      },
    );
    this.frame.append(this.bars.element, this.filling.element);
    const panel = html("div", { class: "figure-panel" }, this.choice.element, this.slider.element);
    panel.append(this.result, this.numbers);
    root.replaceChildren(html("div", { class: "figure-body" }, this.frame, panel));
    followWidth(this.frame, (width) => {
      this.width = width;
      this.redraw();
    });
  }

  private draw(): void {
    const { beta, form, width } = this;
    if (width === 0) return;
    const factor = form === "sum" ? 1 : 1 - beta;
    const [total, steps, half] = [factor * totalWeight(beta), window(beta), halfLife(beta)];
    this.slider.show(beta, plainNumber(beta));
    this.choice.show(form);
    this.bars.draw(
      width,
      factor,
      `weight of a gradient of age k, ${form === "sum" ? "βᵏ" : "(1 − β)βᵏ"}`,
      "age k",
    );
    this.bars.show(
      bars(this.bars.axes, (age) => factor * weight(beta, age)),
      "figure-bars",
    );
    this.filling.draw(width, total, "their sum after n steps", "steps n");
    this.filling.show(
      filling(this.filling.axes, (n) => total * share(beta, n)),
      "figure-line",
    );
    this.filling.mark(half, total * share(beta, half), `half after ${decimals(half, 1)}`);
    this.filling.mark(
      steps,
      total * share(beta, steps),
      `${percent(share(beta, steps))} after ${plainNumber(steps)}`,
    );
    this.tell(total, steps, half);
  }

  private tell(total: number, steps: number, half: number): void {
    const { beta, form } = this;
    const entries: (readonly [string, string])[] = [
      ["Total of all weights", plainNumber(total)],
      ["Window 1/(1 − β)", `${plainNumber(steps)} steps`],
      ["Half-life", beta === 0 ? "none" : `${plainNumber(half, 3)} steps`],
    ];
    this.numbers.replaceChildren(
      ...entries.map(([name, value]) => html("div", {}, html("dt", {}, name), html("dd", {}, value))),
    );
    const first =
      form === "sum"
        ? "The newest gradient is added whole"
        : `The newest gradient counts ${plainNumber(1 - beta)}`;
    const then =
      form === "sum"
        ? `in the long run they add up to ${plainNumber(total)} times one.`
        : `in the long run they add up to one. Equal steps take ${plainNumber(steps)} times the learning rate.`;
    say(this.result, `${first}; ${then}`);
    set(this.frame, {
      "aria-label":
        `Weights of past gradients by age for β = ${plainNumber(beta)}: they fall from ${plainNumber(form === "sum" ? 1 : 1 - beta)} ` +
        `and add up to ${plainNumber(total)}.`,
    });
  }
}

/** One plot over ages or steps. */
class Panel {
  readonly element = svg("svg", { class: "figure-svg", "aria-hidden": "true" });
  readonly axes = new Axes(MARGINS, NONE, NONE);
  private readonly shape = svg("path");
  private readonly marks = svg("g");
  private readonly height: number;

  constructor(height: number) {
    this.height = height;
    this.element.append(this.axes.element, svg("g", { class: "figure-velocity" }, this.shape, this.marks));
  }

  /** Lays out the axes for values up to a highest. */
  draw(width: number, highest: number, name: string, below: string): void {
    const { height } = this;
    set(this.element, { viewBox: `0 0 ${width} ${height}`, width, height });
    const values = [0, highest / 2, highest];
    const ages = [0, 20, 40, 60, 80, AGES];
    this.axes.draw(
      width,
      height,
      { scale: linear(0, AGES), ticks: ages.map((value) => ({ value, text: String(value) })), name: below },
      {
        scale: linear(0, highest),
        ticks: values.map((value) => ({ value, text: plainNumber(value, 3) })),
        name,
      },
    );
    this.marks.replaceChildren();
  }

  show(d: string, look: string): void {
    set(this.shape, { d, class: look });
  }

  /** Marks a point, and says what it is, on the side where the curve is not. */
  mark(at: number, value: number, text: string): void {
    if (at <= 0 || at > AGES) return;
    const [x, y] = [this.axes.x(at), this.axes.y(value)];
    const left = at > AGES / 2;
    const [textX, anchor] = left ? ([x - 8, "end"] as const) : ([x + 10, "start"] as const);
    this.marks.append(
      svg("circle", { cx: x, cy: y, r: 4, class: "figure-marker" }),
      label(text, textX, y + (left ? -3 : 4), anchor, "central", "figure-home-label"),
    );
  }
}

function bars(axes: Axes, value: (age: number) => number): string {
  const width = Math.max(1, (axes.right - axes.left) / AGES - 1);
  const parts: string[] = [];
  for (let age = 0; age < AGES; age++) {
    const [x, y] = [axes.x(age) + 0.5, axes.y(value(age))];
    parts.push(`M${x.toFixed(1)} ${axes.bottom}V${y.toFixed(1)}h${width.toFixed(1)}V${axes.bottom}Z`);
  }
  return parts.join("");
}

function filling(axes: Axes, value: (n: number) => number): string {
  return polyline(Array.from({ length: AGES + 1 }, (_, n) => ({ x: axes.x(n), y: axes.y(value(n)) })));
}

function percent(part: number): string {
  return `${Math.round(100 * part)} %`;
}
