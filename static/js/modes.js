/* What is special about this session, said on the card: no sound, it goes on by itself, saves data,
   ends. */

import { savesData } from "./saver.js";
import { settings } from "./settings.js";

export function drawModes(place, { left }) {
  const words = [];
  if (settings.get("muted")) words.push(["muted", "Sound off"]);
  if (settings.get("keepListening")) words.push(["keep", "Keeps playing"]);
  if (left) words.push(["length", left.count ? `${counted(left)} left` : "Last song"]);
  if (savesData()) words.push(["saver", "Saves data"]);
  if (words.map(([, text]) => text).join() === place.dataset.shown) return;
  place.dataset.shown = words.map(([, text]) => text).join();
  place.replaceChildren(...words.map(chip));
  place.parentElement.hidden = words.length === 0;
}

function chip([className, textContent]) {
  return Object.assign(document.createElement("span"), { className: `mode mode-${className}`, textContent });
}

function counted({ unit, count }) {
  const whole = Math.ceil(count);
  return `${whole} ${whole === 1 ? unit.replace(/s$/, "") : unit}`;
}
