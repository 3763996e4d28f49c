/* The library: songs that fit what is typed and chosen, at once.

   htmx asks for them (the form's own attributes say when); here are the parts that it leaves: the
   address, words for screen readers, chips that take a filter away, and answers that never came. */

import { ignoreAbandoned } from "./abandoned.js";
import { listenForKeys } from "./keys.js";
import { listenForMore } from "./more.js";

const form = document.getElementById("filters");
const panel = form.querySelector("details");
const said = document.querySelector("[data-said]");
const failed = document.querySelector("[data-failed]");

function ask() {
  htmx.trigger(form, "again");
}

function set(names, value = () => "") {
  for (const name of names) form.elements[name].value = value(name);
  ask();
}

/* The address is replaced, not added to: going back leaves the library. */
function settle(results) {
  history.replaceState(null, "", results.dataset.address);
  said.textContent = results.dataset.words;
  document.title = `${results.dataset.words} · Library · ClipFeed`;
  form.querySelector("[data-badge]").textContent = results.dataset.panelCount;
  for (const field of form.querySelectorAll("[id$=_error]")) {
    const input = document.getElementById(field.id.replace("_error", ""));
    input.ariaInvalid = field.textContent ? "true" : null;
  }
  for (const pick of form.querySelectorAll("[data-sets]")) {
    const isOn = limits(pick).every((name) => form.elements[name].value === pick.dataset[name]);
    pick.ariaCurrent = isOn ? "true" : null;
  }
}

function limits(pick) {
  return Object.keys(pick.dataset).filter((name) => name !== "sets");
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[data-clears], a[data-clears-all], a[data-sets]");
  if (!link) return;
  event.preventDefault();
  if ("sets" in link.dataset) set(limits(link), (name) => (link.ariaCurrent ? "" : link.dataset[name]));
  else if ("clears" in link.dataset) set(link.dataset.clears.split(" "));
  else set([...new FormData(form).keys()].filter((name) => name !== "sort"));
});

form.addEventListener("submit", () => {
  panel.open = false;
  document.getElementById("results").scrollIntoView({ block: "nearest" });
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.requestConfig.elt !== form) return;
  failed.hidden = true;
  settle(document.getElementById("results"));
});

for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  form.addEventListener(failure, () => {
    failed.hidden = false;
    document.getElementById("results").hidden = true;
  });
}
failed.querySelector("[data-again]").addEventListener("click", ask);

ignoreAbandoned();
listenForMore();
listenForKeys({ "/": () => form.elements.q.focus() });
