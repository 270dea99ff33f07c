/** What the lab finds out about a state: two runs, and all that is said of them. */

import { ACROSS, curvatureAlong } from "./ravine.ts";
import { type Run, simulate, stepHome } from "./simulation.ts";
import { type LabState, MOST_STEPS, startInRavine } from "./state.ts";
import { effectiveStep, expectedLoss, type Regime, type Rule, regime } from "./theory.ts";

export interface Outcome {
  readonly rule: Rule;
  readonly run: Run;
  /** The step from which it stays home; null where it does not, or where noise lets nobody stay. */
  readonly home: number | null;
  readonly effectiveStep: number;
  readonly regime: { readonly along: Regime; readonly across: Regime };
  readonly diverges: boolean;
  /** The loss to expect in the long run; null without noise. */
  readonly expectedLoss: number | null;
}

export interface Experiment {
  readonly plain: Outcome;
  /** What the chosen method does; null if that is plain descent. */
  readonly chosen: Outcome | null;
  /** How many steps are shown. */
  readonly steps: number;
}

/** How many steps are shown at least. */
export const LEAST_STEPS = 1000;

/** Runs plain descent and the chosen method. */
export function runExperiment(state: LabState): Experiment {
  const { method, alpha, beta, compare } = state;
  const rule: Rule = { method, alpha, beta };
  const plainAlpha = compare === "effective" ? effectiveStep(rule) : alpha;
  const plain = outcome(state, { method: "plain", alpha: plainAlpha, beta: 0 });
  const chosen = method === "plain" ? null : outcome(state, rule);
  return { plain, chosen, steps: Math.max(stepsToShow(plain), chosen === null ? 0 : stepsToShow(chosen)) };
}

function outcome(state: LabState, rule: Rule): Outcome {
  const { ratio, sigma, seed } = state;
  const lambda = curvatureAlong(ratio);
  const noisy = sigma > 0;
  const start = startInRavine(state);
  const run = simulate({ ...rule, ratio, sigma, seed, start }, noisy ? LEAST_STEPS : MOST_STEPS);
  const regimes = { along: regime(lambda, rule), across: regime(ACROSS, rule) };
  return {
    rule,
    run,
    home: noisy ? null : stepHome(run),
    effectiveStep: effectiveStep(rule),
    regime: regimes,
    diverges: regimes.along === "diverging" || regimes.across === "diverging",
    expectedLoss: noisy ? expectedLoss([lambda, ACROSS], rule, sigma) : null,
  };
}

/** Returns as many steps as it takes to come home, in whole hundreds; those that never do need no more. */
function stepsToShow({ home, diverges, expectedLoss: noisy, rule }: Outcome): number {
  if (diverges || noisy !== null || rule.alpha === 0) return LEAST_STEPS;
  return Math.max(LEAST_STEPS, Math.ceil((home ?? MOST_STEPS) / 100) * 100);
}
