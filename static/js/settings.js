/* How this listener wants the feed to behave, on this device. Fires `change` whenever one of the
   settings was set, here or in another tab. */

import { recall, remember } from "./storage.js";

const KEPT = "clipfeed-settings";

/* `sessionLength` is "", "30 minutes" or "10 songs"; `dataSaver` is "auto", "on" or "off". */
const DEFAULTS = { keepListening: false, sessionLength: "", dataSaver: "auto", muted: false };

class Settings extends EventTarget {
  #values = kept();

  constructor() {
    super();
    addEventListener("storage", ({ key }) => {
      if (key !== KEPT) return;
      this.#values = kept();
      this.dispatchEvent(new Event("change"));
    });
  }

  get(name) {
    return this.#values[name];
  }

  set(name, value) {
    this.#values[name] = value;
    remember(KEPT, this.#values);
    this.dispatchEvent(new Event("change"));
  }
}

/* What was kept may be of another version: unknown names and values of another kind are left out. */
function kept() {
  const found = Object.entries(recall(KEPT) ?? {});
  const known = found.filter(([name, value]) => typeof value === typeof DEFAULTS[name]);
  return { ...DEFAULTS, ...Object.fromEntries(known) };
}

export const settings = new Settings();
