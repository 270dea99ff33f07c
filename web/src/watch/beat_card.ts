/** A beat: its still, its words, when it is played, and what is wrong with its pictures. */

import { html, say } from "../ui/dom.ts";
import { type BeatNews, times } from "./news.ts";

export class BeatCard {
  readonly element: HTMLLIElement;
  private readonly button: HTMLButtonElement;
  private readonly still = html("img", { alt: "", width: 854, height: 480, hidden: true });
  private readonly title = html("span", { class: "title" });
  private readonly times = html("span", { class: "times" });
  private readonly changed = html("span", { class: "changed", hidden: true }, "changed");
  private readonly words = html("p", { class: "words" });
  private readonly silent = html(
    "p",
    { class: "silent", hidden: true },
    "No recording says these words: silent here.",
  );
  private readonly faults = html("ul", { class: "faults", hidden: true });
  private shownFaults = "";

  constructor(number: number, choose: () => void) {
    const head = html(
      "span",
      { class: "name" },
      html("span", { class: "number" }, String(number)),
      this.title,
    );
    this.button = html(
      "button",
      { type: "button", "aria-pressed": "false" },
      html("span", { class: "picture" }, this.still),
      html("span", { class: "line" }, head, this.changed, this.times),
    );
    this.button.addEventListener("click", choose);
    this.element = html("li", { class: "beat" }, this.button, this.words, this.silent, this.faults);
  }

  /** Shows the beat as it is now. */
  show(beat: BeatNews): void {
    const source = `/stills/${beat.still}.png`;
    if (beat.still && this.still.getAttribute("src") !== source) this.still.src = source;
    this.still.hidden = !beat.still;
    say(this.title, beat.title);
    say(this.times, times(beat));
    say(this.words, beat.words);
    this.changed.hidden = !beat.hasChanged;
    this.silent.hidden = !beat.isSilent;
    this.showFaults(beat);
  }

  /** Marks the beat as the one on the screen, or not. */
  mark(isChosen: boolean): void {
    this.button.setAttribute("aria-pressed", String(isChosen));
  }

  private showFaults(beat: BeatNews): void {
    const said = beat.faults.map((fault) => `At ${fault.time.toFixed(1)} s: ${fault.says}`);
    if (said.join("\n") === this.shownFaults) return;
    this.shownFaults = said.join("\n");
    this.faults.replaceChildren(...said.map((text) => html("li", {}, text)));
    this.faults.hidden = said.length === 0;
  }
}
