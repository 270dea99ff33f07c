/** The scales on which the sliders and axes stand. */

/** A range of values and the place of each between 0 and 1. */
export interface Scale {
  place(value: number): number;
  at(place: number): number;
}

export function linear(low: number, high: number): Scale {
  return {
    place: (value) => (value - low) / (high - low),
    at: (place) => low + place * (high - low),
  };
}

export function logarithmic(low: number, high: number): Scale {
  const span = Math.log(high / low);
  return {
    place: (value) => Math.log(value / low) / span,
    at: (place) => low * Math.exp(place * span),
  };
}

/** The scale of β from 0 to a value, by −log(1 − β): equal ways multiply the memory 1/(1 − β) equally. */
export function memoryScale(high: number): Scale {
  const span = -Math.log1p(-high);
  return {
    place: (beta) => -Math.log1p(-beta) / span,
    at: (place) => -Math.expm1(-place * span),
  };
}

/** A scale and the values on it that a slider stops at, ascending. */
export interface Stops {
  readonly scale: Scale;
  readonly values: readonly number[];
}

/** Returns stops at equal distances. */
export function evenStops(low: number, high: number, step: number): Stops {
  const count = Math.round((high - low) / step);
  const values = Array.from({ length: count + 1 }, (_, index) => rounded(low + index * step));
  return { scale: linear(low, high), values };
}

/** Returns stops at all values of two significant digits. */
export function logarithmicStops(low: number, high: number): Stops {
  return { scale: logarithmic(low, high), values: twoDigits(low, high) };
}

/** Returns stops where 1 − β has two significant digits. */
export function memoryStops(high: number): Stops {
  const left = twoDigits(rounded(1 - high), 1);
  return { scale: memoryScale(high), values: left.map((rest) => rounded(1 - rest)).reverse() };
}

function twoDigits(low: number, high: number): number[] {
  const values: number[] = [];
  for (let decade = 10 ** Math.floor(Math.log10(low)); decade <= high; decade *= 10) {
    for (let digits = 10; digits < 100; digits++) values.push(rounded((digits / 10) * decade));
  }
  return values.filter((value) => value >= low && value <= high);
}

function rounded(value: number): number {
  return Number(value.toPrecision(10));
}

/** Returns the stop nearest to a place. */
export function nearestStop({ scale, values }: Stops, place: number): number {
  let nearest = values[0] ?? 0;
  for (const value of values) {
    if (Math.abs(scale.place(value) - place) < Math.abs(scale.place(nearest) - place)) nearest = value;
  }
  return nearest;
}

/** Returns the stop so many further than a value, or the last; a value between stops counts as one. */
export function stopAfter({ values }: Stops, value: number, stops: number): number {
  const up = stops > 0;
  const beyond = values.filter((stop) => (up ? stop > value + 1e-9 : stop < value - 1e-9));
  const index = up ? stops - 1 : beyond.length + stops;
  const last = up ? beyond.length - 1 : 0;
  return beyond[up ? Math.min(index, last) : Math.max(index, last)] ?? value;
}
