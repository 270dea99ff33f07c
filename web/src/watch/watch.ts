/** The page of `render.py zigzag --watch`: shows each scene as the server tells of it, and again when it changes. */

import { say } from "../ui/dom.ts";
import type { SceneNews } from "./news.ts";
import { ScenePanel } from "./scene_panel.ts";

const panels = new Map<string, ScenePanel>();

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

const scenes = element("scenes");
const lost = element("lost");

function show(news: SceneNews): void {
  let panel = panels.get(news.name);
  if (panel === undefined) {
    panel = new ScenePanel(news.name);
    panels.set(news.name, panel);
    scenes.append(panel.element);
  }
  panel.show(news);
  const names = [...panels.values()];
  const failing = names.filter((each) => each.fails).length;
  const title = names.map((each) => each.title).join(", ");
  document.title = failing > 0 ? `✕ ${title}` : title;
  say(element("waiting"), "");
}

const events = new EventSource("/events");
events.addEventListener("scene", (event: MessageEvent<string>) => {
  show(JSON.parse(event.data) as SceneNews);
});
events.addEventListener("open", () => {
  lost.hidden = true;
});
events.addEventListener("error", () => {
  lost.hidden = false;
});
