/* The lock screen and the headphones' buttons. */

import { savesData } from "./saver.js";

// Covers are squares of 800 pixels; the lock screen takes the size it likes best.
const SIZES = ["96x96", "256x256", "512x512", "800x800"];

export function listenForSession({ play, pause, step, seek }) {
  if (navigator.audioSession) navigator.audioSession.type = "playback";
  const session = navigator.mediaSession;
  if (!session) return;
  session.setActionHandler("play", play);
  session.setActionHandler("pause", pause);
  session.setActionHandler("nexttrack", () => step(1));
  session.setActionHandler("previoustrack", () => step(-1));
  session.setActionHandler("seekto", ({ seekTime }) => seek(seekTime));
  session.setActionHandler("stop", pause);
}

export function describeSession(card) {
  if (!navigator.mediaSession) return;
  const { title, artist, picture } = card.dataset;
  const artwork = savesData() ? [] : SIZES.map((sizes) => ({ src: picture, sizes }));
  navigator.mediaSession.metadata = new MediaMetadata({ title, artist, artwork });
}

export function tellSession(state) {
  if (!navigator.mediaSession) return;
  navigator.mediaSession.playbackState = state === "paused" || state === "failed" ? "paused" : "playing";
}

export function placeSession({ duration, position }) {
  const session = navigator.mediaSession;
  if (!session) return;
  // While a clip loads its length is unknown, and a position beyond it is an error.
  if (duration) session.setPositionState?.({ duration, position: Math.min(position, duration) });
}
