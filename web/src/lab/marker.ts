/** The marker of a method: a disc for plain descent, a square for any other, so that colour is not all. */

import type { Point } from "../ravine.ts";
import { html, set, svg } from "../ui/dom.ts";

export type Look = "plain" | "momentum";

const RADIUS = 6;

export class MarkerShape {
  readonly element: SVGElement;
  private readonly look: Look;

  constructor(look: Look) {
    this.look = look;
    this.element = shape(look, { x: 0, y: 0 });
  }

  /** Puts it on a pixel, or hides it. */
  put(pixel: Point | null): void {
    set(this.element, { visibility: pixel === null ? "hidden" : "inherit" });
    if (pixel === null) return;
    set(this.element, place(this.look, pixel));
  }
}

function shape(look: Look, pixel: Point): SVGElement {
  const attributes = { class: "figure-marker", ...place(look, pixel) };
  return look === "plain" ? svg("circle", attributes) : svg("rect", attributes);
}

function place(look: Look, { x, y }: Point): Record<string, number> {
  if (look === "plain") return { cx: x, cy: y, r: RADIUS };
  return { x: x - RADIUS, y: y - RADIUS, width: 2 * RADIUS, height: 2 * RADIUS };
}

/** Returns a method's marker and its name, for legends and tables. */
export function named(look: Look, name: string): HTMLElement {
  const picture = svg("svg", { width: 18, height: 18, class: `figure-${look}`, "aria-hidden": "true" });
  picture.append(shape(look, { x: 9, y: 9 }));
  return html("span", { class: `figure-named figure-named-${look}` }, picture, name);
}
