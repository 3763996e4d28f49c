/* Where the sound is: the strip under a card, moved by the player, a finger, the mouse or arrow keys.

   The strip shows the whole song with its clip lit. While somebody seeks, the clip fills the strip,
   so that 25 seconds are as wide as a thumb needs. */

const STRIP_WIDTH = 120;
const ARROW_S = 2;

export class Timeline {
  #player;
  #onJump;
  #frame = 0;

  /* `onJump(fromS, toS)` is called once for each time the listener moves the sound. */
  constructor(feed, player, onJump) {
    this.#player = player;
    this.#onJump = onJump;
    feed.addEventListener("pointerdown", (event) => this.#grab(event));
    feed.addEventListener("keydown", (event) => this.#key(event));
  }

  /* Follow the sound, for as long as it plays. */
  run() {
    cancelAnimationFrame(this.#frame);
    const follow = () => {
      this.draw();
      if (this.#player.playing) this.#frame = requestAnimationFrame(follow);
    };
    this.#frame = requestAnimationFrame(follow);
  }

  draw() {
    const card = this.#player.card;
    const strip = card?.querySelector("[data-seek]");
    if (!strip) return;
    const clipStart = Number(card.dataset.clipStart);
    const length = this.#player.duration || Number(card.dataset.clipEnd) - clipStart;
    const share = Math.min(this.#player.position / length, 1);
    const left = Number(strip.dataset.windowX);
    const width = Number(strip.dataset.windowWidth);
    strip.querySelector("[data-heard]").setAttribute("width", (share * width).toFixed(2));
    strip.querySelector("[data-head]").setAttribute("x", (left + share * width).toFixed(2));
    const text = clock(clipStart + this.#player.position);
    const words = card.querySelector("[data-time]");
    if (words.textContent === text && strip.hasAttribute("aria-valuetext")) return;
    words.textContent = text;
    strip.setAttribute("aria-valuenow", Math.round(this.#player.position));
    strip.setAttribute("aria-valuetext", text);
  }

  #grab(event) {
    const strip = event.target.closest("[data-seek]");
    if (!strip || event.button !== 0 || !this.#player.card?.contains(strip)) return;
    strip.setPointerCapture(event.pointerId);
    strip.style.setProperty("--zoom", STRIP_WIDTH / Number(strip.dataset.windowWidth));
    strip.style.setProperty("--shift", `${(-100 * Number(strip.dataset.windowX)) / STRIP_WIDTH}%`);
    strip.dataset.seeking = "";
    const box = strip.getBoundingClientRect();
    const fromS = this.#player.position;
    const held = new AbortController();
    const { signal } = held;
    const move = (moved) => this.#seekTo((moved.clientX - box.left) / box.width);
    const release = () => {
      delete strip.dataset.seeking;
      held.abort();
      this.#onJump(fromS, this.#player.position);
    };
    strip.addEventListener("pointermove", move, { signal });
    strip.addEventListener("lostpointercapture", release, { signal });
    move(event);
  }

  #seekTo(share) {
    this.#player.seek(Math.max(0, Math.min(share, 1)) * this.#player.duration);
    this.draw();
  }

  #key(event) {
    if (!event.target.closest("[data-seek]")) return;
    const steps = { ArrowLeft: -ARROW_S, ArrowRight: ARROW_S, Home: -Infinity, End: Infinity };
    if (!(event.key in steps)) return;
    event.preventDefault();
    this.jump(this.#player.position + steps[event.key], { counts: !event.repeat });
  }

  /* To a place the listener asked for, seconds into the clip; a key held down asks once. */
  jump(toS, { counts = true } = {}) {
    const fromS = this.#player.position;
    this.#player.seek(Math.max(0, Math.min(toS, this.#player.duration)));
    if (counts) this.#onJump(fromS, this.#player.position);
    this.draw();
  }
}

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
