/** A handle over a picture: it is dragged by pointer, and moved by the arrow keys. */

import type { Point } from "../ravine.ts";
import { html, set } from "./dom.ts";

export interface HandleOptions {
  /** Called with where the handle is dragged to, in pixels of the picture. */
  readonly onDrag: (pixel: Point) => void;
  /** Called with a direction, right and up, in small steps; ten of them with Shift. */
  readonly onKey: (steps: Point) => void;
  readonly onEnd?: () => void;
}

const DIRECTIONS: Readonly<Record<string, Point>> = {
  ArrowRight: { x: 1, y: 0 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowUp: { x: 0, y: 1 },
  ArrowDown: { x: 0, y: -1 },
};

export class Handle {
  readonly element = html("button", { type: "button", class: "figure-handle" });
  private grip: Point | null = null;

  constructor(options: HandleOptions) {
    const { element } = this;
    element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      const box = element.getBoundingClientRect();
      this.grip = {
        x: event.clientX - box.left - box.width / 2,
        y: event.clientY - box.top - box.height / 2,
      };
      element.setPointerCapture(event.pointerId);
    });
    element.addEventListener("pointermove", (event) => {
      const picture = element.parentElement?.getBoundingClientRect();
      if (this.grip === null || picture === undefined) return;
      options.onDrag({
        x: event.clientX - this.grip.x - picture.left,
        y: event.clientY - this.grip.y - picture.top,
      });
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
      element.addEventListener(end, () => {
        if (this.grip === null) return;
        this.grip = null;
        options.onEnd?.();
      });
    }
    element.addEventListener("keydown", (event) => {
      const direction = DIRECTIONS[event.key];
      if (direction === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const times = event.shiftKey ? 10 : 1;
      options.onKey({ x: direction.x * times, y: direction.y * times });
    });
  }

  /** Puts the handle's middle on a pixel of the picture, and names it. */
  show({ x, y }: Point, name: string): void {
    this.element.style.left = `${x}px`;
    this.element.style.top = `${y}px`;
    set(this.element, { "aria-label": name });
  }
}
