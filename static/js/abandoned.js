/* A question that a newer one takes the place of (hx-sync) is no failure. htmx stops it, and would
   write that to the console as two errors; its logger hears of them first. */

const TOLD_AS_ERRORS = ["htmx:afterRequest", "htmx:sendAbort"];

export function ignoreAbandoned() {
  let stopping = null;

  htmx.logger = (element, type, detail) => {
    if (type === "htmx:abort") stopping = element;
    else if (element !== stopping) return;
    else if (TOLD_AS_ERRORS.includes(type)) delete detail.error;
    if (type === "htmx:sendAbort" || type === "htmx:beforeRequest") stopping = null;
  };
}
