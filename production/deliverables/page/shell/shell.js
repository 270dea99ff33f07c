"use strict";

/* The film's player: chapters, transcript, speed, keys, and links such as #t=83 that seek. */
(() => {
  const video = document.querySelector("video");
  const player = document.querySelector(".player");
  if (!video || !player) return;

  /* In a page of one file the film is text; browsers refuse a data address of its size. */
  const text = document.getElementById("film-data");
  if (text) {
    const SIZE = 4 << 20; // a multiple of four characters, so that each piece is whole bytes
    const encoded = text.textContent;
    const pieces = [];
    for (let at = 0; at < encoded.length; at += SIZE) {
      const bytes = atob(encoded.slice(at, at + SIZE));
      const piece = new Uint8Array(bytes.length);
      for (let i = 0; i < bytes.length; i++) piece[i] = bytes.charCodeAt(i);
      pieces.push(piece);
    }
    text.remove();
    video.src = URL.createObjectURL(new Blob(pieces, { type: "video/mp4" }));
  }

  const beats = [...player.querySelectorAll(".beat")];
  const chapters = [...player.querySelectorAll(".chapters li")];
  const words = player.querySelector(".words");
  const follow = player.querySelector("[data-follow]");
  const speed = player.querySelector("[data-speed]");
  const captions = player.querySelector("[data-captions]");
  const starts = (part) => Number(part.dataset.start);

  function last(parts, time) {
    // A seek may land a little before the moment that it means.
    return parts.findLast((part) => starts(part) <= time + 0.01);
  }

  function mark(parts, current) {
    for (const part of parts) part.classList.toggle("current", part === current);
    for (const part of parts) {
      const link = part.querySelector("a");
      if (part === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  let shown;
  function showPlace() {
    const beat = last(beats, video.currentTime);
    if (beat === shown) return;
    shown = beat;
    mark(beats, beat);
    mark(chapters, last(chapters, video.currentTime));
    if (!beat || !follow.checked) return;
    // Only the transcript scrolls, never the page.
    const middle = beat.offsetTop - (words.clientHeight - beat.clientHeight) / 2;
    words.scrollTo({ top: middle });
  }
  for (const event of ["timeupdate", "seeking", "loadedmetadata"]) video.addEventListener(event, showPlace);

  function seek(time) {
    const go = () => {
      video.currentTime = Math.min(Math.max(time, 0), video.duration);
    };
    if (video.readyState > 0) go();
    else video.addEventListener("loadedmetadata", go, { once: true });
  }

  function timeIn(address) {
    const found = /^#t=(\d+(?:\.\d+)?)$/.exec(address);
    return found && Number(found[1]);
  }

  function followAddress() {
    const time = timeIn(location.hash);
    if (time === null) return;
    seek(time);
    player.scrollIntoView({ block: "start" });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    // Who goes on to a figure does not look at the film.
    if (link?.getAttribute("href").includes("?")) video.pause();
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const time = timeIn(link.getAttribute("href"));
    if (time === null) return;
    event.preventDefault();
    history.replaceState(null, "", link.getAttribute("href"));
    seek(time);
    video.play().catch(() => {});
    if (player.contains(link)) {
      video.scrollIntoView({ block: "nearest" });
    } else {
      video.focus({ preventScroll: true });
      player.scrollIntoView({ block: "start" });
    }
  });
  words?.addEventListener("click", (event) => {
    const beat = event.target.closest(".beat");
    // Who selects words wants to copy them.
    if (!beat || event.target.closest("a") || !getSelection().isCollapsed) return;
    beat.querySelector("a").click();
  });
  addEventListener("hashchange", followAddress);
  followAddress();
  // Figures above the film have their heights only when they have been drawn.
  addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(followAddress)));

  function setSpeed(index) {
    const options = [...speed.options];
    speed.selectedIndex = Math.min(Math.max(index, 0), options.length - 1);
    video.playbackRate = Number(speed.value);
  }
  speed?.addEventListener("change", () => setSpeed(speed.selectedIndex));
  video.addEventListener("ratechange", () => {
    const option = speed && [...speed.options].find((each) => Number(each.value) === video.playbackRate);
    if (option) option.selected = true;
  });

  const track = video.textTracks[0];
  function setCaptions(wanted) {
    track.mode = wanted ? "showing" : "hidden";
  }
  captions?.addEventListener("change", () => setCaptions(captions.checked));
  video.textTracks.addEventListener("change", () => {
    if (captions) captions.checked = track.mode === "showing";
  });

  function skipChapters(by) {
    const index = chapters.indexOf(last(chapters, video.currentTime));
    const next = chapters[Math.min(Math.max(index + by, 0), chapters.length - 1)];
    if (next) seek(starts(next));
  }

  const keys = {
    k: () => (video.paused ? video.play().catch(() => {}) : video.pause()),
    j: () => seek(video.currentTime - 10),
    l: () => seek(video.currentTime + 10),
    "[": () => skipChapters(-1),
    "]": () => skipChapters(1),
    "<": () => setSpeed(speed.selectedIndex - 1),
    ">": () => setSpeed(speed.selectedIndex + 1),
    c: () => setCaptions(track.mode !== "showing"),
    m: () => {
      video.muted = !video.muted;
    },
    f: () => (document.fullscreenElement ? document.exitFullscreen() : video.requestFullscreen()),
  };
  // Only within the player: a single letter elsewhere may be somebody's speech input, or for a figure.
  player.addEventListener("keydown", (event) => {
    const act = keys[event.key.toLowerCase()];
    if (!act || !speed || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("select, input:not([type=checkbox])")) return;
    event.preventDefault();
    act();
  });
})();

/* Questions: one chooses, checks, and reads why; without this script all reasons stand there. */
(() => {
  for (const form of document.querySelectorAll("form.question")) {
    const reasons = [...form.querySelectorAll(".reason")];
    const status = form.querySelector("[role=status]");
    const link = form.querySelector(".answer .action");
    for (const reason of reasons) reason.hidden = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = form.querySelector("input:checked");
      const reason = reasons[Number(chosen.value)];
      const isRight = chosen.value === form.dataset.right;
      reason.hidden = false;
      chosen.closest(".option").classList.add(isRight ? "right" : "wrong");
      status.textContent = reason.textContent;
      if (link) link.hidden = false;
    });
  }
})();

/* What is folded up is printed, too. */
(() => {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open]):not(.keys)")];
    for (const part of opened) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of opened) part.open = false;
  });
})();

/* Snippets can be copied. */
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const code = button.closest("figure").querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
    }
  });
}

/* An embedded page whose address names a figure, as in embed.html#lab, shows that alone. */
(() => {
  const main = document.querySelector("main.embedded");
  if (!main) return;
  function choose() {
    const name = location.hash.slice(1).split("?")[0];
    const figures = [...main.querySelectorAll("[data-figure]")];
    const wanted = figures.find((figure) => figure.dataset.figure === name);
    for (const figure of figures) figure.hidden = figure !== wanted;
    main.querySelector(".only-film").hidden = wanted !== undefined;
  }
  addEventListener("hashchange", choose);
  choose();
})();
