/** A plot's frame: scales, grid lines, ticks and names, in pixels of an SVG picture. */

import type { Scale } from "../scales.ts";
import { set, svg } from "./dom.ts";

export interface Tick {
  readonly value: number;
  readonly text: string;
}

export interface AxisOptions {
  readonly scale: Scale;
  readonly ticks: readonly Tick[];
  readonly name: string;
}

export interface Margins {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** How far text stands from what it names. */
const GAP = 6;

export class Axes {
  readonly element = svg("g", { class: "figure-axes" });
  private width = 0;
  private height = 0;
  private readonly margins: Margins;
  private horizontal: AxisOptions;
  private vertical: AxisOptions;

  constructor(margins: Margins, horizontal: AxisOptions, vertical: AxisOptions) {
    this.margins = margins;
    this.horizontal = horizontal;
    this.vertical = vertical;
  }

  get left(): number {
    return this.margins.left;
  }

  get right(): number {
    return this.width - this.margins.right;
  }

  get top(): number {
    return this.margins.top;
  }

  get bottom(): number {
    return this.height - this.margins.bottom;
  }

  /** Returns the pixel of a value on the horizontal axis. */
  readonly x = (value: number): number =>
    this.left + this.horizontal.scale.place(value) * (this.right - this.left);

  /** Returns the pixel of a value on the vertical axis. */
  readonly y = (value: number): number =>
    this.bottom - this.vertical.scale.place(value) * (this.bottom - this.top);

  /** Returns the value on the horizontal axis at a pixel. */
  valueAtX(x: number): number {
    return this.horizontal.scale.at((x - this.left) / (this.right - this.left));
  }

  /** Returns the value on the vertical axis at a pixel. */
  valueAtY(y: number): number {
    return this.vertical.scale.at((this.bottom - y) / (this.bottom - this.top));
  }

  /** Draws it into a picture of a size, with other axes where they are given. */
  draw(width: number, height: number, horizontal = this.horizontal, vertical = this.vertical): void {
    [this.width, this.height, this.horizontal, this.vertical] = [width, height, horizontal, vertical];
    const { left, right, top, bottom } = this;
    const parts: SVGElement[] = [];
    for (const { value, text } of horizontal.ticks) {
      const x = this.x(value);
      parts.push(svg("line", { x1: x, x2: x, y1: top, y2: bottom, class: "figure-grid" }));
      parts.push(label(text, x, bottom + GAP, "middle", "hanging"));
    }
    for (const { value, text } of vertical.ticks) {
      const y = this.y(value);
      parts.push(svg("line", { x1: left, x2: right, y1: y, y2: y, class: "figure-grid" }));
      parts.push(label(text, left - GAP, y, "end", "central"));
    }
    parts.push(label(horizontal.name, right, this.height - 5, "end", "auto", "figure-axis-name"));
    parts.push(label(vertical.name, 0, top - 10, "start", "auto", "figure-axis-name"));
    this.element.replaceChildren(...parts);
  }
}

/** Makes a text of SVG. */
export function label(
  text: string,
  x: number,
  y: number,
  anchor: "start" | "middle" | "end",
  baseline: "auto" | "central" | "hanging",
  look = "",
): SVGTextElement {
  const made = svg("text", { x, y, "text-anchor": anchor, "dominant-baseline": baseline }, text);
  if (look !== "") set(made, { class: look });
  return made;
}
