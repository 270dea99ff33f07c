/** The map of the ravine: its level lines, the paths up to a step, the minimum, and the start to be dragged. */

import type { Experiment, Outcome } from "../experiment.ts";
import { decimals } from "../format.ts";
import { ACROSS, curvatureAlong, type Point, TOLERANCE, turned } from "../ravine.ts";
import type { Method } from "../simulation.ts";
import { type LabState, startInParameters } from "../state.ts";
import { followWidth, html, set, svg } from "../ui/dom.ts";
import { Handle } from "../ui/handle.ts";
import { dots, polyline } from "../ui/polyline.ts";
import { MarkerShape, named } from "./marker.ts";
import { LEAST_REACH, startAt, toPixel, type Viewport, viewOf } from "./viewport.ts";
import { METHOD_NAMES } from "./words.ts";

/** Each level line is at twice the loss of the next one inwards. */
const LEVELS = Array.from({ length: 26 }, (_, index) => 10 * 2 ** (8 - index));
const [MOST_DOTS, DOTS_APART] = [400, 7];

/** How far an arrow key moves the start. */
const KEY_STEP = 0.1;

export interface MapEvents {
  readonly onStart: (start: Point) => void;
  readonly onResize: () => void;
}

export class ContourMap {
  readonly element: HTMLElement;
  private readonly picture = svg("svg", { role: "img", class: "figure-svg" });
  private readonly rings = LEVELS.map(() => svg("ellipse", { class: "figure-level" }));
  private readonly home = svg("circle", { class: "figure-home" });
  private readonly star = svg("path", { class: "figure-star" });
  private readonly plain = new DrawnPath("plain");
  private readonly chosen = new DrawnPath("momentum");
  private readonly legend = html("div", { class: "figure-legend", "aria-hidden": "true" });
  private readonly handle: Handle;
  private view: Viewport | null = null;
  private start: Point = { x: 0, y: 0 };
  private width = 0;
  /** What the level lines were last drawn for. */
  private drawn = "";
  private reach = LEAST_REACH;
  private dragging = false;

  constructor(events: MapEvents) {
    this.handle = new Handle({
      onDrag: (pixel) => {
        this.dragging = true;
        if (this.view !== null) events.onStart(rounded(startAt(this.view, pixel)));
      },
      onEnd: () => {
        this.dragging = false;
        events.onResize();
      },
      onKey: ({ x, y }) => {
        if (this.view === null) return;
        const moved = { x: this.start.x + x * KEY_STEP, y: this.start.y + y * KEY_STEP };
        events.onStart(rounded(startAt(this.view, toPixel(this.view, moved))));
      },
    });
    this.picture.append(...this.rings, this.home, this.chosen.element, this.plain.element, this.star);
    this.element = html(
      "div",
      { class: "figure-picture figure-map" },
      this.picture,
      this.legend,
      this.handle.element,
    );
    followWidth(this.element, (width) => {
      this.width = width;
      events.onResize();
    });
  }

  /** Shows a state. */
  draw(state: LabState, { plain, chosen }: Experiment): void {
    if (this.width === 0) return;
    const [width, height] = [this.width, Math.round(this.width * (this.width < 500 ? 0.62 : 0.58))];
    this.start = startInParameters(state);
    // Under a hand that drags, the view stays as it is.
    if (!this.dragging) this.reach = state.predict ? LEAST_REACH : reachOf([plain, chosen]);
    const view = viewOf(width, height, state.angle, this.start, this.reach);
    this.view = view;
    set(this.picture, { viewBox: `0 0 ${width} ${height}`, width, height });
    this.drawRavine(state, view);
    this.name(chosen === null ? ["plain"] : ["plain", chosen.rule.method]);
    // A path that is thrown off the map would hide the other.
    if (plain.diverges) this.picture.insertBefore(this.plain.element, this.chosen.element);
    else this.picture.insertBefore(this.chosen.element, this.plain.element);
    const step = state.predict ? 0 : state.step;
    this.plain.draw(plain, step, state.angle, view);
    this.chosen.draw(chosen, step, state.angle, view);
    this.handle.show(
      toPixel(view, this.start),
      `Start at θ₁ ${decimals(this.start.x, 1)}, θ₂ ${decimals(this.start.y, 1)}: drag it, or use the arrow keys`,
    );
  }

