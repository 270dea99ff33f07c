/** A scene: a screen with the still of the chosen beat, then its clip, and a card for each beat. */

import { html, say } from "../ui/dom.ts";
import { BeatCard } from "./beat_card.ts";
import { type BeatNews, type SceneNews, summary } from "./news.ts";

export class ScenePanel {
  readonly element: HTMLElement;
  title: string;
  fails = false;
  private readonly heading: HTMLHeadingElement;
  private readonly status = html("p", { class: "status", role: "status" });
  private readonly error = html("p", { class: "error", role: "alert" });
  private readonly still = html("img", { class: "still", alt: "", hidden: true, width: 854, height: 480 });
  private readonly film = html("video", { controls: true, playsinline: true, preload: "auto", hidden: true });
  private readonly note = html("p", { class: "note" });
  private readonly list = html("ol", { class: "beats" });
  private readonly cards = new Map<number, BeatCard>();
  private news: SceneNews | undefined;
  private chosen = 0;
  private clip = "";

  constructor(name: string) {
    this.title = name;
    this.heading = html("h2", {}, name);
    this.film.setAttribute("aria-label", `The clip of ${name}`);
    const screen = html("div", { class: "screen" }, this.still, this.film);
    const stage = html("div", { class: "stage" }, screen, this.note);
    const head = html("header", { class: "head" }, this.heading, this.status);
    this.element = html("section", {}, head, this.error, html("div", { class: "halves" }, stage, this.list));
    this.film.addEventListener("loadedmetadata", () => this.seek());
  }

  /** Shows the scene as it is now. */
  show(news: SceneNews): void {
    const before = this.news;
    this.news = news;
    this.title = news.title || news.name;
    this.fails = news.error !== "";
    say(this.heading, this.title);
    say(this.status, summary(news));
    say(this.error, news.error);
    this.error.hidden = !this.fails;
    const shown = news.beats.filter((beat) => news.only === null || beat.number === news.only);
    this.showCards(shown);
    const changed = shown.find((beat) => beat.hasChanged && !wasChanged(before, beat));
    const isFirst = before === undefined || !before.beats.some((beat) => beat.hasChanged);
    if (changed !== undefined && isFirst) this.choose(changed.number);
    else if (!shown.some((beat) => beat.number === this.chosen)) this.choose(shown[0]?.number ?? 0);
    else this.showScreen();
  }

  private showCards(beats: readonly BeatNews[]): void {
    for (const [number, card] of this.cards) {
      if (!beats.some((beat) => beat.number === number)) {
        card.element.remove();
        this.cards.delete(number);
      }
    }
    for (const beat of beats) {
      let card = this.cards.get(beat.number);
      if (card === undefined) {
        card = new BeatCard(beat.number, () => this.choose(beat.number));
        this.cards.set(beat.number, card);
        this.list.append(card.element);
      }
      card.show(beat);
    }
  }

  /** Shows a beat on the screen: in the clip, or its still where the clip is older than that. */
  private choose(number: number): void {
    this.chosen = number;
    for (const [each, card] of this.cards) card.mark(each === number);
    this.showScreen();
    this.seek();
  }

  private showScreen(): void {
    const { news } = this;
    const beat = news?.beats.find((each) => each.number === this.chosen);
    if (news === undefined || beat === undefined) return;
    if (beat.still) {
      const source = `/stills/${beat.still}.png`;
      if (this.still.getAttribute("src") !== source) this.still.src = source;
      this.still.alt = `The finished picture of beat ${beat.number}, ${beat.title}`;
    }
    if (news.clip && news.clip !== this.clip) {
      this.clip = news.clip;
      this.film.src = `/clips/${news.clip}`;
    }
    const isFilm = news.clip !== "" && !news.isClipOld;
    this.film.hidden = !isFilm;
    this.still.hidden = isFilm || !beat.still;
    if (!isFilm) this.film.pause();
    say(this.note, isFilm ? "" : noteOf(news));
  }

  private seek(): void {
    const beat = this.news?.beats.find((each) => each.number === this.chosen);
    if (
      this.news === undefined ||
      beat === undefined ||
      this.film.readyState < HTMLMediaElement.HAVE_METADATA
    )
      return;
    this.film.currentTime = Math.max(0, beat.start - this.news.clipStart);
  }
}

function noteOf(news: SceneNews): string {
  if (news.error) return "As it was before the error.";
  return news.beats.some((beat) => beat.still) ? "The finished picture; the clip follows." : "";
}

function wasChanged(before: SceneNews | undefined, beat: BeatNews): boolean {
  return before?.beats.find((each) => each.number === beat.number)?.hasChanged ?? false;
}
