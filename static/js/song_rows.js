/* Cards as rows of a list, made from the page's row template. */

import { soundClasses } from "./tint.js";

const COVER_PX = 48;

/* A list item for `card`; pressing it calls `go()`. */
export function rowOf(card, go) {
  const row = document.getElementById("queue-row").content.firstElementChild.cloneNode(true);
  const { title, artist, tempo, cover } = card.dataset;
  row.classList.add(...soundClasses(card));
  row.querySelector(".song-row-title").textContent = title;
  row.querySelector(".song-row-artist").textContent = artist;
  row.querySelector(".song-row-facts").textContent = tempo;
  if (cover) row.querySelector(".thumb").replaceWith(picture(cover));
  row.querySelector("[data-go]").addEventListener("click", go);
  return row;
}

/* Shows `rows` and no others; those that stay keep the focus. */
export function fill(list, rows) {
  const shown = [...list.children];
  if (rows.length === shown.length && rows.every((row, place) => row === shown[place])) return;
  const focused = document.activeElement;
  list.replaceChildren(...rows);
  if (list.contains(focused)) focused.focus({ preventScroll: true });
}

function picture(src) {
  const size = { width: COVER_PX, height: COVER_PX };
  return Object.assign(document.createElement("img"), { className: "thumb", src, alt: "", ...size });
}
