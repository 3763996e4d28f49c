/* Three audio elements, made once and never replaced: the card before, the card now, the card after.

   A clip that is loaded before the swipe sounds within milliseconds of it, and phones let an element
   play without a tap only if that very element was unlocked by one: so all three are, by the first.

   Fires `state` {card, state} with state "loading", "playing", "paused" or "failed", and `refused`
   where the browser wants a tap first. */

import { silence } from "./silence.js";

const ELEMENTS = 3;
const STALLS_MS = 12000;
const LOADED = HTMLMediaElement.HAVE_FUTURE_DATA;

export class Player extends EventTarget {
  #elements = [];
  #cards = new Map(); // element -> the card whose clip it holds
  #current = null;
  #activation = 0; // answers of play() that belong to an earlier swipe are ignored
  #wanted = false; // the listener wants sound: the next card will have it
  #sounding = false; // this card shall be heard now
  #stallTimer = 0;

  constructor(parent) {
    super();
    for (let number = 0; number < ELEMENTS; number += 1) {
      const element = new Audio();
      element.preload = "auto";
      element.loop = true;
      this.#listen(element);
      parent.append(element);
      this.#elements.push(element);
    }
  }

  get started() {
    return this.#wanted;
  }

  get card() {
    return this.#cards.get(this.#current) ?? null;
  }

  get playing() {
    return this.#sounding && !this.#current.paused && !this.#current.error;
  }

  get position() {
    return this.#current?.currentTime ?? 0;
  }

  get duration() {
    return this.#current?.duration || 0;
  }

  set muted(muted) {
    for (const element of this.#elements) element.muted = muted;
  }

  /* The clip of `card` from its beginning, the neighbours made ready behind it. */
  show(card, before, after) {
    this.stop();
    const near = [card, before, after].filter(Boolean);
    this.#current = this.#elementFor(card, near);
    rewind(this.#current);
    if (this.#wanted) this.#play();
    else this.#say("paused");
    for (const neighbour of [after, before]) {
      if (neighbour) rewind(this.#elementFor(neighbour, near));
    }
  }

  /* New cards arrived below: the next one's clip is wanted now. */
  prepare(before, after) {
    if (this.card) this.#elementFor(after, [this.card, before, after].filter(Boolean));
  }

  /* By the listener's own hand: within a tap this also unlocks the elements. */
  play() {
    if (!this.#current) return;
    if (!this.#wanted) this.#unlock();
    this.#wanted = true;
    this.#play();
  }

  /* Paused by the listener's own hand, so the next swipe sounds again. */
  pause() {
    if (!this.#current) return;
    this.#hush();
    this.#say("paused");
  }

  /* No card with a clip is in front. */
  stop() {
    this.#hush();
    this.#current = null;
  }

  seek(seconds) {
    if (!this.#current || !Number.isFinite(seconds)) return;
    this.#current.currentTime = Math.max(0, Math.min(seconds, this.duration - 0.05));
  }

  retry() {
    if (!this.#current) return;
    this.#current.load();
    this.play();
  }

  #play() {
    const element = this.#current;
    const activation = (this.#activation += 1);
    this.#sounding = true;
    if (element.error) element.load();
    this.#say(element.readyState >= LOADED ? "playing" : "loading");
    this.#watch();
    element.play().then(
      () => {
        if (element !== this.#current || !this.#sounding) element.pause();
      },
      (error) => {
        if (activation === this.#activation) this.#refused(error);
      },
    );
  }

  #refused(error) {
    if (error.name === "AbortError") return; // paused while it was loading
    this.#sounding = false;
    if (error.name === "NotAllowedError") {
      this.#wanted = false;
      this.#say("paused");
      this.dispatchEvent(new Event("refused"));
    } else {
      this.#say("failed");
    }
  }

  /* Played and paused at once: allowed from now on, and nothing is heard. */
  #unlock() {
    for (const element of this.#elements) {
      if (element === this.#current) continue;
      if (!element.src) element.src = silence();
      element.play().catch(() => {});
      element.pause();
    }
  }

  #hush() {
    this.#activation += 1;
    this.#sounding = false;
    clearTimeout(this.#stallTimer);
    for (const element of this.#elements) element.pause();
  }

  #elementFor(card, near) {
    const holder = this.#elements.find((element) => this.#cards.get(element) === card);
    if (holder) return holder;
    const free = this.#elements.find((element) => !near.includes(this.#cards.get(element)));
    this.#cards.set(free, card);
    free.src = card.dataset.audio;
    return free;
  }

  #listen(element) {
    const whenCurrent = (type, handle) =>
      element.addEventListener(type, () => {
        if (element === this.#current && this.#sounding) handle();
      });
    whenCurrent("playing", () => {
      clearTimeout(this.#stallTimer);
      this.#say("playing");
    });
    whenCurrent("waiting", () => {
      this.#watch();
      this.#say("loading");
    });
    whenCurrent("error", () => {
      this.#sounding = false;
      this.#say("failed");
    });
    whenCurrent("pause", () => {
      if (element.paused) this.#pausedFromOutside();
    });
  }

  /* A call came in, the headphones were unplugged: silence until the listener asks for sound. */
  #pausedFromOutside() {
    this.#hush();
    this.#wanted = false;
    this.#say("paused");
  }

  /* A clip that neither comes nor fails counts as failed after a while. */
  #watch() {
    clearTimeout(this.#stallTimer);
    this.#stallTimer = setTimeout(() => {
      if (this.#sounding && this.#current.readyState < LOADED) this.#say("failed");
    }, STALLS_MS);
  }

  #say(state) {
    this.dispatchEvent(new CustomEvent("state", { detail: { card: this.card, state } }));
  }
}

function rewind(element) {
  if (element.currentTime > 0) element.currentTime = 0;
}
