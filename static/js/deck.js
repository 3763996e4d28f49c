/* Three audio elements, made once and never replaced: the card before, the card now, the card after.

   A clip that is loaded before the swipe sounds within milliseconds of it, and phones let an element
   play without a tap only if that very element was unlocked by one: so all three are, by the first. */

import { silence } from "./silence.js";

const ELEMENTS = 3;

export class Deck {
  #addressOf;
  #cards = new Map(); // element -> the card whose clip it holds

  /* `addressOf(card)` is where its clip lies. */
  constructor(parent, addressOf) {
    this.#addressOf = addressOf;
    this.elements = Array.from({ length: ELEMENTS }, () => {
      const element = Object.assign(new Audio(), { preload: "auto", loop: true });
      parent.append(element);
      return element;
    });
  }

  cardOf(element) {
    return this.#cards.get(element) ?? null;
  }

  /* The element with the clip of `card`: one that has it, or one that holds nothing of `near`. */
  elementFor(card, near) {
    const holder = this.elements.find((element) => this.#cards.get(element) === card);
    if (holder) return holder;
    const free = this.elements.find((element) => !near.includes(this.#cards.get(element)));
    this.#cards.set(free, card);
    free.src = this.#addressOf(card);
    return free;
  }

  /* Waits while an element loads the clip of `card`; whether there is one that has it then. A phone that
     ignores `preload` loads nothing until it plays. */
  async loaded(card) {
    const holder = this.elements.find((element) => this.#cards.get(element) === card);
    const loads = () => this.#cards.get(holder) === card && holder.networkState === holder.NETWORK_LOADING;
    while (holder && loads()) await firstOf(holder, ["suspend", "error", "emptied"]);
    return this.#cards.get(holder) === card && holder.readyState > holder.HAVE_METADATA;
  }

  /* Played and paused at once: allowed from now on, and nothing is heard. */
  unlock(except) {
    for (const element of this.elements) {
      if (element === except) continue;
      if (!element.src) element.src = silence();
      element.play().catch(() => {});
      element.pause();
    }
  }

  pause() {
    for (const element of this.elements) element.pause();
  }

  setAll(values) {
    for (const element of this.elements) Object.assign(element, values);
  }
}

function firstOf(element, types) {
  return new Promise((go) => {
    const heard = new AbortController();
    const stop = () => (heard.abort(), go());
    for (const type of types) element.addEventListener(type, stop, { signal: heard.signal });
  });
}
