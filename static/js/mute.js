/* Sound off and on, remembered for the next visit. */

import { recall, remember } from "./storage.js";

const MUTED = "clipfeed-muted";

/* Returns a function that turns sound off or on. */
export function listenForMute(button, player) {
  const set = (muted) => {
    player.muted = muted;
    button.setAttribute("aria-pressed", muted);
    remember(MUTED, muted);
  };
  const toggle = () => set(button.getAttribute("aria-pressed") !== "true");
  button.addEventListener("click", toggle);
  set(recall(MUTED) === true);
  return toggle;
}
