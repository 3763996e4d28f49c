/* Where the listener was: the second of the clip in front, so that a reload, the way back, or a tab
   opened again goes on there. The address says the card (settled.js).

   Who reloads the page in the middle of a sound goes on hearing it, where the browser lets it. */

import { recall, recallInTab, remember, rememberInTab } from "./storage.js";

const KEPT = "clipfeed-place";
const KEEP_EVERY_MS = 2000;
const GOOD_FOR_MS = 12 * 3600 * 1000;
const JUST_NOW_MS = 30 * 1000;

export class Places {
  #player;
  #leftInTab = recallInTab(KEPT);
  #left = this.#leftInTab ?? recall(KEPT); // where this tab, or the last one, was left

  constructor(player) {
    this.#player = player;
    // The card in the address comes first on the page; Firefox would scroll as far as before, past it.
    history.scrollRestoration = "manual";
    setInterval(() => this.#keep(), KEEP_EVERY_MS);
    addEventListener("pagehide", () => this.#keep());
    document.addEventListener("visibilitychange", () => this.#keep());
  }

  /* The second at which `card` was left, and whether it was heard here just before, if it is the one
     that was left; told once. */
  take(card) {
    const left = this.#left;
    this.#left = null;
    const ageMs = Date.now() - left?.at;
    const isIt = left?.card === card.dataset.card && ageMs < GOOD_FOR_MS && Number.isFinite(left.second);
    if (!isIt) return { second: 0, wasHeard: false };
    const wasHeard = left === this.#leftInTab && left.sounds === true && ageMs < JUST_NOW_MS && isReload();
    return { second: left.second, wasHeard };
  }

  #keep() {
    const card = this.#player.card?.dataset.card;
    if (!card) return;
    const second = Math.round(this.#player.position * 10) / 10;
    const place = { card, second, at: Date.now(), sounds: this.#player.playing };
    rememberInTab(KEPT, place);
    remember(KEPT, place);
  }
}

function isReload() {
  return performance.getEntriesByType("navigation")[0]?.type === "reload";
}
