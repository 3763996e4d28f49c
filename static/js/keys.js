/* One key for each thing the thumb does. */

export function listenForKeys(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (target.closest("input:not([type=range]), textarea, select")) return;
    if (document.querySelector("dialog[open]")) return;
    // Arrows and their like move a slider; letters have no meaning to it.
    if (target.matches("input[type=range]") && event.key.length > 1) return;
    // Space and Enter belong to the button or link that has the focus.
    if (event.key === " " && target.closest("button, a")) return;
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action || (event.repeat && !event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    action();
  });
}
