/* Sound off and on, remembered for the next visit. */

import { settings } from "./settings.js";

/* Returns a function that turns sound off or on. */
export function listenForMute(button, player) {
  const draw = () => {
    player.muted = settings.get("muted");
    button.setAttribute("aria-pressed", settings.get("muted"));
  };
  const toggle = () => settings.set("muted", !settings.get("muted"));
  button.addEventListener("click", toggle);
  settings.addEventListener("change", draw);
  draw();
  return toggle;
}
