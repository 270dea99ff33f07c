/** What the server tells of a scene: `production/watch/board.py` has the other side. */

export interface Fault {
  readonly beat: number;
  readonly time: number;
  readonly says: string;
}

export interface BeatNews {
  readonly number: number;
  readonly title: string;
  readonly words: string;
  readonly start: number;
  readonly end: number;
  readonly still: string;
  readonly hasChanged: boolean;
  readonly isSilent: boolean;
  readonly faults: readonly Fault[];
}

export interface SceneNews {
  readonly name: string;
  readonly title: string;
  readonly error: string;
  readonly doing: string;
  readonly beats: readonly BeatNews[];
  readonly clip: string;
  readonly clipStart: number;
  readonly only: number | null;
  readonly isClipOld: boolean;
  readonly isChecked: boolean;
  readonly seconds: number | null;
}

/** Says what a scene's last save came to, in a line. */
export function summary(news: SceneNews): string {
  const changed = news.beats.filter((beat) => beat.hasChanged);
  const faults = news.beats.reduce((sum, beat) => sum + beat.faults.length, 0);
  const parts: string[] = [];
  if (changed.length > 0) {
    const after = news.seconds === null ? "" : `, ${news.seconds.toFixed(1)} s after the save`;
    parts.push(`${count(changed.length, "beat")} changed${after}`);
  }
  if (news.doing) parts.push(`${news.doing} …`);
  if (news.isChecked) {
    parts.push(
      faults > 0 ? `${count(faults, "rule")} of the picture broken` : "every rule of the picture is kept",
    );
  }
  return parts.join(" · ");
}

function count(number: number, what: string): string {
  return number === 1 ? `1 ${what}` : `${number} ${what}s`;
}

/** Writes from when to when a beat is played. */
export function times(beat: BeatNews): string {
  return beat.end > beat.start ? `${beat.start.toFixed(1)}–${beat.end.toFixed(1)} s` : "";
}
