/* While a clip is being made its page asks now and then whether it is there, and says so. */

const ASKS_EVERY_MS = 1500;

const status = () => document.querySelector("[data-status]");

async function ask() {
  const answer = await fetch(status().dataset.waiting);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-status]");
  if (now) status().replaceWith(now);
}

async function wait() {
  while (status()?.dataset.waiting) {
    await new Promise((resolve) => setTimeout(resolve, ASKS_EVERY_MS));
    if (!document.hidden) await ask().catch(() => {}); // the next time may find the server again
  }
}

wait();
