/* Buttons that are pressed or not (like, repost, follow, in a playlist): at once on the screen, then
   on the server. What does not reach the server stays pressed and is told again (unsent.js), also
   where the page is left before the answer; what the server refuses is taken back (failures.js says
   why). A press while an earlier one is on its way is told after it. */

import { toast } from "./toasts.js";
import { forgetUnsent, keepUnsent, tellUnsent, tellUnsentLater, unsent } from "./unsent.js";

// Of a form, "true" or "false": how its button was told to the server, and how it was pressed since.
const told = new WeakMap();
const pressedMeanwhile = new WeakMap();

export function listenForPresses() {
  document.addEventListener("submit", pressAgain, { capture: true });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const button = buttonOf(event.target);
    if (!button) return;
    flip(button);
    announce(button);
    told.set(event.target, button.getAttribute("aria-pressed"));
    keepUnsent(actOf(event));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const button = buttonOf(event.target);
    if (!button) return;
    const { successful, xhr } = event.detail;
    if (successful || isRefused(xhr)) forgetUnsent(actOf(event));
    if (isRefused(xhr)) pressedMeanwhile.delete(event.target);
    // A failure is told after this event or before it: it comes first.
    setTimeout(() => catchUp(event.target));
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => {
      const button = buttonOf(event.target);
      if (!button) return;
      if (isRefused(event.detail.xhr)) {
        show(button, told.get(event.target) !== "true");
        return;
      }
      tellUnsentLater();
      turn(event.target);
      toast("Not saved yet. It is sent as soon as the server answers.");
    });
  }
  document.addEventListener("said", (event) => toast(event.detail.words));
  document.querySelectorAll("form.press").forEach(showUnsent);
  tellUnsent();
}

const isRefused = ({ status }) => status >= 400 && status < 500;

/* The button shows it at once; the server is told when it has answered. */
function pressAgain(event) {
  const form = event.target;
  const button = buttonOf(form);
  if (!button || !form.matches(".htmx-request")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  flip(button);
  announce(button);
  pressedMeanwhile.set(form, button.getAttribute("aria-pressed"));
}

function catchUp(form) {
  const shallBe = pressedMeanwhile.get(form);
  const button = buttonOf(form);
  pressedMeanwhile.delete(form);
  if (!button || !shallBe || shallBe === told.get(form)) return;
  show(button, told.get(form));
  form.requestSubmit();
}

/* The server does not know yet what was pressed on an earlier page. */
function showUnsent(form) {
  const button = buttonOf(form);
  const fields = unsent(act(form.getAttribute("action"), new FormData(form)));
  if (!button || !fields) return;
  const shallBe = Object.values(fields).includes("1");
  if (shallBe === (button.getAttribute("aria-pressed") === "true")) return;
  flip(button);
  turn(form);
}

function buttonOf(target) {
  return target instanceof Element && target.matches("form.press")
    ? target.querySelector("[aria-pressed]")
    : null;
}

function flip(button) {
  show(button, button.getAttribute("aria-pressed") !== "true");
}

function show(button, isOn) {
  button.setAttribute("aria-pressed", isOn);
}

/* Pressed by one of the feed's keys or by a double tap: a screen reader is somewhere else. */
function announce(button) {
  const status = document.getElementById("now-playing");
  if (!status || document.activeElement === button) return;
  const isOn = button.getAttribute("aria-pressed") === "true";
  status.textContent = `${button.getAttribute("aria-label")}: ${isOn ? "on" : "off"}`;
}

const actOf = ({ detail: { requestConfig } }) => act(requestConfig.path, requestConfig.formData);

/* What is said: how things shall be (0 or 1), and of what. */
function act(url, formData) {
  const { csrfmiddlewaretoken, ...fields } = Object.fromEntries(formData);
  const about = Object.entries(fields).filter(([, value]) => value !== "0" && value !== "1");
  return { url, about: JSON.stringify(about), fields };
}

/* The next press says the opposite, as it would after the server's answer. */
function turn(form) {
  for (const input of form.querySelectorAll("[type=hidden]")) {
    if (input.value === "0" || input.value === "1") input.value = String(1 - Number(input.value));
  }
}
