/**
 * What theory predicts in one direction of a quadratic, as Python's `momentum_sim.theory` does.
 *
 * With a = αλ a step maps (θ, v) linearly; its eigenvalues z solve z² − trace · z + determinant = 0.
 */

import type { Method } from "./simulation.ts";

export type Regime = "monotone" | "oscillating" | "diverging";

/** A method and how it is set. */
export interface Rule {
  readonly method: Method;
  readonly alpha: number;
  readonly beta: number;
}

/** Returns the β that counts: plain descent has none. */
function memory({ method, beta }: Pick<Rule, "method" | "beta">): number {
  return method === "plain" ? 0 : beta;
}

/** Returns the learning rate below which a direction of a curvature converges, and from which it does not. */
export function stabilityLimit(curvature: number, rule: Pick<Rule, "method" | "beta">): number {
  const beta = memory(rule);
  const limit = (2 * (1 + beta)) / curvature;
  return rule.method === "nesterov" ? limit / (1 + 2 * beta) : limit;
}

function traceAndDeterminant(curvature: number, rule: Rule): readonly [number, number] {
  const [a, beta] = [curvature * rule.alpha, memory(rule)];
  return rule.method === "nesterov" ? [(1 + beta) * (1 - a), beta * (1 - a)] : [1 + beta - a, beta];
}

/** Returns the factor by which the distance shrinks with each step in the long run. */
export function convergenceRate(curvature: number, rule: Rule): number {
  const [trace, determinant] = traceAndDeterminant(curvature, rule);
  const discriminant = trace * trace - 4 * determinant;
  if (discriminant < 0) return Math.sqrt(determinant);
  return 0.5 * (Math.abs(trace) + Math.sqrt(discriminant));
}

/** Returns how a direction moves: without crossing the minimum, back and forth, or away. */
export function regime(curvature: number, rule: Rule): Regime {
  if (rule.alpha > 0 && !(convergenceRate(curvature, rule) < 1)) return "diverging";
  const [trace, determinant] = traceAndDeterminant(curvature, rule);
  return trace >= 0 && trace * trace >= 4 * determinant ? "monotone" : "oscillating";
}

/** Returns the β that damps a direction critically: (1 − √(αλ))². */
export function criticalBeta(curvature: number, alpha: number): number {
  return (1 - Math.sqrt(curvature * alpha)) ** 2;
}

/** Returns α/(1 − β), the step that a constant gradient of 1 leads to. */
export function effectiveStep(rule: Rule): number {
  return rule.alpha / (1 - memory(rule));
}

/**
 * Returns the variance of θ about the minimum in the long run, where each gradient has noise of deviation σ;
 * infinite where the direction does not settle.
 *
 * θ follows an ARMA(2, 1) process, θₜ₊₁ = trace · θₜ − determinant · θₜ₋₁ + scale · (ξₜ + lag · ξₜ₋₁), where
 * momentum's lag is 0 and Nesterov's is −β/(1 + β).
 */
export function stationaryVariance(curvature: number, rule: Rule, sigma: number): number {
  if (!(convergenceRate(curvature, rule) < 1)) return Number.POSITIVE_INFINITY;
  const [trace, determinant] = traceAndDeterminant(curvature, rule);
  const nesterov = rule.method === "nesterov";
  const scale = rule.alpha * sigma * (nesterov ? 1 + rule.beta : 1);
  const lag = nesterov ? -rule.beta / (1 + rule.beta) : 0;
  const numerator = (1 + lag * lag) * (1 + determinant) + 2 * trace * lag;
  return (scale * scale * numerator) / ((1 - determinant) * ((1 + determinant) ** 2 - trace * trace));
}

/** Returns the expected loss in the long run under noise: ½ Σ λ s². */
export function expectedLoss(curvatures: readonly number[], rule: Rule, sigma: number): number {
  return curvatures.reduce((sum, lambda) => sum + 0.5 * lambda * stationaryVariance(lambda, rule, sigma), 0);
}

/** Returns the best learning rate of plain descent for curvatures from low to high. */
export function bestPlain(low: number, high: number): Rule {
  return { method: "plain", alpha: 2 / (low + high), beta: 0 };
}

/** Returns Polyak's learning rate and β, of the best rate in the long run, for curvatures from low to high. */
export function bestMomentum(low: number, high: number): Rule {
  const [small, large] = [Math.sqrt(low), Math.sqrt(high)];
  return {
    method: "momentum",
    alpha: (2 / (small + large)) ** 2,
    beta: ((large - small) / (large + small)) ** 2,
  };
}

/** Returns the weight in the velocity of a gradient that came so many steps ago, in parts of the newest one's. */
export function weight(beta: number, age: number): number {
  return beta ** age;
}

/** Returns what all weights add up to, 1/(1 − β). */
export function totalWeight(beta: number): number {
  return 1 / (1 - beta);
}

/** Returns the effective number of gradients that the velocity sums, 1/(1 − β). */
export function window(beta: number): number {
  return 1 / (1 - beta);
}

/** Returns the share of the total weight that the newest gradients hold, 1 − βⁿ. */
export function share(beta: number, steps: number): number {
  return 1 - beta ** steps;
}

/** Returns the number of steps in which a weight halves; 0 for β = 0. */
export function halfLife(beta: number): number {
  return beta > 0 ? Math.log(0.5) / Math.log(beta) : 0;
}
