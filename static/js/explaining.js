/* Popovers that explain: a tap or a key opens them by themselves (popovertarget); here also the mouse
   over them, and the focus when it comes by the keyboard. */

const HOVER_MS = 200;

let timer = 0;
let isByTab = false; // closed by Escape, a popover gives the focus back: that opens nothing

const buttonOf = (event) => event.target.closest?.("[data-explains]");
const popoverOf = (button) => document.getElementById(button.getAttribute("popovertarget"));

function open(button) {
  const popover = popoverOf(button);
  if (!popover.matches(":popover-open")) popover.showPopover({ source: button });
}

function close(button) {
  const popover = popoverOf(button);
  if (popover.matches(":popover-open") && !popover.matches(":focus-within")) popover.hidePopover();
}

/* Gone from the button, but not on to its popover. */
function hasLeft(button, event) {
  const to = event.relatedTarget;
  return !(to instanceof Node && (button.contains(to) || popoverOf(button).contains(to)));
}

export function listenForExplaining() {
  document.addEventListener("keydown", ({ key }) => (isByTab = key === "Tab"));
  document.addEventListener("pointerdown", () => (isByTab = false));
  document.addEventListener("pointerover", (event) => {
    const button = buttonOf(event);
    if (!button || event.pointerType !== "mouse") return;
    clearTimeout(timer);
    timer = setTimeout(() => open(button), HOVER_MS);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "mouse") return;
    const about = event.target.closest?.("[popover]");
    const button = buttonOf(event) ?? (about && document.querySelector(`[popovertarget="${about.id}"]`));
    if (!button?.matches("[data-explains]") || !hasLeft(button, event)) return;
    clearTimeout(timer);
    close(button);
  });
  document.addEventListener("focusin", (event) => {
    const button = buttonOf(event);
    if (button && isByTab) open(button);
  });
  document.addEventListener("focusout", (event) => {
    const button = buttonOf(event);
    if (button && hasLeft(button, event)) close(button);
  });
  // What the mouse has opened already, its press leaves open.
  document.addEventListener(
    "click",
    (event) => {
      const button = buttonOf(event);
      if (button && event.pointerType === "mouse" && popoverOf(button).matches(":popover-open")) event.preventDefault();
    },
    { capture: true },
  );
}
