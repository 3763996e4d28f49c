/* The feed: cards, player, and what the listener's hands do, put together. */

import { listenForArrivals } from "./arrivals.js";
import { clearStates, drawState } from "./card_state.js";
import { Cards } from "./cards.js";
import { listenForDial } from "./dial.js";
import { decideEndings } from "./endings.js";
import { Heard } from "./heard.js";
import { keepCard } from "./keeping.js";
import { listenForKeys } from "./keys.js";
import { likeWithBurst, toggleLike } from "./likes.js";
import { drawModes } from "./modes.js";
import { listenForMute } from "./mute.js";
import { watchNetwork } from "./network.js";
import { listenForOthers } from "./one_voice.js";
import { Places } from "./places.js";
import { Player } from "./player.js";
import { Plays } from "./plays.js";
import { Queue } from "./queue.js";
import { listenForPanel } from "./queue_panel.js";
import { listenForSendingAway } from "./sending_away.js";
import { clipOf, savesData, tellServerOfSaving } from "./saver.js";
import { describeSession, listenForSession, placeSession, tellSession } from "./session.js";
import { SessionLength } from "./session_length.js";
import { settings } from "./settings.js";
import { listenForSettings } from "./settings_sheet.js";
import { whenSettled } from "./settled.js";
import { share } from "./sharing.js";
import { listenForTaps } from "./taps.js";
import { Timeline } from "./timeline.js";
import { tintPage } from "./tint.js";
import { Trail } from "./trail.js";
import { warm } from "./warming.js";
import { listenForWheel } from "./wheel.js";

const feed = document.getElementById("feed");
const start = document.getElementById("start");

const player = new Player(document.body, clipOf);
const places = new Places(player);
const plays = new Plays();
const length = new SessionLength();
const timeline = new Timeline(feed, player, (fromS, toS) => plays.jumped(fromS, toS));
const settle = whenSettled(document.getElementById("now-playing"), feed.dataset.list, async (card) => {
  describeSession(card);
  warm([card, cards.after(card), cards.after(card, 2)], player);
  await player.loaded(card); // or the same clip would be fetched beside it
  keepCard(card);
});
const byId = (id) => document.getElementById(id);
const dial = listenForDial(byId("dial"), document.querySelector("[data-dial]"), bend);
const trail = new Trail(document.querySelector("[data-trail]"), dial.rest);
const endIfOver = decideEndings({
  player,
  length,
  dialog: byId("session-end"),
  next: () => cards.after(cards.current),
  go: (card) => cards.go(card),
});
const cards = new Cards(feed, show);
const heard = new Heard(byId("heard"), cards);
const queue = new Queue(byId("up-next"), byId("queue-said"), cards, prepareNext);

// --- One card after another ---

const ROOM_AFTER_MS = 120;
let roomTimer = 0;

function show(card) {
  endIfOver();
  clearStates(feed, card);
  leave();
  warm([], player); // what the last card wanted next may be another one's by now
  plays.begin(withSong(card));
  start?.toggleAttribute("data-away", !withSong(card)); // it would lie on the last card's words
  settle(card);
  if (withSong(card)) {
    const before = savesData() ? null : withSong(cards.after(card, -1));
    const { second, wasHeard } = places.take(card);
    player.show(card, before, withSong(cards.after(card)), second);
    if (wasHeard) player.playIfAllowed();
    timeline.draw();
  } else {
    player.stop();
  }
  clearTimeout(roomTimer);
  if (player.sounding) roomTimer = setTimeout(() => dressRoom(card), ROOM_AFTER_MS);
  else dressRoom(card);
}

/* The colours of the page around the card and what comes next: on a slow phone they take longer than
   the sound, which goes first. */
function dressRoom(card) {
  tintPage(card);
  queue.draw();
}

/* The card that was in front is history. */
function leave() {
  heard.left(plays.card, plays.heardMs);
  trail.left(plays.card, plays.heardMs);
}

/* Other cards follow the one in front. */
function prepareNext() {
  const next = withSong(cards.after(cards.current));
  if (next) player.prepare(savesData() ? null : withSong(cards.after(cards.current, -1)), next);
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

player.addEventListener("state", ({ detail: { card, state, trouble } }) => {
  const sounds = state === "playing" && player.playing;
  drawState(card, state, trouble);
  plays.sounding(sounds);
  length.sounding(card, sounds);
  tellSession(state);
  placeSession(player);
  if (state === "playing") timeline.run();
  if (player.started) hideStart();
});

player.addEventListener("ended", () => plays.sounding(false));
player.addEventListener("moved", () => placeSession(player));

const claimVoice = listenForOthers(() => {
  if (player.sounding) player.pause();
});
// Not with every state: a clip that waited for its bytes is no newer than another tab's sound.
player.addEventListener("begins", claimVoice);

player.addEventListener("refused", () => {
  start.hidden = false;
});

listenForArrivals(feed, document.getElementById("stuck"), () => {
  cards.adopt();
  prepareNext();
  queue.draw();
  if (turnedMeanwhile) bend();
});

// --- The mood dial bends the very next cards ---

let turnedMeanwhile = false;

function bend() {
  const sentinel = feed.querySelector(":scope > .sentinel");
  if (!("bends" in feed.dataset)) return; // a list keeps its own order
  // What is on its way was chosen before: it is asked for again when it has come.
  turnedMeanwhile = feed.getAttribute("aria-busy") === "true";
  if (turnedMeanwhile || !sentinel || !withSong(cards.current)) return;
  htmx.trigger(sentinel, "again");
  cards.dropAfterCurrent();
}

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
  else if (target.closest("[data-whole]")) plays.openedSong();
});

feed.addEventListener("jump", ({ detail }) => timeline.jump(detail.toS));

listenForSendingAway(cards, () => {
  prepareNext();
  queue.draw();
});

watchNetwork(document.getElementById("offline"));

// --- Keys, lock screen, headphones ---

const pressIn = (card, selector) => card?.querySelector(selector)?.click();
const toggle = () => (player.playing ? player.pause() : player.play());
const step = (distance) => cards.step(distance);

const showPanel = listenForPanel(byId("queue"), byId("queue-sheet"));
const showSheet = listenForSettings();

listenForWheel(step);
listenForKeys({
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  j: () => step(1),
  k: () => step(-1),
  PageDown: () => step(1),
  PageUp: () => step(-1),
  Home: () => cards.go(cards.all[0]),
  " ": toggle,
  l: () => toggleLike(cards.current),
  r: () => pressIn(cards.current, "[data-repost]"),
  a: () => pressIn(cards.current, "[data-sheet=collect]"),
  c: () => pressIn(cards.current, "[data-sheet=comments]"),
  "?": () => showSheet("help"),
  ".": () => pressIn(cards.current, "[data-sheet=more]"),
  d: dial.toggle,
  q: () => showPanel("up-next-title"),
  h: () => showPanel("heard-title"),
  s: () => withSong(cards.current) && share(cards.current),
  m: listenForMute(document.querySelector("[data-mute]"), player),
});

listenForSession({
  play: () => player.play(),
  pause: () => player.pause(),
  step,
  seek: (seconds) => timeline.jump(seconds),
});

// --- Settings ---

tellServerOfSaving();
const modes = document.getElementById("modes");
for (const source of [settings, length]) source.addEventListener("change", () => drawModes(modes, length));
drawModes(modes, length);
