/** Builds each figure into the element of the page that asks for it by `data-figure`. */

import { Lab } from "./lab/lab.ts";

function build(): void {
  for (const root of document.querySelectorAll<HTMLElement>("[data-figure]")) {
    root.classList.add("figure");
    if (root.getAttribute("data-figure") === "lab") new Lab(root);
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", build);
else build();
