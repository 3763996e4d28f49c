/* What was heard in this visit, the latest first; pressing a row goes back to its card. */

import { fill, rowOf } from "./song_rows.js";

const SHOWN = 20;
const HEARD_MS = 1000;

export class Heard {
  #list;
  #cards;
  #rows = new Map(); // card -> its row, the latest last

  constructor(list, cards) {
    this.#list = list;
    this.#cards = cards;
  }

  /* A card was left after so much of it was heard. */
  left(card, heardMs) {
    if (!card || heardMs < HEARD_MS) return;
    const row = this.#rows.get(card) ?? rowOf(card, () => this.#cards.go(card));
    this.#rows.delete(card);
    this.#rows.set(card, row);
    const [oldest] = this.#rows.keys();
    if (this.#rows.size > SHOWN) this.#rows.delete(oldest);
    fill(this.#list, [...this.#rows.values()].reverse());
  }
}
