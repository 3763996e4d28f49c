/* Fetching the clips that come next into the browser's cache: phones that ignore `preload` find them
   there. Not where the listener saves data. */

export async function warm(...cards) {
  if (navigator.connection?.saveData) return;
  for (const card of cards) {
    if (!card?.dataset.audio) continue;
    try {
      const response = await fetch(card.dataset.audio, { priority: "low" });
      await response.arrayBuffer(); // a body nobody reads may never be fetched
    } catch {
      // The player asks for it again when it is needed.
    }
  }
}
