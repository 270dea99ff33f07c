/** A slider: a native range input on any scale, with its name, its value as text, and marks under its track. */

import { nearestStop, type Stops, stopAfter } from "../scales.ts";
import { html, say, set, uniqueName } from "./dom.ts";

/** A value that is marked under the track. */
export interface Mark {
  readonly value: number;
  readonly text: string;
  /** Classes for its look. */
  readonly look?: string;
}

export interface SliderOptions {
  readonly name: string;
  /** A sign for the quantity, shown after its name. */
  readonly sign?: string;
  readonly stops: Stops;
  /** How many stops an arrow key goes. */
  readonly arrow?: number;
  /** How many stops Page Up goes, and an arrow key with Shift. */
  readonly page?: number;
  readonly onChange: (value: number) => void;
}

const FINEST = 0.0001;

export class Slider {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  private readonly output = html("output", { class: "figure-value" });
  private readonly marks = html("div", { class: "figure-marks", "aria-hidden": "true" });
  private readonly beyond = html("div", { class: "figure-beyond", hidden: true });
  private readonly options: SliderOptions;
  private stops: Stops;
  private value = Number.NaN;

  constructor(options: SliderOptions) {
    this.options = options;
    this.stops = options.stops;
    const id = uniqueName("slider");
    this.input = html("input", { type: "range", id, min: 0, max: 1, step: FINEST });
    const label = html("label", { for: id }, options.name);
    if (options.sign !== undefined) label.append(" ", html("i", { class: "figure-sign" }, options.sign));
    set(this.output, { for: id });
    this.element = html(
      "div",
      { class: "figure-slider" },
      html("div", { class: "figure-slider-head" }, label, this.output),
      html("div", { class: "figure-track" }, this.beyond, this.input, this.marks),
    );
    this.input.addEventListener("input", () => {
      options.onChange(nearestStop(this.stops, Number(this.input.value)));
    });
    this.input.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** Shows a value, said in words to those who do not see the slider. */
  show(value: number, text: string, spoken = text): void {
    this.value = value;
    this.input.value = String(Math.min(1, Math.max(0, this.stops.scale.place(value))));
    say(this.output, text);
    set(this.input, { "aria-valuetext": spoken });
  }

  /** Changes the values that it stops at. */
  setStops(stops: Stops): void {
    this.stops = stops;
  }

  /** Shows marks under the track. */
  mark(marks: readonly Mark[]): void {
    this.marks.replaceChildren(
      ...marks.map(({ value, text, look }) => {
        const mark = html("span", { class: `figure-mark ${look ?? ""}` }, text);
        mark.style.setProperty("--place", String(this.stops.scale.place(value)));
        return mark;
      }),
    );
  }

  /** Shades the track from a value to its end. */
  shadeFrom(value: number): void {
    this.beyond.style.setProperty("--place", String(this.stops.scale.place(value)));
    this.beyond.hidden = value >= (this.stops.values.at(-1) ?? value);
  }

  private onKey(event: KeyboardEvent): void {
    const value = this.valueAfter(event);
    if (value === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.options.onChange(value);
  }

  private valueAfter(event: KeyboardEvent): number | null {
    const page = this.options.page ?? 10;
    const arrow = event.shiftKey ? page : (this.options.arrow ?? 1);
    const ways: Record<string, number> = {
      ArrowRight: arrow,
      ArrowUp: arrow,
      ArrowLeft: -arrow,
      ArrowDown: -arrow,
      PageUp: page,
      PageDown: -page,
    };
    const way = ways[event.key];
    if (way !== undefined) return stopAfter(this.stops, this.value, way);
    if (event.key === "Home") return this.stops.values[0] ?? null;
    if (event.key === "End") return this.stops.values.at(-1) ?? null;
    return null;
  }
}
