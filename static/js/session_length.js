/* How long the listener wants to listen: minutes of sound, or songs. When it is over, the clip is
   heard to its end, and then a card says so. */

import { recallInTab, rememberInTab } from "./storage.js";
import { settings } from "./settings.js";

const KEPT = "clipfeed-session";
const MINUTE_MS = 60000;
const NEW_SESSION_AFTER_MS = 30 * MINUTE_MS;

/* Fires `change` when it is over, or has another length. */
export class SessionLength extends EventTarget {
  #heardMs = 0;
  #songs = [];
  #lastAt = 0;
  #since = null;
  #timer = 0;

  constructor() {
    super();
    const { heardMs, songs, lastAt } = recallInTab(KEPT) ?? {};
    if (heardMs >= 0) this.#heardMs = heardMs;
    if (Array.isArray(songs)) this.#songs = songs;
    if (lastAt > 0) this.#lastAt = lastAt;
    settings.addEventListener("change", () => this.#look());
    addEventListener("pagehide", () => this.sounding(null, false));
  }

  /* Nothing where there is no limit; otherwise at least 0, in `unit` "minutes" or "songs". */
  get left() {
    const [most, unit] = settings.get("sessionLength").split(" ");
    if (!unit) return null;
    const heard = unit === "songs" ? this.#songs.length : this.#soFarMs / MINUTE_MS;
    return { unit, count: Math.max(0, Number(most) - heard), most: Number(most) };
  }

  /* The last song of so many is heard to its end like the last minute. */
  get over() {
    return this.left?.count === 0;
  }

  sounding(card, sounds) {
    const now = Date.now();
    if (sounds && now - this.#lastAt > NEW_SESSION_AFTER_MS && this.#since === null) this.startAgain();
    if (sounds || this.#since !== null) this.#lastAt = now;
    this.#heardMs = this.#soFarMs;
    this.#since = sounds ? performance.now() : null;
    if (sounds && !this.#songs.includes(card.id)) this.#songs.push(card.id);
    rememberInTab(KEPT, { heardMs: this.#heardMs, songs: this.#songs, lastAt: this.#lastAt });
    this.#look();
  }

  /* From here as long again. */
  startAgain() {
    this.#heardMs = 0;
    this.#songs = [];
    this.#look();
  }

  get #soFarMs() {
    return this.#heardMs + (this.#since === null ? 0 : performance.now() - this.#since);
  }

  #look() {
    clearTimeout(this.#timer);
    const { left } = this;
    if (left?.unit === "minutes" && left.count && this.#since !== null) {
      const untilWordsChange = (left.count % 1 || 1) * MINUTE_MS;
      this.#timer = setTimeout(() => this.#look(), untilWordsChange + 20);
    }
    this.dispatchEvent(new Event("change"));
  }
}
