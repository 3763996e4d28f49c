/* A page's part in life without a network: the worker, whose browser this is, and which clips stay. */

import { beginAfresh, canKeep, keep } from "./kept.js";
import { savesData } from "./saver.js";
import { forgetEverything, recall, remember } from "./storage.js";
import { soundClasses } from "./tint.js";

const OWNER = "clipfeed-owner";

/* Whoever listens now does not meet what somebody else left in this browser. */
export async function startKeeping() {
  const { owner } = document.body.dataset;
  if (!owner) return;
  const before = recall(OWNER);
  if (before !== owner) {
    // A visitor who logs in stays the same person, and where nobody was before, nobody leaves.
    const joined = before?.startsWith("visitor-") && owner.startsWith("user-");
    if (before && !joined) forgetEverything();
    remember(OWNER, owner);
    await beginAfresh(owner);
  }
  if (navigator.serviceWorker && !savesData()) await register();
}

/* The clip of a card the listener stayed with can be heard again without a network. */
export async function keepCard(card) {
  const { owner } = document.body.dataset;
  if (!owner || !canKeep || savesData()) return;
  const { audio, title, artist, url } = card.dataset;
  const cover = card.querySelector("img.disc")?.getAttribute("src") ?? "";
  const colour = soundClasses(card).join(" ");
  try {
    await keep(owner, { clip: audio, cover, url, title, artist, colour });
  } catch {
    // No network, or no room: this one will not be there.
  }
}

/* Only once the page is complete: what the worker fetches is not to delay the first sound. */
async function register() {
  if (document.readyState !== "complete") await new Promise((go) => addEventListener("load", go));
  try {
    await navigator.serviceWorker.register("/sw.js", { type: "module", scope: "/" });
  } catch {
    // Forbidden, or an older browser: everything but the offline page is as it was.
  }
}
