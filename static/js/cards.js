/* The cards in the scroll container: which one is in front of the listener, and their neighbours.

   Nothing above the current card is ever removed, for that moves what the listener sees. A card far
   away is hollowed instead: it keeps its place and its height, its content waits elsewhere. */

import { Hollow } from "./hollow.js";

const IN_FRONT = 0.6;
const FLING_MS = 250;
const FLING_SETTLES_MS = 80;
const SCROLLS_MS = 600;
const HOLLOW_AFTER_MS = 400;
const NEAR = 8;

export class Cards {
  #feed;
  #observer;
  #onChange;
  #hollow = new Hollow();
  #turn = 0; // a card that had to be filled does not come to the front after a later one
  #takenOut = new Set(); // ids of cards that do not come back on this page
  #lastSeenAt = -Infinity;
  #timer = 0;
  #hollowTimer = 0;
  #heading = null; // the card a button or key is scrolling to
  #headingUntil = 0;

  /* `onChange(card)` is called whenever another card is in front. */
  constructor(feed, onChange) {
    this.#feed = feed;
    this.#onChange = onChange;
    this.current = null;
    this.#observer = new IntersectionObserver((entries) => this.#seen(entries), {
      root: feed,
      threshold: IN_FRONT,
    });
    this.adopt();
  }

  get all() {
    return [...this.#feed.querySelectorAll(":scope > .card")];
  }

  /* Those below the current one. */
  get upcoming() {
    const all = this.all;
    return all.slice(all.indexOf(this.current) + 1).filter((card) => card.dataset.card);
  }

  /* Cards that arrived: a song that is or was here already is dropped, the rest is numbered and
     watched. */
  adopt() {
    const known = new Set();
    for (const card of this.all) {
      if (card.id && (known.has(card.id) || this.#takenOut.has(card.id))) {
        card.remove();
        continue;
      }
      known.add(card.id);
      if (card.matches("article")) {
        card.setAttribute("aria-posinset", known.size);
        card.setAttribute("aria-setsize", "-1");
        // A hollow card has no title to be named by.
        card.setAttribute("aria-label", `${card.dataset.title}, ${card.dataset.artist}`);
      }
      setReachable(card, card === this.current);
      this.#observer.observe(card);
    }
  }

  /* The card `distance` further down, or null at either end. */
  after(card, distance = 1) {
    const all = this.all;
    return all[all.indexOf(card) + distance] ?? null;
  }

  /* Takes away what lies below the current card, so that other songs can come instead. */
  dropAfterCurrent() {
    this.#headingUntil = 0;
    const all = this.all;
    for (const card of all.slice(all.indexOf(this.current) + 1)) {
      this.#observer.unobserve(card);
      this.#hollow.forget(card);
      card.remove();
    }
  }

  /* Puts a card below the current one right behind another one, or behind the current one; false
     where that would move what the listener sees. */
  place(card, behind) {
    const upcoming = this.upcoming;
    if (!upcoming.includes(card) || ![this.current, ...upcoming].includes(behind)) return false;
    if (behind !== card) behind.after(card);
    this.adopt();
    return true;
  }

  /* Takes one card below the current one away; returns a function that puts it back. */
  takeOut(card) {
    const follower = card.nextElementSibling;
    if (this.#heading === card) this.#headingUntil = 0;
    this.#observer.unobserve(card);
    this.#takenOut.add(card.id);
    card.remove();
    return () => {
      this.#takenOut.delete(card.id);
      if (this.upcoming.includes(follower)) follower.before(card);
      else this.#last.after(card);
      this.adopt();
    };
  }

  /* The last song that is here. */
  get #last() {
    return this.upcoming.at(-1) ?? this.current;
  }

  go(card) {
    if (!card) return;
    this.#fill(card);
    this.#heading = card;
    this.#headingUntil = performance.now() + SCROLLS_MS;
    const still = document.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches;
    card.scrollIntoView({ behavior: still ? "instant" : "smooth", block: "start" });
    // Behind a lock screen nothing is drawn, so nobody would see the card arrive.
    if (document.hidden) this.#front(card);
  }

  /* A second press counts on from where the first one is still scrolling to. */
  step(distance) {
    const scrolling = performance.now() < this.#headingUntil;
    this.go(this.after(scrolling ? this.#heading : this.current, distance));
  }

  #seen(entries) {
    const seen = entries.findLast(({ intersectionRatio }) => intersectionRatio > IN_FRONT - 0.05);
    if (!seen) return;
    clearTimeout(this.#timer);
    if (seen.target === this.current) return;
    // While cards fly past, the one that stays is waited for; a single swipe is answered at once.
    const flinging = performance.now() - this.#lastSeenAt < FLING_MS;
    this.#lastSeenAt = performance.now();
    if (flinging) this.#timer = setTimeout(() => this.#front(seen.target), FLING_SETTLES_MS);
    else this.#front(seen.target);
  }

  async #front(card) {
    if (card === this.current) return;
    const turn = (this.#turn += 1);
    // A card nearby is whole, and answered at once.
    if (this.#hollow.has(card)) await this.#fill(card);
    if (turn !== this.#turn) return;
    const hadFocus = this.current?.contains(document.activeElement);
    setReachable(card, true);
    // The keyboard or a screen reader was in the card that leaves: it would lose its place.
    if (hadFocus) card.focus({ preventScroll: true });
    if (this.current) setReachable(this.current, false);
    this.current = card;
    this.#onChange(card);
    clearTimeout(this.#hollowTimer);
    this.#hollowTimer = setTimeout(() => this.#hollowFarOnes(), HOLLOW_AFTER_MS);
  }

  #hollowFarOnes() {
    const all = this.all;
    const place = all.indexOf(this.current);
    all.forEach((card, number) => {
      const far = Math.abs(number - place) > NEAR;
      if (!far) this.#fill(card);
      else if (!this.#hollow.has(card)) this.#hollow.empty(card);
    });
  }

  async #fill(card) {
    if (!this.#hollow.has(card)) return;
    await this.#hollow.fill(card);
    setReachable(card, card === this.current);
  }
}

/* Buttons of cards that are not in front are out of the way of Tab and of screen readers. */
function setReachable(card, reachable) {
  for (const part of card.children) part.inert = !reachable;
}
