/** What the lab says of its runs, made from their numbers. */

import type { Experiment, Outcome } from "../experiment.ts";
import { anySize, count, plainNumber } from "../format.ts";
import { ACROSS } from "../ravine.ts";
import type { Method } from "../simulation.ts";
import { MOST_STEPS } from "../state.ts";
import { stabilityLimit } from "../theory.ts";

export const METHOD_NAMES: Readonly<Record<Method, string>> = {
  plain: "plain descent",
  momentum: "momentum",
  nesterov: "Nesterov",
};

/** Returns in a few words when a run is home, or why it is not. */
export function homeText({ home, diverges, expectedLoss, rule }: Outcome): string {
  if (rule.alpha === 0) return "stays at the start";
  if (diverges) return "never: it diverges";
  if (expectedLoss !== null) return "nobody stays home";
  return home === null ? `not in ${count(MOST_STEPS)} steps` : `step ${count(home)}`;
}

/** Returns the result in a sentence or two. */
export function resultText({ plain, chosen }: Experiment): string {
  const outcomes = chosen === null ? [plain] : [chosen, plain];
  if (outcomes.every(({ rule }) => rule.alpha === 0)) return "With a learning rate of 0 nothing moves.";
  const noise = outcomes.some(({ expectedLoss }) => expectedLoss !== null);
  return [...(noise ? ["With noise nobody stays home."] : []), ...outcomes.map(sentence)].join(" ");
}

function sentence({ rule, home, diverges, expectedLoss }: Outcome): string {
  const name = capital(METHOD_NAMES[rule.method]);
  if (diverges) {
    return `${name} diverges: its limit is α = ${plainNumber(stabilityLimit(ACROSS, rule))}.`;
  }
  if (expectedLoss !== null) return `${name}’s loss settles at ${anySize(expectedLoss)} on average.`;
  if (home === null) return `${name} is not home in ${count(MOST_STEPS)} steps.`;
  return `${name} is home at step ${count(home)}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
