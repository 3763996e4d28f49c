/* What was really heard of each card, told to the server: when a card is left, when the page is, and
   every ten seconds between; with it how often the listener went back to hear something again, and
   whether they opened the whole song. A report that gets lost is kept in the browser and told again;
   the server counts the most of a card's reports once. */

import { post } from "./server.js";
import { recall, remember } from "./storage.js";

const REPORT_EVERY_MS = 10000;
const KEPT = "clipfeed-plays";
const KEPT_AT_MOST = 100;
const IGNORE_UNDER_MS = 150;
const BACK_S = 1;

export class Plays {
  #card = null;
  #heardMs = 0;
  #seeksBack = 0;
  #openedSong = false;
  #reported = "";
  #since = null; // when the sound of this card last began

  constructor() {
    setInterval(() => this.#report(), REPORT_EVERY_MS);
    addEventListener("pagehide", () => this.#report());
    addEventListener("online", tellAgain);
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#report();
    });
    tellAgain();
  }

  /* The card in front, and how much of it was heard so far. */
  get card() {
    return this.#card;
  }

  get heardMs() {
    this.sounding(this.#since !== null);
    return this.#heardMs;
  }

  /* Another card is in front, or none: the last one's play is complete. */
  begin(card) {
    this.#report();
    this.#card = card;
    this.#heardMs = this.#seeksBack = 0;
    this.#openedSong = false;
    this.#reported = "";
    this.#since = null;
  }

  /* The listener moved the sound by hand. */
  jumped(fromS, toS) {
    if (fromS - toS > BACK_S) this.#seeksBack += 1;
  }

  /* The whole song counts even where nothing of its clip was heard; the page may be gone at once. */
  openedSong() {
    this.#openedSong = true;
    this.#report();
  }

  sounding(sounds) {
    const now = performance.now();
    if (this.#since !== null) this.#heardMs += now - this.#since;
    this.#since = sounds ? now : null;
  }

  #report() {
    if (!this.#card) return;
    this.sounding(this.#since !== null);
    const listenedMs = Math.round(this.#heardMs);
    if (listenedMs < IGNORE_UNDER_MS && !this.#openedSong) return;
    const heard = { listenedMs, seeksBack: this.#seeksBack, openedSong: this.#openedSong };
    if (JSON.stringify(heard) === this.#reported) return;
    this.#reported = JSON.stringify(heard);
    const { slip, playsUrl } = this.#card.dataset;
    tell({ url: playsUrl, slip, ...heard });
  }
}

async function tell(play) {
  if (await arrives(play)) await tellAgain();
  else keep(play);
}

/* Told, or refused: what the server refuses it would refuse again. */
async function arrives({ url, slip, listenedMs, seeksBack = 0, openedSong = false }) {
  try {
    await post(url, {
      slip,
      listened_ms: listenedMs,
      seeks_back: seeksBack,
      opened_song: Number(openedSong),
    });
    return true;
  } catch (error) {
    return error.status >= 400 && error.status < 500;
  }
}

function kept() {
  const plays = recall(KEPT);
  return Array.isArray(plays) ? plays : [];
}

function keep(...plays) {
  const slips = new Set(plays.map((play) => play.slip));
  const others = kept().filter((play) => !slips.has(play.slip));
  remember(KEPT, [...others, ...plays].slice(-KEPT_AT_MOST));
}

async function tellAgain() {
  const plays = kept();
  if (!plays.length || !navigator.onLine) return;
  remember(KEPT, []);
  while (plays.length && (await arrives(plays[0]))) plays.shift();
  if (plays.length) keep(...plays);
}
