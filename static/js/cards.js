/* The cards in the scroll container: which one is in front of the listener, and their neighbours.

   Nothing above the current card is ever removed, for that moves what the listener sees. A card far
   away is hollowed instead: it keeps its place and its height, its content waits in memory. */

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
  #hollowed = new Map(); // card -> its content
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

  /* Cards that arrived: a song that is here already is dropped, the rest is numbered and watched. */
  adopt() {
    const known = new Set();
    for (const card of this.all) {
      if (card.id && known.has(card.id)) {
        card.remove();
        continue;
      }
      known.add(card.id);
      if (card.matches("article")) {
        card.setAttribute("aria-posinset", known.size);
        card.setAttribute("aria-setsize", "-1");
      }
      this.#observer.observe(card);
    }
  }

  /* The card `distance` further down, or null at either end. */
  after(card, distance = 1) {
    const all = this.all;
    return all[all.indexOf(card) + distance] ?? null;
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

  #front(card) {
    if (card === this.current) return;
    this.current = card;
    this.#fill(card);
    this.#onChange(card);
    clearTimeout(this.#hollowTimer);
    this.#hollowTimer = setTimeout(() => this.#hollow(), HOLLOW_AFTER_MS);
  }

  #hollow() {
    const all = this.all;
    const place = all.indexOf(this.current);
    all.forEach((card, number) => {
      const far = Math.abs(number - place) > NEAR;
      if (!far) this.#fill(card);
      else if (!this.#hollowed.has(card)) {
        const content = document.createDocumentFragment();
        content.append(...card.childNodes);
        this.#hollowed.set(card, content);
      }
    });
  }

  #fill(card) {
    const content = this.#hollowed.get(card);
    if (!content) return;
    card.append(content);
    this.#hollowed.delete(card);
  }
}
