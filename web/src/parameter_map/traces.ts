/** How far a run is from the minimum along the floor and across it, over the steps, one plot above the other. */

import { count, plainNumber } from "../format.ts";
import { linear } from "../scales.ts";
import type { Run } from "../simulation.ts";
import { Axes } from "../ui/axes.ts";
import { followWidth, html, set, svg } from "../ui/dom.ts";
import { seriesPath } from "../ui/polyline.ts";

const HEIGHT = 120;

class Trace {
  readonly element = svg("svg", { class: "figure-svg", "aria-hidden": "true" });
  private readonly axes: Axes;
  private readonly line = svg("path", { class: "figure-line" });
  private readonly clip = svg("svg", {}, svg("g", { class: "figure-momentum" }, this.line));
  private readonly reach: number;
  private readonly name: string;

  constructor(name: string, reach: number) {
    this.name = name;
    this.reach = reach;
    const none = { scale: linear(0, 1), ticks: [], name: "" };
    this.axes = new Axes({ left: 34, right: 22, top: 24, bottom: 24 }, none, none);
    this.element.append(this.axes.element, this.clip);
  }

  draw(width: number, values: Float64Array, steps: number): void {
    const { axes, reach } = this;
    set(this.element, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
    const horizontal = [0, steps / 2, steps].map((value) => ({ value, text: count(value) }));
    const vertical = [-reach, 0, reach].map((value) => ({ value, text: plainNumber(value) }));
    axes.draw(
      width,
      HEIGHT,
      { scale: linear(0, steps), ticks: horizontal, name: "" },
      { scale: linear(-reach, reach), ticks: vertical, name: this.name },
    );
    const { left, right, top, bottom } = axes;
    const size = { width: right - left, height: bottom - top };
    set(this.clip, { x: left, y: top, ...size, viewBox: `${left} ${top} ${size.width} ${size.height}` });
    set(this.line, { d: seriesPath(values, steps, axes.x, axes.y) });
  }
}

export class Traces {
  readonly element: HTMLElement;
  private readonly along = new Trace("along the floor, by step", 10);
  private readonly across = new Trace("across it, by step", 1);
  private width = 0;

  constructor(onResize: () => void) {
    this.element = html(
      "div",
      { class: "figure-picture figure-traces" },
      this.along.element,
      this.across.element,
    );
    followWidth(this.element, (width) => {
      this.width = width;
      onResize();
    });
  }

  /** Shows a run's first steps. */
  draw(run: Run, steps: number): void {
    if (this.width === 0) return;
    this.along.draw(this.width, run.along, steps);
    this.across.draw(this.width, run.across, steps);
  }
}
