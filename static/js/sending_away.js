/* "Not interested" and "Hide this artist": the feed goes on at once, the server hears of it, and both
   can be taken back for a while. */

import { post } from "./server.js";
import { closeSheet } from "./sheets.js";
import { toast } from "./toasts.js";

/* `onChange()` is called when other cards follow the one in front. */
export function listenForSendingAway(cards, onChange) {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-away]");
    if (!form) return;
    event.preventDefault();
    closeSheet();
    const card = document.getElementById(`card-${form.dataset.song}`);
    sendAway({ ...form.dataset, url: form.action }, goOnWithout(card, form.dataset.away, cards, onChange));
  });
}

/* Goes on without a card's song, or without all by its artist that are here; returns a function that
   brings them back, and the listener too where they have not gone on themselves. */
function goOnWithout(away, what, cards, onChange) {
  const isTheirs = (card) => what === "artist" && card.dataset.artist === away.dataset.artist;
  const putBack = cards.upcoming.filter(isTheirs).map((card) => cards.takeOut(card));
  const next = cards.after(cards.current);
  if (away === cards.current) cards.step(1);
  onChange();
  return () => {
    for (const put of putBack.reverse()) put();
    onChange();
    if ([away, next].includes(cards.current)) cards.go(away);
  };
}

async function sendAway(what, goBack) {
  const { url, field, name } = what;
  const undo = async () => {
    try {
      await post(url, { [field]: 0 });
      toast(`${name} may come again.`);
      goBack();
    } catch {
      toast("That could not be taken back. Are you online?", { words: "Try again", act: undo });
    }
  };
  try {
    await post(url, { [field]: 1 });
    toast(`${name} stays away.`, { words: "Undo", act: undo });
  } catch {
    const act = () => sendAway(what, goBack);
    toast(`${name}: that could not be saved. Are you online?`, { words: "Try again", act });
  }
}
