/* The moment of a song that a comment belongs to: where the sound is when somebody begins to type. */

import { clock } from "./timeline.js";

const wholeSong = () => document.getElementById("full-song");
const cardOf = (songId) => document.getElementById(`card-${songId}`);

/* Seconds into the song, or null where nothing of it can be heard. */
function secondsNow(songId) {
  const card = cardOf(songId);
  if (!card) return wholeSong()?.currentTime ?? null;
  return Number(card.dataset.clipStart) + Number(card.querySelector("[data-seek]").ariaValueNow);
}

/* Until something is typed, the moment goes along with the sound. */
export function followSound(composer) {
  if (composer.querySelector("textarea").value) return;
  const seconds = secondsNow(composer.dataset.composer);
  if (seconds !== null) placeMoment(composer, seconds);
}

export function placeMoment(composer, seconds) {
  const button = composer.querySelector("[data-moment]");
  composer.dataset.seconds = seconds.toFixed(1);
  button.hidden = false;
  const text = clock(seconds);
  const words = button.querySelector("[data-moment-clock]");
  if (words.textContent !== text) words.textContent = text;
  fill(composer);
}

/* A comment on the song as a whole, or on its moment again. */
export function takeOff(composer) {
  const button = composer.querySelector("[data-moment]");
  button.ariaPressed = button.ariaPressed === "true" ? "false" : "true";
  fill(composer);
}

function fill(composer) {
  const isOn = composer.querySelector("[data-moment]").ariaPressed === "true";
  const field = composer.querySelector("[data-position]");
  if (field) field.value = isOn ? composer.dataset.seconds : "";
}

/* A comment's time plays that moment, in the clip or in the whole song; what lies outside of the clip
   is a link to the song's page. */
export function listenForJumps() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-jump-to]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const toS = Number(link.dataset.jumpTo);
    if (jump(link.closest("[data-comments-on]").dataset.commentsOn, toS)) event.preventDefault();
  });
  // Media events do not bubble; every element's can be caught on the way down.
  document.addEventListener(
    "timeupdate",
    () => document.querySelectorAll("[data-composer]").forEach(followSound),
    { capture: true },
  );
  const asked = Number(new URLSearchParams(location.search).get("t"));
  if (asked && wholeSong()) wholeSong().currentTime = asked;
}

function jump(songId, toS) {
  const card = cardOf(songId);
  const audio = wholeSong();
  if (card) {
    const start = Number(card.dataset.clipStart);
    if (toS < start || toS > Number(card.dataset.clipEnd)) return false;
    card.dispatchEvent(new CustomEvent("jump", { bubbles: true, detail: { toS: toS - start } }));
    return true;
  }
  if (!audio) return false;
  audio.currentTime = toS;
  audio.play().catch(() => {}); // the player shows what is wrong
  return true;
}
