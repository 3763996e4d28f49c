/* Taps on a card's picture: one plays or pauses, two like. */

const DOUBLE_TAP_MS = 260;
const DOUBLE_TAP_PX = 48;

/* `onTap(card)` for a tap that is surely one, `onFirst(card)` for a tap that may become two and
   `onDouble(card, x, y)` for two. `onFirst` says whether it has dealt with the tap already: sound may
   only start within the tap itself, while a pause can wait until it is no double tap. */
export function listenForTaps(feed, { onFirst, onTap, onDouble }) {
  let last = { at: -Infinity, x: 0, y: 0 };
  let timer = 0;

  feed.addEventListener("click", (event) => {
    const card = event.target.closest("[data-stage]")?.closest(".card");
    if (!card) return;
    clearTimeout(timer);
    // The time of the finger, not of this handler: on a busy phone they lie apart.
    const { clientX: x, clientY: y, timeStamp: now } = event;
    const byKey = event.detail === 0;
    const near = Math.hypot(x - last.x, y - last.y) < DOUBLE_TAP_PX;
    if (!byKey && near && now - last.at < DOUBLE_TAP_MS) {
      last.at = -Infinity;
      onDouble(card, x, y);
      return;
    }
    last = { at: byKey ? -Infinity : now, x, y };
    if (onFirst(card)) return;
    if (byKey) onTap(card);
    else timer = setTimeout(() => onTap(card), DOUBLE_TAP_MS);
  });
}
