/* The offline page: the clips that are kept on this device, playable one after another. */

import { keptClips } from "./kept.js";

const list = document.getElementById("kept");
const template = document.getElementById("row");
const sound = document.getElementById("sound");
const player = document.querySelector(".offline-player");
const again = document.querySelector("[data-again]");
// Elsewhere it stands in for a page that did not come.
const standsIn = location.pathname !== document.querySelector("main").dataset.address;

const clips = await keptClips();
const buttons = clips.map(row);
let playing = -1;

function row(facts, number) {
  const item = template.content.cloneNode(true).firstElementChild;
  item.className += ` ${facts.colour}`;
  item.querySelector(".song-row-title").textContent = facts.title;
  item.querySelector(".song-row-artist").textContent = facts.artist;
  if (facts.cover) item.querySelector(".thumb").replaceWith(picture(facts.cover));
  const button = item.querySelector("button");
  button.addEventListener("click", () => (number === playing && !sound.paused ? sound.pause() : play(number)));
  list.append(item);
  return button;
}

function picture(src) {
  const size = { width: 48, height: 48 };
  return Object.assign(document.createElement("img"), { className: "thumb", src, alt: "", ...size });
}

function play(number) {
  if (number !== playing) {
    playing = number;
    const { clip, title, artist } = clips[number];
    sound.src = clip;
    player.hidden = false;
    player.querySelector("[data-now-title]").textContent = title;
    player.querySelector("[data-now-artist]").textContent = artist;
    if (navigator.mediaSession) navigator.mediaSession.metadata = new MediaMetadata({ title, artist });
  }
  sound.play().catch(() => {}); // its own controls show what is wrong
}

function showState() {
  buttons.forEach((button, number) => {
    button.setAttribute("aria-pressed", number === playing && !sound.paused);
  });
}

function sayWhere() {
  const isOffline = standsIn || !navigator.onLine;
  const count = clips.length === 1 ? "One clip is" : `${clips.length} clips are`;
  document.querySelector("[data-title]").textContent = isOffline ? "You are offline" : "Kept on this device";
  document.querySelector("[data-words]").textContent = clips.length
    ? `${count} still here. Likes and everything else wait for the network.`
    : "No clips are kept on this device yet. Those you listen to stay here for such a moment.";
}

for (const type of ["play", "pause", "ended"]) sound.addEventListener(type, showState);
sound.addEventListener("ended", () => playing + 1 < clips.length && play(playing + 1));
for (const type of ["online", "offline"]) addEventListener(type, sayWhere);
sayWhere();
if (standsIn) Object.assign(again, { href: location.href, textContent: "Try again" });
