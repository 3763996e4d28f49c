/* A curator's window on a song: dragged by its edges or whole, moved by keys, or typed.

   The number fields hold the truth; everything else is drawn from them. */

import { clock } from "./timeline.js";

const STRIP_WIDTH = 120;
const KEYS = { ArrowLeft: -0.1, ArrowDown: -0.1, ArrowRight: 0.1, ArrowUp: 0.1, PageDown: -5, PageUp: 5 };

const panel = document.querySelector("[data-curating]");
const duration = Number(panel.dataset.duration);
const least = Number(panel.dataset.least);
const most = Number(panel.dataset.most);
const strip = panel.querySelector("[data-strip]");
const frame = panel.querySelector("[data-window]");
const fields = { start: panel.querySelector("[name=start_s]"), end: panel.querySelector("[name=end_s]") };
const audio = panel.querySelector("[data-audio]");
const head = panel.querySelector("[data-head]");
const play = panel.querySelector("[data-play]");
const playWords = play.textContent;

function read() {
  return { start: Number(fields.start.value), end: Number(fields.end.value) };
}

/* The window with `part` at `place` seconds, as far as song and lengths allow. */
function moved(part, place, { start, end }) {
  if (part === "start") {
    return { start: clamp(place, Math.max(0, end - most), Math.max(0, end - least)), end };
  }
  if (part === "end") {
    return { start, end: clamp(place, Math.min(duration, start + least), Math.min(duration, start + most)) };
  }
  const length = Math.min(end - start, duration);
  const first = clamp(place, 0, duration - length);
  return { start: first, end: first + length };
}

function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

function write(window) {
  for (const edge of ["start", "end"]) fields[edge].value = Number(window[edge].toFixed(2));
  draw();
}

function draw() {
  const { start, end } = read();
  const isWindow = start >= 0 && end > start && start < duration;
  frame.hidden = !isWindow;
  panel.querySelector("[data-length]").textContent = isWindow ? `${(end - start).toFixed(1)} s long` : "";
  const lit = panel.querySelector("[data-lit]");
  lit.setAttribute("width", isWindow ? (((end - start) / duration) * STRIP_WIDTH).toFixed(3) : 0);
  if (!isWindow) return;
  lit.setAttribute("x", ((start / duration) * STRIP_WIDTH).toFixed(3));
  frame.style.setProperty("--start", start / duration);
  frame.style.setProperty("--end", Math.min(end / duration, 1));
  for (const handle of frame.querySelectorAll("[data-move]")) {
    const place = handle.dataset.move === "end" ? end : start;
    handle.setAttribute("aria-valuenow", place.toFixed(1));
    handle.setAttribute("aria-valuetext", exactClock(place));
  }
}

function exactClock(seconds) {
  const tenths = Math.round(seconds * 10);
  return `${clock(tenths / 10)}.${tenths % 10}`;
}

function secondsAt(event) {
  const box = strip.getBoundingClientRect();
  return ((event.clientX - box.left) / box.width) * duration;
}

strip.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  const handle = event.target.closest("[data-move]");
  if (!handle) {
    playFrom(clamp(secondsAt(event), 0, duration));
    return;
  }
  handle.setPointerCapture(event.pointerId);
  const part = handle.dataset.move;
  const before = read();
  const offset = (part === "end" ? before.end : before.start) - secondsAt(event);
  const held = new AbortController();
  const { signal } = held;
  const move = (now) => write(moved(part, Math.round((secondsAt(now) + offset) * 10) / 10, before));
  handle.addEventListener("pointermove", move, { signal });
  handle.addEventListener("lostpointercapture", () => held.abort(), { signal });
});

frame.addEventListener("keydown", (event) => {
  const part = event.target.dataset.move;
  const now = read();
  const place = part === "end" ? now.end : now.start;
  const step = (KEYS[event.key] ?? 0) * (event.shiftKey && event.key.startsWith("Arrow") ? 10 : 1);
  const wanted = { Home: -Infinity, End: Infinity }[event.key] ?? place + step;
  if (wanted === place) return;
  event.preventDefault();
  write(moved(part, wanted, now));
});

for (const field of Object.values(fields)) field.addEventListener("input", draw);

function playFrom(place) {
  audio.currentTime = place;
  audio.play().catch(() => {}); // the player shows what is wrong
}

function showHead() {
  head.hidden = audio.paused && audio.currentTime === 0;
  head.style.setProperty("--place", clamp(audio.currentTime / duration, 0, 1));
  play.textContent = audio.paused ? playWords : "Pause";
}

play.addEventListener("click", () => (audio.paused ? playFrom(read().start) : audio.pause()));
for (const type of ["timeupdate", "seeking", "play", "pause"]) audio.addEventListener(type, showHead);

play.hidden = false;
draw();
