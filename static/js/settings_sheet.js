/* The sheets of the feed itself: its settings, and all keys and gestures. */

import { savesData } from "./saver.js";
import { settings } from "./settings.js";
import { openSheet } from "./sheets.js";

/* Returns a function that shows the sheet of a template by its id. */
export function listenForSettings() {
  const show = (id) => {
    const sheet = openSheet(document.getElementById(id));
    draw(sheet);
    // Scrolled and read from its top, whichever button the browser would have chosen.
    sheet.closest("dialog").scrollTop = 0;
  };
  document.addEventListener("click", ({ target }) => {
    const opener = target.closest("[data-template]");
    if (opener) show(opener.dataset.template);
  });
  document.addEventListener("change", ({ target }) => {
    const name = target.dataset?.setting;
    if (name) settings.set(name, target.type === "checkbox" ? target.checked : target.value);
  });
  settings.addEventListener("change", () => draw(document));
  return show;
}

function draw(within) {
  for (const control of within.querySelectorAll("[data-setting]")) {
    const value = settings.get(control.dataset.setting);
    if (control.type === "checkbox") control.checked = value;
    else control.value = value;
  }
  const saver = within.querySelector("[data-saver-now]");
  if (saver) saver.textContent = savesData() ? "On now." : "Off now.";
  const motion = within.querySelector("[data-motion-now]");
  if (!motion) return;
  const less = matchMedia("(prefers-reduced-motion: reduce)").matches;
  motion.textContent = less ? "less motion" : "full motion";
}
