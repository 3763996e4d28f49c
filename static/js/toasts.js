/* Short messages at the foot of the page, read out by screen readers; some can be answered. */

const SHOWN_MS = 4000;
const ANSWERED_WITHIN_MS = 10000;

/* `answer` is {words, act}: a button in the message, and what it does. */
export function toast(text, answer) {
  const message = document.createElement("p");
  message.className = "toast";
  message.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (answer) message.append(button(message, answer));
  place().replaceChildren(message);
  expire(message, answer ? ANSWERED_WITHIN_MS : SHOWN_MS);
}

/* Over an open sheet nothing outside of it can be seen, pressed or read out. */
function place() {
  return document.querySelector("dialog[open] .toasts") ?? document.getElementById("toasts");
}

function button(message, { words, act }) {
  const element = document.createElement("button");
  Object.assign(element, { type: "button", textContent: words });
  element.addEventListener("click", () => {
    message.remove();
    act();
  });
  return element;
}

/* It does not go while somebody is about to press its button. */
function expire(message, ms) {
  setTimeout(() => {
    if (message.matches(":hover, :focus-within")) expire(message, ms);
    else message.remove();
  }, ms);
}
