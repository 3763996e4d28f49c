/* Lists that go on when their end comes in sight: what to do where the rest does not arrive. */

export function listenForMore() {
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => show(event.target, true));
  }
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-more-again]")) return;
    const link = event.target.closest(".more").querySelector("[data-more]");
    show(link, false);
    link.click();
  });
}

function show(link, hasFailed) {
  if (!link.matches?.("[data-more]")) return;
  link.closest(".more").querySelector(".more-failed").hidden = !hasFailed;
}
