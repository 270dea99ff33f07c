/** The ravine lab: its state, its parts, and the address in which the state is kept. */

import { type Experiment, runExperiment } from "../experiment.ts";
import { count } from "../format.ts";
import type { Point } from "../ravine.ts";
import { evenStops } from "../scales.ts";
import { fromAddress, type LabState, RACE, startInParameters, toAddress } from "../state.ts";
import { button } from "../ui/choice.ts";
import { beforeNextPicture, html, say } from "../ui/dom.ts";
import { Slider } from "../ui/slider.ts";
import { ContourMap } from "./contour_map.ts";
import { Controls } from "./controls.ts";
import { LossPlot } from "./loss_plot.ts";
import { Player } from "./playing.ts";
import { Readout } from "./readout.ts";
import { resultText } from "./words.ts";

/** How long the controls rest before the address is written, in milliseconds; browsers refuse more often. */
const REST = 300;
/** How far past the last step home it plays. */
const PAST_HOME = 1.1;

export class Lab {
  private state: LabState;
  private experiment: Experiment;
  private readonly root: HTMLElement;
  private readonly controls = new Controls((next) => this.change(next(this.state)));
  private readonly map: ContourMap;
  private readonly plot: LossPlot;
  private readonly readout = new Readout();
  private readonly scrubber: Slider;
  private readonly playButton: HTMLButtonElement;
  private readonly reveal: HTMLElement;
  private readonly player: Player;
  private readonly redraw = beforeNextPicture(() => this.draw());
  private writing: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement) {
    this.root = root;
    this.state = fromAddress(location.hash) ?? RACE;
    this.experiment = runExperiment(this.state);
    this.map = new ContourMap({ onStart: (start) => this.moveStart(start), onResize: this.redraw });
    this.plot = new LossPlot(this.redraw);
    this.scrubber = new Slider({
      name: "Step",
      stops: evenStops(0, this.experiment.steps, 1),
      page: 10,
      onChange: (step) => this.change({ ...this.state, step }),
    });
    this.player = new Player(
      (step) => this.show({ ...this.state, step }),
      (playing) => say(this.playButton, playing ? "Pause" : "Play"),
    );
    this.playButton = button("Play", "figure-play", () => this.playOrPause());
    this.reveal = html(
      "div",
      { class: "figure-reveal" },
      button("Show what happens", "", () => this.run()),
    );
    this.build();
    addEventListener("hashchange", () => this.follow(location.hash));
    // A link to the address that is there already changes none, but is to open its state all the same.
    document.addEventListener("click", ({ target, ctrlKey, metaKey }) => {
      if (ctrlKey || metaKey) return;
      const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[href^='#lab?']") : null;
      if (link !== null) this.follow(link.hash);
    });
    if (fromAddress(location.hash) !== null) root.scrollIntoView();
  }

  /** Moves the focus to the lab, so that keys and screen readers go on from there. */
  private takeFocus(): void {
    const section = this.root.closest<HTMLElement>("section") ?? this.root;
    section.tabIndex = -1;
    section.focus({ preventScroll: true });
  }

  /** Shows a state, and brings the lab into view and into focus. */
  open(state: LabState): void {
    this.change(state);
    this.takeFocus();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.root.scrollIntoView({ behavior: still ? "auto" : "smooth" });
  }

  private build(): void {
    this.map.element.append(this.reveal);
    const scrub = html("div", { class: "figure-scrub" }, this.playButton, this.scrubber.element);
    const stage = html("div", { class: "figure-stage" }, this.map.element, scrub);
    stage.append(this.readout.sentence, this.plot.element);
    const panel = html("div", { class: "figure-panel" }, this.controls.element, this.readout.table);
    this.root.replaceChildren(this.controls.presets, html("div", { class: "figure-body" }, stage, panel));
    this.redraw();
  }

  private follow(address: string): void {
    const state = fromAddress(address);
    if (state !== null) this.open(state);
  }

  private moveStart(start: Point): void {
    this.change({ ...this.state, start, startTurns: false });
  }

  /** Shows another state by hand: what plays stops, and the address follows. */
  private change(state: LabState): void {
    this.player.stop();
    this.show(state);
  }

  private show(state: LabState): void {
    const { step: _, predict: __, ...before } = this.state;
    const { step: ___, predict: ____, ...after } = state;
    const same = (Object.keys(after) as (keyof typeof after)[]).every((key) => before[key] === after[key]);
    this.state = state;
    if (!same) this.runAnew();
    this.redraw();
    clearTimeout(this.writing);
    this.writing = setTimeout(() => this.writeAddress(), REST);
  }

  private runAnew(): void {
    const { steps } = this.experiment;
    this.experiment = runExperiment(this.state);
    if (this.experiment.steps !== steps) this.scrubber.setStops(evenStops(0, this.experiment.steps, 1));
  }

  private writeAddress(): void {
    // A page inside another page without an address of its own may not change it.
    try {
      history.replaceState(null, "", toAddress(this.state));
    } catch {}
  }

  private playOrPause(): void {
    if (this.player.playing) {
      this.player.stop();
      return;
    }
    const { step } = this.state;
    const end = this.lastStepWorthSeeing();
    this.player.play(step >= end ? 0 : step, end);
  }

  private run(): void {
    this.show({ ...this.state, predict: false, step: 0 });
    this.player.play(0, this.lastStepWorthSeeing());
    this.playButton.focus();
  }

  private lastStepWorthSeeing(): number {
    const { plain, chosen, steps } = this.experiment;
    const homes = [plain.home, chosen?.home ?? null].filter((home) => home !== null);
    return homes.length > 0 ? Math.min(steps, Math.ceil(Math.max(...homes) * PAST_HOME)) : steps;
  }

  private draw(): void {
    const { state, experiment } = this;
    const step = Math.min(state.step, experiment.steps);
    const shown = { ...state, step };
    this.controls.draw(shown);
    this.scrubber.show(step, `${count(step)} of ${count(experiment.steps)}`);
    this.scrubber.input.disabled = state.predict;
    this.playButton.disabled = state.predict;
    this.reveal.hidden = !state.predict;
    this.map.draw(shown, experiment);
    this.plot.draw(shown, experiment);
    this.readout.draw(shown, experiment);
    const result = state.predict ? "The runs are hidden until you ask for them." : resultText(experiment);
    const { x, y } = startInParameters(state);
    this.map.describe(`Map of the ravine with the paths from (${x.toFixed(1)}, ${y.toFixed(1)}). ${result}`);
    this.plot.describe(`Loss over the steps, on a logarithmic axis. ${result}`);
  }
}
