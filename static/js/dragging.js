/* Rows of a list put in another order by hand: the mouse takes a row anywhere, a finger by its grip,
   for elsewhere it scrolls. */

const STARTS_PX = 6;

/* `onDrop(row)` is called when a row was let go of, wherever it lies then. */
export function listenForDragging(list, onDrop) {
  list.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("li");
    const byMouse = event.pointerType === "mouse" && !event.target.closest("[data-tool]");
    if (!row || event.button !== 0 || !(byMouse || event.target.closest("[data-grip]"))) return;
    follow(list, row, event, onDrop);
  });
  // A picture or a name that is dragged is not meant to be dropped into another window.
  list.addEventListener("dragstart", (event) => event.preventDefault());
}

function follow(list, row, { pointerId, clientY: fromY }, onDrop) {
  const held = new AbortController();
  const { signal } = held;
  const grabbedY = fromY - row.getBoundingClientRect().top;

  const begin = () => {
    list.setPointerCapture(pointerId);
    list.dataset.dragging = row.dataset.dragged = "";
  };
  const move = ({ clientY }) => {
    if (!("dragged" in row.dataset)) {
      if (Math.abs(clientY - fromY) < STARTS_PX) return;
      begin();
    }
    const top = clientY - grabbedY - list.getBoundingClientRect().top;
    makeRoom(row, top);
    row.style.translate = `0 ${top - row.offsetTop}px`;
  };
  const release = () => {
    held.abort();
    if (!("dragged" in row.dataset)) return;
    delete row.dataset.dragged;
    delete list.dataset.dragging;
    row.style.translate = "";
    ignoreClick(list);
    onDrop(row);
  };
  document.addEventListener("pointermove", move, { signal });
  document.addEventListener("pointerup", release, { signal });
  document.addEventListener("pointercancel", release, { signal });
}

/* The neighbours give way as soon as a row covers half of them. */
function makeRoom(row, top) {
  const middle = (other) => other.offsetTop + other.offsetHeight / 2;
  let { previousElementSibling: before, nextElementSibling: after } = row;
  while (before && top < middle(before)) {
    before.before(row);
    before = row.previousElementSibling;
  }
  while (after && top + row.offsetHeight > middle(after)) {
    after.after(row);
    after = row.nextElementSibling;
  }
}

/* The click that ends a drag presses nothing. */
function ignoreClick(list) {
  const ignored = new AbortController();
  const options = { capture: true, signal: ignored.signal };
  list.addEventListener("click", (event) => event.stopPropagation(), options);
  setTimeout(() => ignored.abort());
}
