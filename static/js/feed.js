/* The feed: cards, player, and what the listener's hands do, put together. */

import { listenForArrivals } from "./arrivals.js";
import { Cards } from "./cards.js";
import { listenForKeys } from "./keys.js";
import { likeWithBurst, toggleLike } from "./likes.js";
import { listenForMute } from "./mute.js";
import { Player } from "./player.js";
import { Plays } from "./plays.js";
import { describeSession, listenForSession, placeSession } from "./session.js";
import { whenSettled } from "./settled.js";
import { share } from "./sharing.js";
import { listenForTaps } from "./taps.js";
import { Timeline } from "./timeline.js";
import { tintPage } from "./tint.js";
import { listUpNext } from "./upnext.js";
import { warm } from "./warming.js";

const feed = document.getElementById("feed");
const start = document.getElementById("start");
const upNext = document.getElementById("up-next");

const player = new Player(document.body);
const plays = new Plays();
const timeline = new Timeline(feed, player);
const settle = whenSettled(document.getElementById("now-playing"), (card) => {
  describeSession(card);
  warm(cards.after(card), cards.after(card, 2));
});
const cards = new Cards(feed, show);

// --- One card after another ---

function show(card) {
  clearStates(card);
  plays.begin(withSong(card));
  settle(card);
  if (withSong(card)) {
    player.show(card, withSong(cards.after(card, -1)), withSong(cards.after(card)));
    timeline.draw();
  } else {
    player.stop();
  }
  tintPage(card);
  listUpNext(upNext, cards);
}

/* The last card has words instead of a song. */
function withSong(card) {
  return card?.dataset.card ? card : null;
}

/* The button lets go of the keyboard at once, or the next press of Space would still be its. */
function hideStart() {
  start.querySelector("[data-start]").blur();
  start.hidden = true;
}

function clearStates(except) {
  for (const card of feed.querySelectorAll(":scope > [data-state]")) {
    if (card !== except) delete card.dataset.state;
  }
}

player.addEventListener("state", ({ detail: { card, state } }) => {
  card.dataset.state = state;
  card.querySelector("[data-toggle]").setAttribute("aria-label", state === "paused" ? "Play" : "Pause");
  card.querySelector("[data-failure]").hidden = state !== "failed";
  plays.sounding(state === "playing" && player.playing);
  placeSession(player, state);
  if (state === "playing") timeline.run();
  if (player.started) hideStart();
});

player.addEventListener("refused", () => {
  start.hidden = false;
});

listenForArrivals(feed, document.getElementById("stuck"), () => {
  cards.adopt();
  const next = withSong(cards.after(cards.current));
  if (next) player.prepare(withSong(cards.after(cards.current, -1)), next);
  listUpNext(upNext, cards);
});

// --- Taps and clicks ---

listenForTaps(feed, {
  onFirst: (card) => {
    if (card !== cards.current || player.playing) return false;
    player.play();
    return true;
  },
  onTap: (card) => {
    if (card === cards.current) player.pause();
  },
  onDouble: likeWithBurst,
});

document.addEventListener("click", ({ target }) => {
  const step = target.closest("[data-step]");
  if (step) cards.step(Number(step.dataset.step));
  else if (target.closest("[data-start]")) player.play();
  else if (target.closest("[data-retry]")) player.retry();
  else if (target.closest("[data-share]")) share(target.closest(".card"));
});

addEventListener("online", () => {
  if (cards.current?.dataset.state === "failed") player.retry();
});

// --- Keys, lock screen, headphones ---

const toggle = () => (player.playing ? player.pause() : player.play());
const step = (distance) => cards.step(distance);

listenForKeys({
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  j: () => step(1),
  k: () => step(-1),
  " ": toggle,
  l: () => toggleLike(cards.current),
  s: () => withSong(cards.current) && share(cards.current),
  m: listenForMute(document.querySelector("[data-mute]"), player),
});

listenForSession({
  play: () => player.play(),
  pause: () => player.pause(),
  step,
  seek: (seconds) => {
    player.seek(seconds);
    timeline.draw();
  },
});
