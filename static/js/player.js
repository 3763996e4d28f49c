/* The sound of the card in front, with the clips of its neighbours ready behind it.

   Fires `state` {card, state, trouble} with state "loading", "playing", "paused" or "failed" and what
   is wrong (watchdog.js) where it failed; `begins` where a clip shall be heard from now on; `ended`
   where it does not start again by itself; `moved` where the sound jumped; `refused` where the browser
   wants a tap first. */

import { Deck } from "./deck.js";
import { Watchdog } from "./watchdog.js";

const LOADED = HTMLMediaElement.HAVE_FUTURE_DATA;

export class Player extends EventTarget {
  #deck;
  #watchdog;
  #current = null;
  #activation = 0; // answers of play() that belong to an earlier swipe are ignored
  #wanted = false; // the listener wants sound: the next card will have it
  #sounding = false; // this card shall be heard now
  #trouble = ""; // shown until there is sound: trying again behind it is no news

  constructor(parent, addressOf) {
    super();
    this.#deck = new Deck(parent, addressOf);
    this.#deck.elements.forEach((element) => this.#listen(element));
    this.#watchdog = new Watchdog(
      (trouble) => {
        this.#trouble = trouble;
        this.#say("failed");
      },
      () => this.#reload(),
    );
  }

  get started() {
    return this.#wanted;
  }

  get card() {
    return this.#deck.cardOf(this.#current);
  }

  /* Heard, or on its way to be. */
  get sounding() {
    return this.#sounding;
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
    this.#deck.setAll({ muted });
  }

  /* Whether a clip starts again at its end. */
  set loop(loop) {
    this.#deck.setAll({ loop });
  }

  /* The clip of `card`, its neighbours made ready behind it. */
  show(card, before, after, fromS = 0) {
    this.stop();
    const near = [card, before, after].filter(Boolean);
    this.#current = this.#deck.elementFor(card, near);
    place(this.#current, fromS);
    if (this.#wanted) this.#play();
    else this.#say("paused");
    for (const neighbour of [after, before]) {
      if (neighbour) place(this.#deck.elementFor(neighbour, near), 0);
    }
  }

  /* New cards arrived below: the next one's clip is wanted now. */
  prepare(before, after) {
    if (this.card) this.#deck.elementFor(after, [this.card, before, after].filter(Boolean));
  }

  /* Waits while the clip of `card` is loading; whether it is there then, ready to sound. */
  loaded(card) {
    return this.#deck.loaded(card);
  }

  /* By the listener's own hand: within a tap this also unlocks the elements. Where that was quicker
     than the first card came to the front, the card sounds when it does. */
  play() {
    if (!this.#wanted) this.#deck.unlock(this.#current);
    this.#wanted = true;
    if (this.#current) this.#play();
  }

  /* Without a tap, where the browser lets it; where it does not, nothing happens. */
  async playIfAllowed() {
    const element = this.#current;
    if (this.#wanted || navigator.getAutoplayPolicy?.(element) === "disallowed") return;
    try {
      await element.play();
    } catch {
      return; // refused, or swiped away before it was there
    }
    if (element === this.#current) this.play();
    else element.pause();
  }

  /* Paused by the listener's own hand, so the next swipe sounds again. */
  pause() {
    if (!this.#current) return;
    this.#hush();
    this.#say("paused");
  }

  /* Silent until the listener asks for sound: a swipe does not. */
  rest() {
    this.#wanted = false;
    this.pause();
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
    this.#watchdog.calm();
    this.#trouble = "";
    this.#wanted = true;
    this.#reload();
  }

  /* Loaded anew, and on from where it was. */
  #reload() {
    const fromS = this.position;
    this.#current.load();
    place(this.#current, fromS);
    this.#play();
  }

  #play() {
    const element = this.#current;
    const activation = (this.#activation += 1);
    this.#sounding = true;
    this.dispatchEvent(new Event("begins"));
    if (element.error) element.load();
    if (!this.#trouble) this.#say(element.readyState >= LOADED ? "playing" : "loading");
    this.#watchdog.watch(element);
    element.play().then(
      () => {
        if (element !== this.#current || !this.#sounding) element.pause();
      },
      (error) => {
        // That a clip cannot be had is the element's own event.
        if (activation === this.#activation && error.name === "NotAllowedError") this.#refused();
      },
    );
  }

  #refused() {
    this.rest();
    this.dispatchEvent(new Event("refused"));
  }

  #hush() {
    this.#activation += 1;
    this.#sounding = false;
    this.#trouble = "";
    this.#watchdog.calm();
    this.#deck.pause();
  }

  #listen(element) {
    const whenCurrent = (type, handle) =>
      element.addEventListener(type, () => {
        if (element === this.#current && this.#sounding) handle();
      });
    whenCurrent("playing", () => {
      this.#watchdog.sounds();
      this.#trouble = "";
      this.#say("playing");
    });
    whenCurrent("waiting", () => {
      this.#watchdog.watch(element);
      if (!this.#trouble) this.#say("loading");
    });
    whenCurrent("error", () => this.#watchdog.failed(element));
    whenCurrent("ended", () => this.dispatchEvent(new Event("ended")));
    // A call came in, the headphones were unplugged; what ends or fails pauses too.
    whenCurrent("pause", () => {
      if (element.paused && !element.ended && !element.error) this.rest();
    });
    element.addEventListener("seeked", () => {
      if (element === this.#current) this.dispatchEvent(new Event("moved"));
    });
  }

  #say(state) {
    const detail = { card: this.card, state, trouble: this.#trouble };
    this.dispatchEvent(new CustomEvent("state", { detail }));
  }
}

function place(element, seconds) {
  if (element.currentTime !== seconds) element.currentTime = seconds;
}
