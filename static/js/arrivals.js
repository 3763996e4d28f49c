/* The next cards: htmx fetches them below the last one. Where they are slow, or do not come, the
   listener is told; asking again is one tap, and happens by itself, ever more rarely, and at once when
   the network is back. */

const FAILURES = ["htmx:responseError", "htmx:sendError", "htmx:timeout", "htmx:swapError"];
const SLOW_MS = 5000;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 60000;

/* `onArrival()` is called when cards have arrived. */
export function listenForArrivals(feed, stuck, onArrival) {
  const words = stuck.querySelector("[data-words]");
  const button = stuck.querySelector("[data-more]");
  let tries = 0;
  let timer = 0;

  const isSentinel = (event) => event.target.matches?.(".sentinel");
  const after = (ms, act) => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };
  const say = (text, { canAsk }) => {
    words.textContent = text;
    button.hidden = !canAsk;
    stuck.hidden = false;
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!isSentinel(event)) return;
    feed.setAttribute("aria-busy", "true");
    after(SLOW_MS, () => say("The next songs are on their way.", { canAsk: false }));
  });
  // The sentinel is gone once its answer is in place, so the cards themselves say that they came.
  document.addEventListener("htmx:load", (event) => {
    if (event.target.parentElement !== feed) return;
    clearTimeout(timer);
    tries = 0;
    feed.setAttribute("aria-busy", "false");
    stuck.hidden = true;
    onArrival();
  });
  for (const failure of FAILURES) {
    document.addEventListener(failure, (event) => {
      if (!isSentinel(event)) return;
      feed.setAttribute("aria-busy", "false");
      say("The next songs did not arrive.", { canAsk: true });
      after(Math.min(FIRST_RETRY_MS * 2 ** tries, LAST_RETRY_MS), askAgain);
      tries += 1;
    });
  }

  const askAgain = () => {
    const sentinel = feed.querySelector(":scope > .sentinel");
    if (sentinel && !stuck.hidden && navigator.onLine) htmx.trigger(sentinel, "again");
  };
  button.addEventListener("click", askAgain);
  addEventListener("online", askAgain);
}
