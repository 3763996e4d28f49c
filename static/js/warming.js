/* Fetching the clip in front and those that come next into the browser's cache, one after another and
   only what no audio element loads: phones that ignore `preload` find them there. Where the listener
   saves data, no more than the next one is. */

import { clipOf, savesData } from "./saver.js";

let latest = 0;

/* `cards` in the order they are wanted. What an earlier call has not begun with is left out. */
export async function warm(cards, player) {
  const turn = (latest += 1);
  for (const card of savesData() ? cards.slice(0, 2) : cards) {
    if (!card?.dataset.audio || (await player.loaded(card))) continue;
    if (turn !== latest) return;
    try {
      const response = await fetch(clipOf(card), { priority: "low" });
      await response.arrayBuffer(); // a body nobody reads may never be fetched
    } catch {
      // The player asks for it again when it is needed.
    }
  }
}
