/* The mood dial: a pad of energy (up) and brightness (right). Where it is put bends the very next
   cards; let go, it fades back into the listener's own mood. The two sliders under the pad are the
   same dial for keyboards and screen readers; without scripts, they are the dial. */

import { post } from "./server.js";
import { toast } from "./toasts.js";

const WIDE = matchMedia("(min-width: 64rem)");

/* `onTurn()` is called when the server knows where the dial points. Returns two functions: one opens
   or closes the panel, where it does not stand beside the card anyway; the other rests the free dial
   at the listener's own mood. */
export function listenForDial(panel, opener, onTurn) {
  const pad = panel.querySelector("[data-pad]");
  const form = panel.querySelector("form");
  const sliders = { energy: form.elements.energy, brightness: form.elements.brightness };

  const draw = () => {
    pad.style.setProperty("--x", sliders.brightness.value);
    pad.style.setProperty("--y", 1 - sliders.energy.value);
  };
  const say = (held) => {
    panel.toggleAttribute("data-held", held);
    opener.setAttribute("aria-pressed", held);
  };
  const tell = async (fields, held) => {
    try {
      await post(form.action, fields);
      say(held);
      onTurn();
    } catch {
      toast("The dial could not be set. Are you online?");
    }
  };
  const turn = () => tell({ energy: sliders.energy.value, brightness: sliders.brightness.value }, true);

  const follow = ({ clientX, clientY }) => {
    const box = pad.getBoundingClientRect();
    const share = (value) => Math.min(Math.max(value, 0), 1).toFixed(3);
    sliders.brightness.value = share((clientX - box.left) / box.width);
    sliders.energy.value = share(1 - (clientY - box.top) / box.height);
    draw();
  };
  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    follow(event);
  });
  pad.addEventListener("pointermove", (event) => {
    if (pad.hasPointerCapture(event.pointerId)) follow(event);
  });
  pad.addEventListener("lostpointercapture", turn);
  form.addEventListener("input", draw);
  form.addEventListener("change", turn);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "release") tell({ release: 1 }, false);
    else turn();
  });

  const toggle = (open) => {
    panel.toggleAttribute("data-open", open);
    opener.setAttribute("aria-expanded", open);
    if (open) sliders.energy.focus({ preventScroll: true });
    else if (panel.contains(document.activeElement)) opener.focus();
  };
  const isOpen = () => panel.hasAttribute("data-open");
  opener.addEventListener("click", () => toggle(!isOpen()));
  panel.querySelector("[data-close]").addEventListener("click", () => toggle(false));
  // Who touched the pad has left the panel's sliders: the key comes to the page.
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && isOpen() && !document.querySelector("dialog[open]")) toggle(false);
  });
  draw();

  const rest = ({ energy, brightness }) => {
    if (panel.hasAttribute("data-held") || panel.contains(document.activeElement)) return;
    sliders.energy.value = energy;
    sliders.brightness.value = brightness;
    draw();
  };
  return { toggle: () => toggle(!isOpen() || WIDE.matches), rest };
}
