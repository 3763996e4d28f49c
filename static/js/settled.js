/* The listener stays with a card: the page's address, title and announcement become its own.

   None of this needs to be instant, and browsers limit how often an address may change: it waits
   until swiping has come to rest. The address is replaced, never added: going back leaves the feed. */

const SETTLES_MS = 700;

/* Returns a function to call with every card that comes to the front. `list` is what the address says
   of the list that plays. */
export function whenSettled(nowPlaying, list, onSettled) {
  let timer = 0;

  const settle = (card) => {
    const { card: publicId, title, artist } = card.dataset;
    history.replaceState(null, "", `/?${list ? `${list}&` : ""}clip=${publicId}`);
    document.title = `${title} – ${artist} · ClipFeed`;
    nowPlaying.textContent = `${title}, ${artist}`;
    onSettled(card);
  };

  return (card) => {
    clearTimeout(timer);
    if (card.dataset.card) timer = setTimeout(() => settle(card), SETTLES_MS);
  };
}
