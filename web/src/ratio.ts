/** As the ratio grows: steps home at the best learning rate and β by Polyak's formulas, for plain and momentum. */

import { count, plainNumber } from "./format.ts";
import { named } from "./lab/marker.ts";
import { ACROSS, curvatureAlong } from "./ravine.ts";
import { logarithmic, logarithmicStops } from "./scales.ts";
import { simulate, stepHome } from "./simulation.ts";
import { MOST_STEPS, RACE, RANGES, toAddress } from "./state.ts";
import { bestMomentum, bestPlain, type Rule } from "./theory.ts";
import { Axes, label } from "./ui/axes.ts";
import { beforeNextPicture, followWidth, html, say, set, svg } from "./ui/dom.ts";
import { polyline } from "./ui/polyline.ts";
import { Slider } from "./ui/slider.ts";

/** The ratios that are named; each is four times the one before. */
const NAMED = [25, 100, 400, 1600];
const POINTS = 60;
const [LOWEST, HIGHEST] = RANGES.ratio;

type Look = "plain" | "momentum";

/** Returns how a method is best set for a ratio, by Polyak's formulas. */
export function bestFor(look: Look, ratio: number): Rule {
  const low = curvatureAlong(ratio);
  return look === "plain" ? bestPlain(low, ACROSS) : bestMomentum(low, ACROSS);
}

/** Returns the steps home from the lesson's start with the best setting for a ratio. */
export function bestSteps(look: Look, ratio: number): number {
  const { start, seed } = RACE;
  const run = simulate({ ...bestFor(look, ratio), ratio, start, sigma: 0, seed }, MOST_STEPS);
  return stepHome(run) ?? MOST_STEPS;
}

export class RatioFigure {
  private ratio = RACE.ratio;
  private readonly slider: Slider;
  private readonly axes = new Axes(
    { left: 52, right: 22, top: 26, bottom: 40 },
    {
      scale: logarithmic(LOWEST, HIGHEST),
      ticks: [LOWEST, ...NAMED].map((value) => ({ value, text: count(value) })),
      name: "wall’s curvature over the floor’s",
    },
    {
      scale: logarithmic(1, MOST_STEPS),
      ticks: [1, 10, 100, 1000, MOST_STEPS].map((value) => ({ value, text: count(value) })),
      name: "steps home",
    },
  );
  private readonly picture = svg("svg", { role: "img", class: "figure-svg" });
  private readonly lines = svg("g");
  private readonly points = svg("g");
  private readonly frame = html("div", { class: "figure-picture" }, this.picture);
  private readonly result = html("p", { class: "figure-result", role: "status" });
  private readonly link = html("a", { class: "figure-button", href: "#lab" }, "Open momentum’s in the lab");
  private readonly redraw = beforeNextPicture(() => this.draw());

  constructor(root: HTMLElement) {
    this.slider = new Slider({
      name: "Wall’s curvature over the floor’s",
      stops: logarithmicStops(LOWEST, HIGHEST),
      onChange: (ratio) => {
        this.ratio = ratio;
        this.redraw();
      },
    });
    this.slider.mark([LOWEST, ...NAMED].map((value) => ({ value, text: count(value) })));
    this.picture.append(this.axes.element, this.lines, this.points);
    const panel = html("div", { class: "figure-panel" }, this.slider.element, this.result);
    panel.append(html("div", { class: "figure-buttons" }, this.link), table());
    root.replaceChildren(html("div", { class: "figure-body" }, this.frame, panel));
    followWidth(this.frame, (width) => this.resize(width));
  }

  private resize(width: number): void {
    const height = width < 500 ? 260 : 340;
    set(this.picture, { viewBox: `0 0 ${width} ${height}`, width, height });
    this.axes.draw(width, height);
    this.lines.replaceChildren(this.line("plain"), this.line("momentum"));
    this.redraw();
  }

  private line(look: Look): SVGElement {
    const scale = logarithmic(LOWEST, HIGHEST);
    const ratios = Array.from({ length: POINTS + 1 }, (_, index) => scale.at(index / POINTS));
    const points = ratios.map((ratio) => ({ x: this.axes.x(ratio), y: this.axes.y(bestSteps(look, ratio)) }));
    return svg("g", { class: `figure-${look}` }, svg("path", { class: "figure-line", d: polyline(points) }));
  }

  private draw(): void {
    const { ratio, axes } = this;
    const [plain, momentum] = [bestSteps("plain", ratio), bestSteps("momentum", ratio)];
    this.slider.show(ratio, plainNumber(ratio));
    const x = axes.x(ratio);
    this.points.replaceChildren(
      svg("line", { class: "figure-cursor", x1: x, x2: x, y1: axes.top, y2: axes.bottom }),
      ...this.point("plain", plain),
      ...this.point("momentum", momentum),
    );
    const times = plain / momentum;
    const compared = times > 1.05 ? `: ${plainNumber(times, 3)} times as many` : "";
    const text =
      `At a ratio of ${plainNumber(ratio)} momentum is home at step ${count(momentum)}, ` +
      `plain descent at step ${count(plain)}${compared}.`;
    say(this.result, text);
    set(this.picture, { "aria-label": `Steps home over the ratio, both axes logarithmic. ${text}` });
    const { alpha, beta } = bestFor("momentum", ratio);
    set(this.link, { href: toAddress({ ...RACE, ratio, alpha, beta }) });
  }

  private point(look: Look, steps: number): SVGElement[] {
    const [x, y] = [this.axes.x(this.ratio), this.axes.y(steps)];
    // Each stands on the side where its line is not.
    const above = look === "plain";
    const [textX, anchor] =
      above || this.axes.right - x < 40 ? ([x - 9, "end"] as const) : ([x + 9, "start"] as const);
    const text = label(count(steps), textX, above ? y - 12 : y + 14, anchor, "central");
    set(text, { class: "figure-home-label" });
    const shape =
      look === "plain"
        ? svg("circle", { cx: x, cy: y, r: 6, class: "figure-marker" })
        : svg("rect", { x: x - 6, y: y - 6, width: 12, height: 12, class: "figure-marker" });
    return [svg("g", { class: `figure-${look}` }, shape, text)];
  }
}

function table(): HTMLElement {
  const head = html("tr", {}, html("th", { scope: "col" }, "ratio"));
  head.append(html("th", { scope: "col" }, named("plain", "plain descent")));
  head.append(html("th", { scope: "col" }, named("momentum", "momentum")));
  const rows = NAMED.map((ratio) =>
    html(
      "tr",
      {},
      html("th", { scope: "row" }, count(ratio)),
      html("td", {}, count(bestSteps("plain", ratio))),
      html("td", {}, count(bestSteps("momentum", ratio))),
    ),
  );
  return html(
    "div",
    { class: "figure-readout" },
    html("table", {}, html("thead", {}, head), html("tbody", {}, ...rows)),
    html(
      "p",
      { class: "figure-note" },
      "Each at its best learning rate and β by Polyak’s formulas. Plain descent’s steps grow as the ratio, momentum’s as its root.",
    ),
  );
}
