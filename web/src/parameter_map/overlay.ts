/** What theory draws over the map of (α, β): the stability limit, where each direction is critical, both optima. */

import { ACROSS, curvatureAlong } from "../ravine.ts";
import { RACE } from "../state.ts";
import { bestMomentum, criticalBeta, stabilityLimit } from "../theory.ts";
import { type Axes, label } from "../ui/axes.ts";
import { svg } from "../ui/dom.ts";
import { polyline } from "../ui/polyline.ts";
import type { MapData } from "./heat.ts";

export interface Setting {
  readonly alpha: number;
  readonly beta: number;
}

const FLOOR = curvatureAlong(RACE.ratio);

/** Polyak's setting, of the best rate in the long run. */
export const BEST_RATE: Setting = bestMomentum(FLOOR, ACROSS);

const POINTS = 120;
/** From which width of the map there is room for more than a word beyond the limit. */
const ROOM = 400;

/** Returns the lines and marks over the map, in the pixels of its axes. */
export function overlay(axes: Axes, { fewest, highest }: MapData): SVGElement[] {
  const places = Array.from({ length: POINTS + 1 }, (_, index) => index / POINTS);
  const alphas = places.map((place) => place * highest.alpha);
  const betas = places.map((place) => axes.valueAtY(axes.bottom - place * (axes.bottom - axes.top)));
  const limit = betas.map((beta) => ({
    x: axes.x(stabilityLimit(ACROSS, { method: "momentum", beta })),
    y: axes.y(beta),
  }));
  const critical = (curvature: number): string =>
    polyline(
      alphas
        .filter((alpha) => criticalBeta(curvature, alpha) <= highest.beta)
        .map((alpha) => ({ x: axes.x(alpha), y: axes.y(criticalBeta(curvature, alpha)) })),
    );
  return [
    ...line(critical(FLOOR), "figure-critical"),
    ...line(critical(ACROSS), "figure-critical figure-critical-wall"),
    ...line(polyline(limit), "figure-stability"),
    text("critical, floor", axes.x(0.02) + 12, axes.y(criticalBeta(FLOOR, 0.02)) - 8, "start"),
    text("critical, wall", axes.x(0.02), axes.y(0.35), "start"),
    ...beyond(axes),
    ...mark(axes, fewest, "fewest", -9),
    ...mark(axes, BEST_RATE, "best rate", 18),
  ];
}

/** Names what is beyond the limit; by its formula where there is room. */
function beyond(axes: Axes): SVGElement[] {
  const lines = axes.right - axes.left < ROOM ? ["diverges"] : ["it diverges", "past 2(1 + β)/λ"];
  return lines.map((words, index) =>
    label(words, axes.right - 6, axes.bottom - 11 - 17 * index, "end", "auto", "figure-diverges"),
  );
}

/** A line with an edge, so that it is seen on light and dark. */
function line(d: string, look: string): SVGElement[] {
  return [svg("path", { d, class: "figure-casing" }), svg("path", { d, class: `figure-over ${look}` })];
}

function mark(axes: Axes, { alpha, beta }: Setting, name: string, offset: number): SVGElement[] {
  const [x, y] = [axes.x(alpha), axes.y(beta)];
  const cross = `M${x - 6} ${y}h12M${x} ${y - 6}v12`;
  return [...line(cross, ""), text(name, x - 20, y + offset, "end")];
}

function text(words: string, x: number, y: number, anchor: "start" | "end"): SVGElement {
  return label(words, x, y, anchor, "auto", "figure-over-text");
}
