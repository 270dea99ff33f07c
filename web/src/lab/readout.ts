/** The table of what is read out of both runs, and the sentence above it that is announced. */

import type { Experiment, Outcome } from "../experiment.ts";
import { anySize, count, plainNumber } from "../format.ts";
import { TOLERANCE } from "../ravine.ts";
import type { LabState } from "../state.ts";
import { html, say } from "../ui/dom.ts";
import { named } from "./marker.ts";
import { homeText, METHOD_NAMES, resultText } from "./words.ts";

interface Row {
  readonly name: (state: LabState) => string;
  readonly cell: (outcome: Outcome, state: LabState) => string;
  /** Whether it is only what was set, so that there is nothing to guess. */
  readonly given?: true;
}

const ROWS: readonly Row[] = [
  {
    name: ({ sigma }) => (sigma > 0 ? "Expected loss" : "Home"),
    cell: (outcome) =>
      outcome.expectedLoss === null || outcome.diverges ? homeText(outcome) : anySize(outcome.expectedLoss),
  },
  { name: () => "α", cell: ({ rule }) => plainNumber(rule.alpha), given: true },
  {
    name: () => "Effective step",
    cell: ({ effectiveStep }) => plainNumber(effectiveStep),
    given: true,
  },
  { name: () => "Along", cell: ({ regime }) => regime.along },
  { name: () => "Across", cell: ({ regime }) => regime.across },
  {
    name: ({ step }) => `Loss at step ${count(step)}`,
    cell: ({ run }, { step }) => anySize(run.loss[Math.min(step, run.loss.length - 1)] ?? Number.NaN),
  },
];

export class Readout {
  readonly sentence = html("p", { class: "figure-result", role: "status" });
  readonly table: HTMLElement;
  private readonly heads = {
    plain: html("th", { scope: "col" }),
    chosen: html("th", { scope: "col" }),
  };
  private readonly rows = ROWS.map(() => ({
    name: html("th", { scope: "row" }),
    plain: html("td"),
    chosen: html("td"),
  }));
  private announcement: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.heads.plain.append(named("plain", METHOD_NAMES.plain));
    const head = html("tr", {}, html("td"), this.heads.plain, this.heads.chosen);
    const body = this.rows.map(({ name, plain, chosen }) => html("tr", {}, name, plain, chosen));
    const home = `Home: within ${TOLERANCE} of the minimum for good. `;
    const rest =
      "Effective step: α/(1 − β). Along, across: how the run moves on the floor, and between the walls.";
    this.table = html(
      "div",
      { class: "figure-readout" },
      html("table", {}, html("thead", {}, head), html("tbody", {}, ...body)),
      html("p", { class: "figure-note" }, home, html("span", { class: "figure-note-table" }, rest)),
    );
  }

  /** Shows the numbers of both runs, or that they are still to be guessed. */
  draw(state: LabState, experiment: Experiment): void {
    const { plain, chosen } = experiment;
    const name = METHOD_NAMES[chosen?.rule.method ?? "momentum"];
    if (this.heads.chosen.textContent !== name) this.heads.chosen.replaceChildren(named("momentum", name));
    this.heads.chosen.hidden = chosen === null;
    this.rows.forEach((cells, index) => {
      const row = ROWS[index];
      if (row === undefined) return;
      const text = (outcome: Outcome): string =>
        state.predict && !row.given ? "?" : row.cell(outcome, state);
      say(cells.name, row.name(state));
      say(cells.plain, text(plain));
      say(cells.chosen, chosen === null ? "" : text(chosen));
      cells.chosen.hidden = chosen === null;
    });
    this.announce(state.predict ? "What will happen?" : resultText(experiment));
  }

  /** Says the result once the controls rest, so that it is announced once. */
  private announce(text: string): void {
    if (this.sentence.textContent === "") say(this.sentence, text);
    clearTimeout(this.announcement);
    this.announcement = setTimeout(() => say(this.sentence, text), 250);
  }
}
