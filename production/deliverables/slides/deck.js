// A beat plays when its slide comes, and stops on its last picture; a slide one goes back to is finished.
"use strict";
(() => {
  const root = document.querySelector(".reveal");
  const beats = [...document.querySelectorAll(".beat")];
  const sound = document.getElementById("sound");
  const contents = document.getElementById("contents");
  // In the presenter's window nothing moves, and nothing is heard.
  const isPreview = new URLSearchParams(location.search).has("receiver");
  let isMuted = !sound;
  let isFollowingLink = false;
  let current = -1;

  const embedded = new Map();
  for (const script of document.querySelectorAll("script[data-name]")) embedded.set(script.dataset.name, script);

  // Where a file is: beside this page, or in it.
  function address(name) {
    const script = embedded.get(name);
    if (!script) return name;
    if (!script.dataset.address) {
      const bytes = Uint8Array.from(atob(script.textContent), (character) => character.charCodeAt(0));
      script.dataset.address = URL.createObjectURL(new Blob([bytes], { type: script.dataset.type }));
    }
    return script.dataset.address;
  }

  function loadPictures(beat) {
    for (const image of beat.querySelectorAll("img:not([src])")) image.src = address(image.dataset.file);
  }

  // A browser plays only so many films at a time: those near the slide are loaded, the others let go.
  function load(number) {
    beats.forEach((beat, index) => {
      const isNear = index >= number - 1 && index <= number + 2;
      if (isNear) loadPictures(beat);
      const video = beat.querySelector("video");
      if (!video || isPreview || video.hasAttribute("src") === isNear) return;
      if (isNear) {
        video.poster = address(video.dataset.poster);
        video.src = address(video.dataset.file);
      } else {
        video.removeAttribute("src");
        video.load();
      }
    });
  }

  async function play(video) {
    video.muted = isMuted;
    try {
      await video.play();
    } catch (error) {
      if (error.name !== "NotAllowedError") return;
      // Browsers are silent until a key is pressed or something is clicked.
      video.muted = true;
      sound.textContent = "Click for sound";
      sound.classList.add("asked");
      await video.play().catch(() => {});
    }
  }

  const isAsked = () => sound?.classList.contains("asked");

  function mute(muted) {
    isMuted = muted;
    sound.classList.remove("asked");
    sound.textContent = isMuted ? "Sound on" : "Sound off";
    for (const video of document.querySelectorAll("video")) video.muted = isMuted;
  }

  // Its picture stays beneath that of the next slide until a browser that is slow has drawn that one.
  function leave(beat) {
    const video = beat.querySelector("video");
    const sections = [beat, beat.parentElement];
    video?.pause();
    for (const section of sections) section.classList.add("leaving");
    const go = () => {
      for (const section of sections) section.classList.remove("leaving");
      if (video?.currentTime > 0 && beat !== beats[current]) video.currentTime = 0;
    };
    requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(go)));
  }

  function arrive(number, isFinished) {
    if (number < 0 || number === current) return;
    if (current >= 0) leave(beats[current]);
    current = number;
    load(number);
    const video = beats[number].querySelector("video");
    beats[number].classList.toggle("finished", isFinished || isPreview || !video);
    if (video && !isFinished && !isPreview) {
      if (video.currentTime > 0) video.currentTime = 0;
      play(video);
    }
    const scene = Reveal.getIndices().h;
    contents.querySelectorAll("li").forEach((item, index) => {
      if (index === scene) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    });
  }

  function again() {
    const beat = beats[current];
    const video = beat.querySelector("video");
    if (!video) return;
    beat.classList.remove("finished");
    video.currentTime = 0;
    play(video);
  }

  function pause(beat) {
    const video = beat.querySelector("video");
    if (!video || Reveal.isOverview()) return;
    if (isAsked()) sound.click();
    else if (beat.classList.contains("finished") || video.ended) again();
    else if (video.paused) play(video);
    else video.pause();
  }

  function openContents() {
    contents.showModal();
    contents.querySelector("[aria-current] a")?.focus();
  }

  function goToEnd() {
    const { h, v } = Reveal.getIndices(beats.at(-1));
    Reveal.slide(h, v);
  }

  Reveal.on("slidechanged", ({ currentSlide }) => {
    const number = beats.indexOf(currentSlide);
    arrive(number, number === current - 1 && !isFollowingLink);
    isFollowingLink = false;
  });
  Reveal.on("ready", ({ currentSlide }) => {
    arrive(beats.indexOf(currentSlide), false);
    if (Reveal.isPrintView()) beats.forEach(loadPictures);
    Reveal.addKeyBinding({ keyCode: 84, key: "T", description: "Contents" }, openContents);
    Reveal.addKeyBinding({ keyCode: 82, key: "R", description: "Play the slide again" }, again);
    if (sound) Reveal.addKeyBinding({ keyCode: 77, key: "M", description: "Sound on or off" }, () => sound.click());
  });
  Reveal.on("overviewshown", () => beats.forEach(loadPictures));
  beats.forEach((beat) => beat.addEventListener("click", () => pause(beat)));

  document.getElementById("open-contents").onclick = openContents;
  document.getElementById("close-contents").onclick = () => contents.close();
  contents.onclick = ({ target }) => {
    isFollowingLink = target.matches("a");
    if (isFollowingLink || target === contents) contents.close();
  };
  document.getElementById("notes").onclick = () => Reveal.getPlugin("notes").open();
  document.getElementById("screen").onclick = () => Reveal.triggerKey(70);
  if (sound) {
    sound.onclick = () => {
      if (!isAsked()) return mute(!isMuted);
      mute(false);
      again();
    };
    addEventListener("keyup", () => isAsked() && mute(false));
  }

  let sleep;
  function wake() {
    document.body.classList.remove("idle");
    clearTimeout(sleep);
    sleep = setTimeout(() => document.body.classList.add("idle"), 2500);
  }
  addEventListener("pointermove", wake);
  // A finger that only taps does not move.
  addEventListener("click", wake);
  addEventListener("focusin", wake);
  document.body.classList.add("idle");

  Reveal.initialize({
    width: Number(root.dataset.width),
    height: Number(root.dataset.height),
    margin: 0,
    minScale: 0.05,
    maxScale: 10,
    center: false,
    hash: true,
    transition: "none",
    backgroundTransition: "none",
    autoPlayMedia: false,
    controlsTutorial: false,
    // A phone shows slides, too, and not a page of them all.
    scrollActivationWidth: null,
    pdfSeparateFragments: false,
    // A presenter's remote control has two keys, and goes from beat to beat; End goes to the last of all.
    keyboard: { 37: "prev", 39: "next", 35: goToEnd },
    keyboardCondition: () => !contents.open,
    plugins: [RevealNotes],
  });
})();
