/* Writing comments. What was typed outlives a closed sheet, a reload and a log-in, in this tab, until
   it is posted; what went wrong stands below it. */

import { listenForMarks } from "./comment_marks.js";
import { followSound, listenForJumps, placeMoment, takeOff } from "./moments.js";
import { toast } from "./toasts.js";

const FEW_LEFT = 60;
const SLOW_MS = 5000;
const FAILURES = ["htmx:responseError", "htmx:sendError", "htmx:timeout"];
const NOT_POSTED =
  "This could not be posted, and what you wrote is kept. Try again when you are online.";
// Logging in or out in another tab makes this page's token void.
const FORBIDDEN = "You logged in or out meanwhile. Reload the page and post: what you wrote is kept.";

const nameOf = (composer) => `clipfeed-comment-${composer.dataset.composer}`;
const textIn = (composer) => composer.querySelector("textarea");

function keep(composer) {
  const text = textIn(composer).value;
  const moment = composer.dataset.seconds;
  const off = composer.querySelector("[data-moment]").ariaPressed === "false";
  // The key comes along: what the server kept without our hearing of it is not posted twice.
  const draft = { text, moment, off, key: composer.elements.key?.value };
  try {
    if (text) sessionStorage.setItem(nameOf(composer), JSON.stringify(draft));
    else sessionStorage.removeItem(nameOf(composer));
  } catch {
    // Full or forbidden: it lasts as long as the page.
  }
}

function recall(composer) {
  try {
    return JSON.parse(sessionStorage.getItem(nameOf(composer)));
  } catch {
    return null;
  }
}

function prepare(composer) {
  const draft = recall(composer);
  const field = textIn(composer);
  if (draft && !field.value) {
    field.value = draft.text;
    if (draft.key && composer.elements.key) composer.elements.key.value = draft.key;
    if (draft.moment) placeMoment(composer, Number(draft.moment));
    if (draft.off) takeOff(composer);
  }
  followSound(composer);
  countLeft(composer);
}

function prepareIn(element) {
  for (const composer of element.querySelectorAll("[data-composer]")) prepare(composer);
}

function countLeft(composer) {
  const field = textIn(composer);
  const left = field.maxLength - field.value.length;
  const words = composer.querySelector("[data-left]");
  words.hidden = left > FEW_LEFT;
  words.textContent = `${left} left`;
}

function say(composer, problem) {
  composer.querySelector(".problem").textContent = problem;
}

document.addEventListener("input", ({ target }) => {
  const composer = target.closest("[data-composer]");
  if (!composer) return;
  say(composer, "");
  countLeft(composer);
  keep(composer);
});

document.addEventListener("click", ({ target }) => {
  const composer = target.closest("[data-moment]")?.closest("[data-composer]");
  if (!composer) return;
  takeOff(composer);
  keep(composer);
});

document.addEventListener("keydown", (event) => {
  const composer = event.target.closest("[data-composer]");
  if (composer && event.key === "Enter" && (event.ctrlKey || event.metaKey)) composer.requestSubmit();
});

/* What comes of it is heard at the composer itself: its sheet may be closed by then. */
document.addEventListener("htmx:beforeRequest", ({ target: composer, detail: { xhr } }) => {
  if (!composer.matches("[data-composer]")) return;
  const answered = new AbortController();
  const slow = setTimeout(() => toast("Your comment is still on its way."), SLOW_MS);
  xhr.addEventListener("loadend", () => (clearTimeout(slow), answered.abort()));
  const when = (type, act) => composer.addEventListener(type, act, { signal: answered.signal });
  when("htmx:beforeSwap", ({ detail }) => xhr.status < 300 && posted(composer, detail));
  for (const type of FAILURES) when(type, () => failed(composer, xhr));
});

function posted(composer, swap) {
  sessionStorage.removeItem(nameOf(composer));
  if (composer.isConnected) return;
  swap.shouldSwap = false;
  toast("Your comment is posted.");
}

function failed(composer, xhr) {
  const isSentence = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  const problem = isSentence ? xhr.responseText : xhr.status === 403 ? FORBIDDEN : NOT_POSTED;
  if (composer.isConnected) say(composer, problem);
  else toast(problem);
}

document.addEventListener("sheet", ({ target }) => prepareIn(target));
document.addEventListener("htmx:load", ({ target }) => {
  if (target.matches("[data-composer]")) prepare(target);
});
prepareIn(document);
listenForJumps();
listenForMarks();

// Back from logging in: the sheet that was left is open again.
if (new URLSearchParams(location.search).get("sheet") === "comments") {
  document.querySelector(".card [data-sheet=comments]")?.click();
}
