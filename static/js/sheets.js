/* Sheets: what a link with data-sheet leads to, shown over the page instead of in its place. */

const dialog = document.createElement("dialog");
const close = document.createElement("button");
const content = document.createElement("div");
const toasts = document.createElement("div");

let opening = 0; // the answer to an earlier link does not appear in a later one's sheet

export function listenForSheets() {
  build();
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-sheet]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.href, link.getAttribute("aria-label"));
  });
}

/* Shows what a template holds; returns the sheet's content. */
export function openSheet(template) {
  opening += 1;
  content.replaceChildren(template.content.cloneNode(true));
  if (!dialog.open) dialog.showModal();
  return content;
}

export function closeSheet() {
  dialog.close();
}

function build() {
  dialog.className = "sheet";
  dialog.setAttribute("aria-labelledby", "sheet-title");
  Object.assign(close, { type: "button", className: "sheet-close", textContent: "Close" });
  toasts.className = "toasts";
  toasts.setAttribute("role", "status");
  dialog.append(close, content, toasts);
  document.body.append(dialog);
  close.addEventListener("click", closeSheet);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) closeSheet(); // the dimmed page around the sheet
  });
  dialog.addEventListener("close", () => {
    // Told a moment late: by then it may have been opened again.
    if (!dialog.open) content.replaceChildren();
  });
}

async function open(url, words) {
  const mine = (opening += 1);
  content.replaceChildren(heading(words), line("One moment …"));
  if (!dialog.open) dialog.showModal();
  try {
    const response = await fetch(url, { headers: { "HX-Request": "true" } });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    const html = await response.text();
    if (mine !== opening || !dialog.open) return;
    content.innerHTML = html;
    htmx.process(content);
    // What was pressed to get here may be gone, and the keyboard's place with it.
    if (!dialog.contains(document.activeElement)) close.focus();
    content.dispatchEvent(new Event("sheet", { bubbles: true }));
  } catch {
    if (mine === opening) content.replaceChildren(heading(words), line("This did not arrive. Are you online?"), again(url, words));
  }
}

function heading(words) {
  return Object.assign(document.createElement("h2"), { id: "sheet-title", textContent: words });
}

function line(words) {
  return Object.assign(document.createElement("p"), { className: "hint", textContent: words });
}

function again(url, words) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button", textContent: "Try again" });
  button.addEventListener("click", () => open(url, words));
  return button;
}
