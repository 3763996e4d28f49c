/* What comes next, as a list that can be put in another order and thinned out: the cards below the
   one in front follow. A song that is dropped was not heard: it comes another time. */

import { listenForDragging } from "./dragging.js";
import { fill, rowOf } from "./song_rows.js";
import { toast } from "./toasts.js";

const SHOWN = 12;
const UNDONE_TOGETHER_MS = 10000;

export class Queue {
  #list;
  #cards;
  #said;
  #onChange;
  #rows = new Map(); // card -> its row, for those shown
  #dropped = []; // functions that put cards back
  #droppedAt = -Infinity;

  /* `said` is where screen readers hear of moves; `onChange()` is called when other cards follow. */
  constructor(list, said, cards, onChange) {
    this.#list = list;
    this.#said = said;
    this.#cards = cards;
    this.#onChange = onChange;
    list.addEventListener("click", (event) => this.#press(event));
    listenForDragging(list, (row) => this.#place(row));
  }

  draw() {
    if ("dragging" in this.#list.dataset) return; // drawn when it is let go
    const shown = this.#cards.upcoming.slice(0, SHOWN);
    this.#rows = new Map(shown.map((card) => [card, this.#rows.get(card) ?? this.#made(card)]));
    fill(this.#list, [...this.#rows.values()]);
    this.#list.querySelectorAll("[data-move]").forEach((button) => {
      const row = button.closest("li");
      const atEnd = button.dataset.move < 0 ? !row.previousElementSibling : !row.nextElementSibling;
      button.setAttribute("aria-disabled", atEnd);
    });
  }

  #made(card) {
    const row = rowOf(card, () => this.#cards.go(card));
    const { title } = card.dataset;
    row.querySelector('[data-move="-1"]').setAttribute("aria-label", `Move ${title} up`);
    row.querySelector('[data-move="1"]').setAttribute("aria-label", `Move ${title} down`);
    row.querySelector("[data-drop]").setAttribute("aria-label", `Drop ${title}`);
    return row;
  }

  #cardOf(row) {
    return [...this.#rows].find(([, shown]) => shown === row)?.[0];
  }

  #press({ target }) {
    const button = target.closest("[data-move], [data-drop]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const row = button.closest("li");
    if ("drop" in button.dataset) this.#drop(row);
    else this.#step(row, Number(button.dataset.move), button);
  }

  #step(row, distance, button) {
    if (distance < 0) row.previousElementSibling.before(row);
    else row.nextElementSibling.after(row);
    button.focus({ preventScroll: true }); // an element that moves loses the focus
    this.#place(row);
  }

  /* The row's card goes to where the row is. */
  #place(row) {
    const card = this.#cardOf(row);
    const before = row.previousElementSibling;
    if (this.#cards.place(card, before ? this.#cardOf(before) : this.#cards.current)) {
      const place = [...this.#list.children].indexOf(row) + 1;
      const where = place === 1 ? "comes next" : `is number ${place} of ${this.#rows.size}`;
      this.#said.textContent = `${card.dataset.title} ${where}`;
      this.#onChange();
    }
    this.draw();
  }

  #drop(row) {
    const card = this.#cardOf(row);
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    if (performance.now() - this.#droppedAt > UNDONE_TOGETHER_MS) this.#dropped = [];
    this.#droppedAt = performance.now();
    this.#dropped.push(this.#cards.takeOut(card));
    this.#changed();
    neighbour?.querySelector("[data-drop]").focus({ preventScroll: true });
    const count = this.#dropped.length;
    const what = count === 1 ? `${card.dataset.title} comes` : `${count} songs come`;
    toast(`${what} another time.`, { words: "Undo", act: () => this.#undo() });
  }

  #undo() {
    for (const putBack of this.#dropped.reverse()) putBack();
    this.#dropped = [];
    this.#changed();
  }

  #changed() {
    this.#onChange();
    this.draw();
  }
}
