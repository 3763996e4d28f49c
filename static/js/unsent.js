/* Acts of the listener (likes, reposts …) of which the server has not said that it knows: kept in the
   browser and, where they fail, told again until it does: when the network is back, with the next
   page, and every now and then.

   An act says how things shall be, not that they change: told twice, it is true once, and of two
   about the same thing the later one counts. They go with whoever did them (keeping.js). */

import { post } from "./server.js";
import { recall, remember } from "./storage.js";
import { toast } from "./toasts.js";

const KEPT = "clipfeed-acts";
const KEPT_AT_MOST = 200;
// Anything else may be otherwise the next time: a page's token is old, too much was asked for.
const REFUSED = [400, 404, 410];
const FIRST_RETRY_MS = 5000;
const LAST_RETRY_MS = 5 * 60000;

let tries = 0;
let timer = 0;

/* `act` is {url, about, fields}: `about` tells acts on one address apart. */
export function keepUnsent(act) {
  forgetUnsent(act);
  write([...kept(), act]);
}

/* The server knows, or will never want to. */
export function forgetUnsent({ url, about }) {
  const others = kept().filter((act) => act.url !== url || act.about !== about);
  if (others.length !== kept().length) write(others);
}

export function tellUnsent() {
  addEventListener("online", () => {
    tries = 0;
    tell();
  });
  tell();
}

/* Whether something about `url` and `about` waits to be sent: the value it shall have, or nothing. */
export function unsent({ url, about }) {
  return kept().find((act) => act.url === url && act.about === about)?.fields;
}

async function tell() {
  clearTimeout(timer);
  for (const act of kept()) {
    try {
      await post(act.url, act.fields);
    } catch (error) {
      if (!REFUSED.includes(error.status)) return tellUnsentLater();
      toast("Something you did before could not be saved: it is not there any more.");
    }
    // Pressed again meanwhile: that is still to be told.
    if (JSON.stringify(unsent(act)) === JSON.stringify(act.fields)) forgetUnsent(act);
  }
  tries = 0;
}

export function tellUnsentLater() {
  clearTimeout(timer);
  timer = setTimeout(tell, Math.min(FIRST_RETRY_MS * 2 ** tries, LAST_RETRY_MS));
  tries += 1;
}

function kept() {
  const acts = recall(KEPT);
  return Array.isArray(acts) ? acts : memory;
}

let memory = []; // where nothing may be stored

function write(acts) {
  memory = acts.slice(-KEPT_AT_MOST);
  remember(KEPT, memory);
}
