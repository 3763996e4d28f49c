/* The queue and what was heard: beside the card where there is room, else in a sheet. */

const WIDE = matchMedia("(min-width: 64rem)");

/* Returns a function that shows the part of the panel with this id. */
export function listenForPanel(panel, sheet) {
  const dock = panel.parentElement;
  const place = () => {
    if (WIDE.matches && sheet.open) sheet.close();
    (WIDE.matches ? dock : sheet.querySelector("[data-content]")).append(panel);
  };
  const show = (part) => {
    if (!WIDE.matches && !sheet.open) sheet.showModal();
    const heading = document.getElementById(part);
    heading.parentElement.scrollIntoView({ block: "nearest" });
    heading.focus({ preventScroll: true });
  };

  WIDE.addEventListener("change", place);
  place();
  sheet.addEventListener("click", ({ target }) => {
    // The dimmed page around the sheet, its button, or a song to go to.
    if (target === sheet || target.closest("[data-close], [data-go]")) sheet.close();
  });
  document.addEventListener("click", ({ target }) => {
    const opener = target.closest("[data-queue]");
    if (!opener) return;
    opener.closest("dialog")?.close();
    show(opener.dataset.queue);
  });
  return show;
}
