/* A request of htmx's that failed is told in a toast; what may work another time can be tried again
   there. Parts of a page that tell it themselves are left out. */

import { toast } from "./toasts.js";

const FAILURES = ["htmx:responseError", "htmx:sendError", "htmx:timeout"];
const TELL_IT_THEMSELVES = ".sentinel, [data-composer], [data-more], #filters";

export function listenForFailures() {
  for (const failure of FAILURES) {
    document.addEventListener(failure, ({ target, detail: { xhr, requestConfig } }) => {
      if (!(target instanceof Element) || target.matches(TELL_IT_THEMSELVES)) return;
      const isRefused = xhr?.status >= 400 && xhr.status < 500;
      if (target.matches("form.press") && !isRefused) return; // it is sent later
      const refusal = refusalIn(xhr);
      if (refusal) toast(refusal);
      else toast(wordsFor(requestConfig), { words: "Try again", act: () => again(requestConfig) });
    });
  }
}

/* The server's own sentence where it refused: it would refuse again. */
function refusalIn(xhr) {
  if (!(xhr?.status >= 400 && xhr.status < 500)) return "";
  const isSentence = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  if (isSentence) return xhr.responseText;
  return xhr.status === 403 ? "This page was open for too long. Reload it, then try again." : "";
}

function wordsFor({ verb }) {
  return verb === "get" ? "That did not arrive. Are you online?" : "That could not be saved. Are you online?";
}

function again({ elt, verb, path, formData }) {
  if (elt.isConnected) htmx.ajax(verb, path, { source: elt, values: Object.fromEntries(formData) });
}
