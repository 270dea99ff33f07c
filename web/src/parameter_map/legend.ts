/** The key of the map's colours. */

import { count } from "../format.ts";
import { label } from "../ui/axes.ts";
import { html, svg, uniqueName } from "../ui/dom.ts";
import { colourOf, STEPS } from "./heat.ts";

const [WIDTH, HEIGHT, BAR, EDGE] = [300, 34, 12, 24];
const TICKS = [50, 100, 300, 1000, 3000, 10_000];

/** Returns a bar of the colours over their numbers of steps. */
export function makeLegend(): HTMLElement {
  const id = uniqueName("colours");
  const places = Array.from({ length: 21 }, (_, index) => index / 20);
  const stops = places.map((place) =>
    svg("stop", { offset: place, "stop-color": `rgb(${colourOf(STEPS.at(place)).join(" ")})` }),
  );
  const span = WIDTH - 2 * EDGE;
  const picture = svg("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    height: HEIGHT,
    class: "figure-svg",
  });
  picture.append(
    svg("linearGradient", { id }, ...stops),
    svg("rect", { x: EDGE, y: 0, width: span, height: BAR, fill: `url(#${id})`, class: "figure-swatch" }),
    ...TICKS.map((steps) =>
      label(count(steps), EDGE + STEPS.place(steps) * span, BAR + 6, "middle", "hanging"),
    ),
  );
  return html("div", { class: "figure-key" }, html("span", {}, "Steps home"), picture);
}
