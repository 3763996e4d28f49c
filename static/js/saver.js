/* Saving data: clips with half the bits, fewer of them ahead, and drawn covers instead of pictures.

   The listener's own choice comes first; left to the browser, it follows what the browser and the
   connection say. */

import { settings } from "./settings.js";

const SLOW = ["slow-2g", "2g", "3g"];

export function savesData() {
  const choice = settings.get("dataSaver");
  return choice === "auto" ? browserSavesData() : choice === "on";
}

/* The address of a card's clip. */
export function clipOf({ dataset }) {
  return savesData() ? dataset.audioSmall : dataset.audio;
}

/* The server draws the covers of the cards that come: it has to know. */
export function tellServerOfSaving() {
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (savesData()) detail.headers["Save-Data"] = "on";
  });
}

function browserSavesData() {
  const { saveData, effectiveType } = navigator.connection ?? {};
  const serverWasAsked = document.querySelector("[data-saves-data]") !== null;
  return saveData === true || SLOW.includes(effectiveType) || serverWasAsked;
}
