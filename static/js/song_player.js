/* A whole song: the waveform as a slider, and buttons in place of the browser's own. */

import { clock } from "./timeline.js";

const STRIP_WIDTH = 120;
const ARROW_S = 5;
const PAGE_SHARE = 0.1;

export class SongPlayer {
  #root;
  #audio;
  #strip;
  #frame = 0;

  constructor(root) {
    this.#root = root;
    this.#audio = root.querySelector("audio");
    this.#strip = root.querySelector("[data-seek]");
    this.#audio.hidden = true;
    for (const part of root.querySelectorAll("[data-transport], [data-jump]")) part.hidden = false;
    this.#becomeSlider();
    root.addEventListener("click", ({ target }) => this.#press(target));
    for (const type of ["play", "playing", "waiting", "pause", "ended", "error", "seeking", "timeupdate"]) {
      this.#audio.addEventListener(type, () => this.#show());
    }
    this.#show();
  }

  get duration() {
    return this.#audio.duration || Number(this.#root.dataset.duration);
  }

  get position() {
    return this.#audio.currentTime;
  }

  get state() {
    if (this.#audio.error) return "failed";
    if (this.#audio.paused) return "paused";
    return this.#audio.readyState < HTMLMediaElement.HAVE_FUTURE_DATA ? "loading" : "playing";
  }

  play() {
    this.#audio.play().catch(() => this.#show());
  }

  pause() {
    this.#audio.pause();
  }

  toggle() {
    if (this.#audio.paused) this.play();
    else this.pause();
  }

  seek(toS) {
    this.#audio.currentTime = Math.max(0, Math.min(toS, this.duration));
    this.#draw();
  }

  skip(seconds) {
    this.seek(this.position + seconds);
  }

  #press(target) {
    const { skip, jump, play, retry } = target.closest("button")?.dataset ?? {};
    if (play !== undefined) this.toggle();
    if (skip) this.skip(Number(skip));
    if (jump || retry !== undefined) {
      const toS = jump ? Number(jump) : this.position;
      if (this.#audio.error) this.#audio.load();
      this.seek(toS);
      this.play();
    }
  }

  #show() {
    const { state } = this;
    this.#root.dataset.state = state;
    this.#root.querySelector("[data-play]").ariaLabel = state === "paused" ? "Play" : "Pause";
    this.#root.querySelector("[data-failure]").hidden = state !== "failed";
    cancelAnimationFrame(this.#frame);
    this.#follow();
  }

  #follow() {
    this.#draw();
    if (this.state === "playing") this.#frame = requestAnimationFrame(() => this.#follow());
  }

  #draw() {
    const place = ((STRIP_WIDTH * this.position) / this.duration).toFixed(2);
    this.#strip.querySelector("[data-heard]").setAttribute("width", place);
    this.#strip.querySelector("[data-head]").setAttribute("x", place);
    const now = this.#root.querySelector("[data-now]");
    const text = clock(this.position);
    if (now.textContent === text && this.#strip.ariaValueText) return;
    now.textContent = text;
    this.#strip.ariaValueNow = Math.round(this.position);
    this.#strip.ariaValueText = `${text} of ${clock(this.duration)}`;
  }

  #becomeSlider() {
    const strip = this.#strip;
    Object.assign(strip, { role: "slider", tabIndex: 0, ariaLabel: "Position in the song" });
    Object.assign(strip, { ariaValueMin: 0, ariaValueMax: Math.round(this.duration) });
    const shareAt = ({ clientX }) => {
      const box = strip.getBoundingClientRect();
      return Math.max(0, Math.min((clientX - box.left) / box.width, 1));
    };
    strip.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      strip.setPointerCapture(event.pointerId);
      this.seek(shareAt(event) * this.duration);
    });
    strip.addEventListener("pointermove", (event) => {
      const share = shareAt(event);
      if (strip.hasPointerCapture(event.pointerId)) this.seek(share * this.duration);
      this.#hover(event.pointerType === "mouse" ? share : null);
    });
    strip.addEventListener("pointerleave", () => this.#hover(null));
    strip.addEventListener("keydown", (event) => this.#key(event));
  }

  /* What a press of the mouse would play. */
  #hover(share) {
    const bubble = this.#strip.querySelector("[data-hover]");
    bubble.hidden = share === null;
    bubble.textContent = clock((share ?? 0) * this.duration);
    bubble.style.setProperty("--at", share ?? 0);
  }

  #key(event) {
    const page = PAGE_SHARE * this.duration;
    const steps = { ArrowLeft: -ARROW_S, ArrowDown: -ARROW_S, ArrowRight: ARROW_S, ArrowUp: ARROW_S };
    Object.assign(steps, { PageDown: -page, PageUp: page, Home: -Infinity, End: Infinity });
    if (!(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.skip(steps[event.key]);
  }
}
