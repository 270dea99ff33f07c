/** Normal noise from a seed, the same here and in Python (`tests/seeded_noise.py`). */

const TWO_POW_32 = 4294967296;

/** Returns a generator of whole numbers from 0 to 2³² − 1: mulberry32, by Tommy Ettinger, public domain. */
export function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** Returns a generator of pairs of independent standard normal numbers, by Box and Muller's formula. */
export function normalPairs(seed: number): () => readonly [number, number] {
  const next = mulberry32(seed);
  return () => {
    const radius = Math.sqrt(-2 * Math.log((next() + 1) / TWO_POW_32));
    const angle = (2 * Math.PI * next()) / TWO_POW_32;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  };
}
