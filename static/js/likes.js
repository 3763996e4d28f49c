/* Liking from the keyboard and by double tap. */

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
