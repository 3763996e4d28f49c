/* A song's own page: the waveform follows and moves the browser's own player. */

import { share } from "./sharing.js";

const STRIP_WIDTH = 120;

const song = document.querySelector(".song");
const audio = document.getElementById("full-song");
const strip = song.querySelector("[data-seek]");
const heard = strip.querySelector("[data-heard]");
const head = strip.querySelector("[data-head]");

function draw() {
  const place = audio.duration ? (STRIP_WIDTH * audio.currentTime) / audio.duration : 0;
  heard.setAttribute("width", place.toFixed(2));
  head.setAttribute("x", place.toFixed(2));
}

function seek(event) {
  const box = strip.getBoundingClientRect();
  const share = (event.clientX - box.left) / box.width;
  if (audio.duration) audio.currentTime = Math.max(0, Math.min(share, 1)) * audio.duration;
}

audio.addEventListener("timeupdate", draw);
audio.addEventListener("seeking", draw);

strip.addEventListener("pointerdown", (event) => {
  strip.setPointerCapture(event.pointerId);
  seek(event);
});
strip.addEventListener("pointermove", (event) => {
  if (strip.hasPointerCapture(event.pointerId)) seek(event);
});

song.querySelector("[data-jump]").addEventListener("click", (event) => {
  audio.currentTime = Number(event.currentTarget.dataset.jump);
  audio.play();
});
song.querySelector("[data-share]").addEventListener("click", () => share(song));
