/* The next cards: htmx fetches them below the last one; where it fails, the listener is told, and
   asking again is one tap, or happens by itself as soon as the network is back. */

const FAILURES = ["htmx:responseError", "htmx:sendError", "htmx:timeout", "htmx:swapError"];

/* `onArrival()` is called when cards have arrived. */
export function listenForArrivals(feed, stuck, onArrival) {
  const isSentinel = (event) => event.target.matches?.(".sentinel");

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isSentinel(event)) feed.setAttribute("aria-busy", "true");
  });
  // The sentinel is gone once its answer is in place, so the cards themselves say that they came.
  document.addEventListener("htmx:load", (event) => {
    if (event.target.parentElement !== feed) return;
    feed.setAttribute("aria-busy", "false");
    stuck.hidden = true;
    onArrival();
  });
  for (const failure of FAILURES) {
    document.addEventListener(failure, (event) => {
      if (!isSentinel(event)) return;
      feed.setAttribute("aria-busy", "false");
      stuck.hidden = false;
    });
  }

  const askAgain = () => {
    const sentinel = feed.querySelector(":scope > .sentinel");
    if (sentinel && !stuck.hidden) htmx.trigger(sentinel, "again");
  };
  stuck.querySelector("[data-more]").addEventListener("click", askAgain);
  addEventListener("online", askAgain);
}
