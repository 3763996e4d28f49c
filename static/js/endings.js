/* What follows the end of a clip: it starts again, or the next one begins by itself, or the listener
   has heard as much as they wanted to and is told so. */

import { settings } from "./settings.js";

/* `next()` is the card below, or null; `go(card)` goes there. Returns a function to call before
   another card is shown: it ends the session where it is over. */
export function decideEndings({ player, length, dialog, next, go }) {
  const draw = () => (player.loop = !settings.get("keepListening") && !length.over);
  settings.addEventListener("change", draw);
  length.addEventListener("change", draw);
  draw();

  const end = () => {
    player.rest();
    const { most, unit } = length.left;
    dialog.querySelector("[data-most]").textContent = `${most} ${unit}`;
    if (!dialog.open) dialog.showModal();
  };

  player.addEventListener("ended", () => {
    const card = next();
    if (length.over) end();
    // Nobody wants the card to leave under the sheet they are reading.
    else if (card && !document.querySelector("dialog[open]")) go(card);
    else player.play();
  });

  dialog.addEventListener("close", () => {
    length.startAgain();
    if (dialog.returnValue === "go-on") player.play();
    dialog.returnValue = "";
  });

  return () => {
    if (length.over && player.started) end();
  };
}
