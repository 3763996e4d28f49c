/* The content of cards that are far away, kept out of the page: a visit of hundreds of songs holds no
   more nodes and no larger heap than one of twenty. */

export class Hollow {
  #contents = new Map(); // card -> its HTML as a blob, which the browser may put on disk

  has(card) {
    return this.#contents.has(card);
  }

  empty(card) {
    this.#contents.set(card, new Blob([card.innerHTML]));
    card.replaceChildren();
    forgetAttributeNodes(card);
  }

  /* Done when the card is whole again. */
  async fill(card) {
    const content = this.#contents.get(card);
    if (!content) return;
    const html = await content.text();
    if (this.#contents.get(card) !== content) return; // filled or forgotten meanwhile
    this.#contents.delete(card);
    card.innerHTML = html;
    htmx.process(card);
  }

  forget(card) {
    this.#contents.delete(card);
  }
}

/* htmx has looked at each attribute, and the browser keeps a node for it since; one that is written
   anew has none. */
function forgetAttributeNodes(element) {
  for (const { name, value } of [...element.attributes]) {
    element.removeAttribute(name);
    element.setAttribute(name, value);
  }
}
