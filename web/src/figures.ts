/** Builds each figure into the element of the page that asks for it by `data-figure`. */

import { Lab } from "./lab/lab.ts";
import { Memory } from "./memory.ts";
import type { MapData } from "./parameter_map/heat.ts";
import { ParameterMap } from "./parameter_map/parameter_map.ts";
import { RatioFigure } from "./ratio.ts";

const FIGURES: Readonly<Record<string, (root: HTMLElement) => unknown>> = {
  lab: (root) => new Lab(root),
  map: (root) => new ParameterMap(root, mapData()),
  memory: (root) => new Memory(root),
  ratio: (root) => new RatioFigure(root),
};

/** Returns what the page holds for the map, as `scenes/page/figure_data.py` wrote it. */
function mapData(): MapData {
  const element = document.getElementById("figure-data");
  if (element === null) throw new Error("the map needs its data in <script id=figure-data>");
  return (JSON.parse(element.textContent) as { map: MapData }).map;
}

function build(): void {
  for (const root of document.querySelectorAll<HTMLElement>("[data-figure]")) {
    root.classList.add("figure");
    FIGURES[root.getAttribute("data-figure") ?? ""]?.(root);
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", build);
else build();
