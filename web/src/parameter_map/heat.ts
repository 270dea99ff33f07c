/** Steps home as colours, painted over (α, β). */

import { ACROSS } from "../ravine.ts";
import { logarithmic } from "../scales.ts";
import { stabilityLimit } from "../theory.ts";
import type { Axes } from "../ui/axes.ts";

/** What Python computed: see `scenes/page/figure_data.py`. */
export interface MapData {
  readonly highest: { readonly alpha: number; readonly beta: number };
  readonly fewest: { readonly alpha: number; readonly beta: number; readonly steps: number };
  /** For each β, evenly spaced in −log(1 − β), and each α, evenly spaced above 0; null for never. */
  readonly steps: readonly (readonly (number | null)[])[];
}

type Colour = readonly [number, number, number];

/** From the fewest steps to the most; each is darker than the one before. */
const RAMP: readonly Colour[] = [
  [240, 249, 214],
  [148, 214, 172],
  [58, 165, 160],
  [32, 104, 132],
  [28, 52, 92],
  [18, 22, 46],
];

/** The steps between which colours run; it is dark beyond. */
export const STEPS = logarithmic(40, 10_000);

/** Returns the colour of a number of steps. */
export function colourOf(steps: number): Colour {
  const place = Math.min(1, Math.max(0, STEPS.place(steps))) * (RAMP.length - 1);
  const index = Math.min(RAMP.length - 2, Math.floor(place));
  const [from, to] = [RAMP[index] ?? DARKEST, RAMP[index + 1] ?? DARKEST];
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(from[channel] + (place - index) * (to[channel] - from[channel]));
  return [mix(0), mix(1), mix(2)];
}

const DARKEST: Colour = [18, 22, 46];

/** Paints the steps inside axes, up to the stability limit. */
export function paint(canvas: HTMLCanvasElement, axes: Axes, data: MapData): void {
  const context = canvas.getContext("2d");
  const image = cells(data);
  if (context === null || image === null) return;
  const pixels = Math.min(3, devicePixelRatio);
  const [rows, columns] = [data.steps.length, data.steps[0]?.length ?? 0];
  context.setTransform(pixels, 0, 0, pixels, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.save();
  context.beginPath();
  context.moveTo(axes.left, axes.bottom);
  for (let place = 0; place <= 100; place++) {
    const beta = axes.valueAtY(axes.bottom - (place / 100) * (axes.bottom - axes.top));
    context.lineTo(axes.x(stabilityLimit(ACROSS, { method: "momentum", beta })), axes.y(beta));
  }
  context.lineTo(axes.left, axes.top);
  context.clip();
  context.fillStyle = `rgb(${DARKEST.join(" ")})`;
  context.fillRect(axes.left, axes.top, axes.right - axes.left, axes.bottom - axes.top);
  // A cell's value is that of its middle; the first column's is one cell's width right of 0.
  const [width, height] = [(axes.right - axes.left) / columns, (axes.bottom - axes.top) / (rows - 1)];
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  context.beginPath();
  context.rect(axes.left, axes.top, axes.right - axes.left, axes.bottom - axes.top);
  context.clip();
  context.drawImage(image, axes.left + width / 2, axes.top - height / 2, columns * width, rows * height);
  context.restore();
}

/** Returns a picture with a pixel for each cell; those beyond the limit have their neighbour's colour. */
function cells({ steps, highest }: MapData): HTMLCanvasElement | null {
  const [rows, columns] = [steps.length, steps[0]?.length ?? 0];
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [columns, rows];
  const context = canvas.getContext("2d");
  if (context === null) return null;
  const image = context.createImageData(columns, rows);
  steps.forEach((row, index) => {
    const beta = 1 - (1 - highest.beta) ** (index / (rows - 1));
    const limit = stabilityLimit(ACROSS, { method: "momentum", beta });
    let colour = DARKEST;
    row.forEach((value, column) => {
      if ((highest.alpha * (column + 1)) / columns < limit) {
        colour = value === null ? DARKEST : colourOf(value);
      }
      image.data.set([...colour, 255], 4 * ((rows - 1 - index) * columns + column));
    });
  });
  context.putImageData(image, 0, 0);
  return canvas;
}