  /** Names the methods by their markers. */
  private name(methods: readonly Method[]): void {
    const names = methods.map((method) => METHOD_NAMES[method]);
    if (this.legend.textContent === names.join("")) return;
    const looks = methods.map((method) => (method === "plain" ? "plain" : "momentum"));
    this.legend.replaceChildren(...looks.map((look, index) => named(look, names[index] ?? "")));
  }

  /** Says in words what the picture shows. */
  describe(text: string): void {
    set(this.picture, { "aria-label": text });
  }

  private drawRavine({ ratio, angle }: LabState, view: Viewport): void {
    const drawn = JSON.stringify([ratio, angle, view]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const { x, y } = toPixel(view, { x: 0, y: 0 });
    // A level that is beyond the picture all round would only tint it.
    const farthest = Math.hypot(Math.max(x, view.width - x), Math.max(y, view.height - y));
    this.rings.forEach((ring, index) => {
      const twice = 2 * (LEVELS[index] ?? 0);
      const rx = Math.sqrt(twice / curvatureAlong(ratio)) * view.scale;
      const ry = Math.sqrt(twice / ACROSS) * view.scale;
      const shown = ry > 1.5 && ry < farthest;
      set(ring, {
        cx: x,
        cy: y,
        rx,
        ry,
        transform: `rotate(${-angle} ${x} ${y})`,
        visibility: shown ? "visible" : "hidden",
      });
    });
    set(this.home, { cx: x, cy: y, r: TOLERANCE * view.scale });
    set(this.star, { d: starAt(x, y, 7) });
  }
}

/** A run's path up to a step, its first steps as dots, and a marker at its end. */
class DrawnPath {
  readonly element: SVGGElement;
  private readonly line = svg("path", { class: "figure-line" });
  private readonly dots = svg("path", { class: "figure-dots" });
  private readonly marker: MarkerShape;

  constructor(look: "plain" | "momentum") {
    this.marker = new MarkerShape(look);
    this.element = svg("g", { class: `figure-${look}` }, this.line, this.dots, this.marker.element);
  }

  draw(outcome: Outcome | null, step: number, angle: number, view: Viewport): void {
    set(this.element, { visibility: outcome === null ? "hidden" : "visible" });
    this.element.classList.toggle("figure-thrown", outcome?.diverges ?? false);
    if (outcome === null) return;
    const points = pixels(outcome, step, angle, view);
    set(this.line, { d: polyline(points) });
    set(this.dots, { d: dots(points, MOST_DOTS, DOTS_APART) });
    const last = points.at(-1);
    this.marker.put(last !== undefined && Math.abs(last.x) + Math.abs(last.y) < 1e5 ? last : null);
  }
}

/** Returns how far past the minimum runs that settle go along the floor. */
function reachOf(outcomes: readonly (Outcome | null)[]): number {
  let reach = 0;
  for (const outcome of outcomes) {
    if (outcome === null || outcome.diverges) continue;
    for (const along of outcome.run.along.subarray(1)) reach = Math.max(reach, along);
  }
  return reach;
}

function pixels({ run }: Outcome, step: number, angle: number, view: Viewport): Point[] {
  const points: Point[] = [];
  for (let index = 0; index <= Math.min(step, run.along.length - 1); index++) {
    const point = { x: run.along[index] ?? Number.NaN, y: run.across[index] ?? Number.NaN };
    points.push(toPixel(view, turned(point, angle)));
  }
  return points;
}

function starAt(x: number, y: number, radius: number): string {
  const corners = Array.from({ length: 10 }, (_, index) => {
    const [reach, angle] = [index % 2 === 0 ? radius : radius * 0.42, (index * Math.PI) / 5];
    return `${(x + reach * Math.sin(angle)).toFixed(1)} ${(y - reach * Math.cos(angle)).toFixed(1)}`;
  });
  return `M${corners.join("L")}Z`;
}

function rounded({ x, y }: Point): Point {
  return { x: Math.round(x * 100) / 100, y: Math.round(y * 100) / 100 };
}
