/* The songs after this one, beside the card on wide screens. */

import { soundClasses } from "./tint.js";

const SHOWN = 3;

export function listUpNext(list, cards) {
  const all = cards.all;
  const place = all.indexOf(cards.current);
  const next = all.slice(place + 1, place + 1 + SHOWN).filter((card) => card.dataset.card);
  list.replaceChildren(...next.map((card) => row(card, () => cards.go(card))));
}

function row(card, go) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = soundClasses(card).join(" ");
  button.append(picture(card), names(card), tempo(card));
  button.addEventListener("click", go);
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function picture(card) {
  const cover = card.querySelector("img.disc");
  if (!cover) return Object.assign(document.createElement("span"), { className: "thumb thumb-drawn" });
  const size = { width: 48, height: 48 };
  return Object.assign(document.createElement("img"), { className: "thumb", src: cover.src, alt: "", ...size });
}

function names(card) {
  const block = document.createElement("span");
  block.className = "song-row-names";
  for (const [className, text] of [
    ["song-row-title", card.dataset.title],
    ["song-row-artist", card.dataset.artist],
  ]) {
    block.append(Object.assign(document.createElement("span"), { className, textContent: text, dir: "auto" }));
  }
  return block;
}

function tempo(card) {
  const text = card.dataset.tempo;
  return Object.assign(document.createElement("span"), { className: "song-row-facts", textContent: text });
}
