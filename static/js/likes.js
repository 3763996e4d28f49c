/* Likes: at once on the screen, then on the server; taken back with a word where that fails. */

import { toast } from "./toasts.js";

export function listenForLikes() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    const button = buttonOf(event.target);
    if (button) press(button, button.getAttribute("aria-pressed") !== "true");
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => {
      const button = buttonOf(event.target);
      if (!button) return;
      press(button, button.getAttribute("aria-pressed") !== "true");
      toast("That could not be saved. Are you online?");
    });
  }
}

export function toggleLike(card) {
  card?.querySelector("[data-like]")?.click();
}

/* A double tap likes; it never takes a like back. */
export function likeWithBurst(card, x, y) {
  const button = card.querySelector("[data-like]");
  if (button?.getAttribute("aria-pressed") !== "true") button?.click();
  const burst = card.querySelector(".burst");
  const box = burst.parentElement.getBoundingClientRect();
  burst.style.setProperty("--x", `${x - box.left}px`);
  burst.style.setProperty("--y", `${y - box.top}px`);
  delete burst.dataset.bursting;
  requestAnimationFrame(() => (burst.dataset.bursting = ""));
}

function buttonOf(target) {
  return target instanceof Element && target.matches("form.like")
    ? target.querySelector("[data-like]")
    : null;
}

function press(button, pressed) {
  button.setAttribute("aria-pressed", pressed);
}
