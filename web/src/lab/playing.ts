/** Plays steps: slowly at first, so that each of the first steps is seen, then faster and faster. */

/** Steps per second at the start, and how much is added for every step taken. */
const [FIRST, MORE] = [16, 0.4];

/** Returns the step after so many seconds from a step. */
export function stepAfter(from: number, seconds: number): number {
  const base = FIRST / MORE;
  return (from + base) * Math.exp(MORE * seconds) - base;
}

export class Player {
  private frame: number | null = null;
  private readonly show: (step: number) => void;
  private readonly changed: (playing: boolean) => void;

  constructor(show: (step: number) => void, changed: (playing: boolean) => void) {
    this.show = show;
    this.changed = changed;
  }

  get playing(): boolean {
    return this.frame !== null;
  }

  /** Plays from one step to another. */
  play(from: number, to: number): void {
    this.stop();
    let begun: number | null = null;
    const advance = (now: number): void => {
      begun ??= now;
      const step = Math.min(to, Math.floor(stepAfter(from, (now - begun) / 1000)));
      this.frame = step < to ? requestAnimationFrame(advance) : null;
      this.show(step);
      if (this.frame === null) this.changed(false);
    };
    this.frame = requestAnimationFrame(advance);
    this.changed(true);
  }

  stop(): void {
    if (this.frame === null) return;
    cancelAnimationFrame(this.frame);
    this.frame = null;
    this.changed(false);
  }
}
