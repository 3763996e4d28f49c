/* Short messages at the foot of the page, read out by screen readers. */

const SHOWN_MS = 4000;

export function toast(text) {
  const message = document.createElement("p");
  message.className = "toast";
  message.textContent = text;
  document.getElementById("toasts").replaceChildren(message);
  setTimeout(() => message.remove(), SHOWN_MS);
}
