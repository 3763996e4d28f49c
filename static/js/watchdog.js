/* Watches over a clip that should sound: says what is wrong, and tries again by itself, sooner at
   first and then ever more rarely, and at once when the network is back.

   What is wrong is one of
   "late": it is still on its way, and plays as soon as it is there;
   "offline": this device has no network;
   "missing": the server has no such clip, and asking again would not help;
   "unplayable": it is there, and this browser gave it up: perhaps nothing is there to hear it with;
   "broken": anything else. */

const LATE_MS = 6000;
const HANGS_MS = 35000; // longer than a slow server takes: the connection itself is dead
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30000;
const QUIET_RETRIES = 2;
const LASTS_MS = 5000; // sound that breaks off sooner did not mend anything
const DIAGNOSIS_MS = 4000;
const LOADED = HTMLMediaElement.HAVE_FUTURE_DATA;

export class Watchdog {
  #onTrouble;
  #again;
  #tries = 0;
  #soundedAt = Infinity;
  #lateTimer = 0;
  #retryTimer = 0;
  #watched = null;
  #turn = 0;

  /* `onTrouble(what)` tells the listener; `again()` loads and plays the clip once more. */
  constructor(onTrouble, again) {
    this.#onTrouble = onTrouble;
    this.#again = again;
    addEventListener("online", () => {
      if (this.#watched) this.#retry();
    });
  }

  /* Sound is waited for. */
  watch(element) {
    this.rest();
    this.#watched = element;
    this.#lateTimer = setTimeout(() => {
      if (element.readyState >= LOADED) return;
      this.#onTrouble(navigator.onLine ? "late" : "offline");
      this.#retryTimer = setTimeout(() => this.#retry(), HANGS_MS - LATE_MS);
    }, LATE_MS);
  }

  /* Sound is there. */
  sounds() {
    this.rest();
    this.#soundedAt = performance.now();
  }

  /* What went wrong before is over. */
  calm() {
    this.rest();
    this.#tries = 0;
  }

  /* Nobody waits for sound. */
  rest() {
    this.#turn += 1;
    this.#watched = null;
    clearTimeout(this.#lateTimer);
    clearTimeout(this.#retryTimer);
  }

  /* The element gave up. */
  async failed(element) {
    this.rest();
    this.#watched = element;
    const turn = this.#turn;
    if (performance.now() - this.#soundedAt > LASTS_MS) this.#tries = 0;
    this.#soundedAt = Infinity;
    const what = await diagnosis(element.src);
    if (turn !== this.#turn) return;
    if (what === "missing") this.rest();
    const mayPass = what === "broken" || what === "unplayable";
    if (!mayPass || this.#tries >= QUIET_RETRIES) this.#onTrouble(what);
    if (!mayPass) return;
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** this.#tries, LAST_RETRY_MS);
    this.#tries += 1;
    this.#retryTimer = setTimeout(() => this.#retry(), delayMs);
  }

  #retry() {
    this.rest();
    this.#again();
  }
}

/* An audio element does not tell why it failed: its address does. */
async function diagnosis(address) {
  if (!navigator.onLine) return "offline";
  try {
    const headers = { Range: "bytes=0-0" };
    const answer = await fetch(address, { headers, signal: AbortSignal.timeout(DIAGNOSIS_MS) });
    if (answer.ok) return "unplayable";
    return answer.status === 404 || answer.status === 410 ? "missing" : "broken";
  } catch {
    return "broken";
  }
}
