/* The lock screen and the headphones' buttons. */

export function listenForSession({ play, pause, step, seek }) {
  if (navigator.audioSession) navigator.audioSession.type = "playback";
  const session = navigator.mediaSession;
  if (!session) return;
  session.setActionHandler("play", play);
  session.setActionHandler("pause", pause);
  session.setActionHandler("nexttrack", () => step(1));
  session.setActionHandler("previoustrack", () => step(-1));
  session.setActionHandler("seekto", ({ seekTime }) => seek(seekTime));
}

export function describeSession(card) {
  if (!navigator.mediaSession) return;
  const { title, artist, picture } = card.dataset;
  const artwork = ["256x256", "512x512"].map((sizes) => ({ src: picture, sizes }));
  navigator.mediaSession.metadata = new MediaMetadata({ title, artist, artwork });
}

export function placeSession({ duration, position }, state) {
  const session = navigator.mediaSession;
  if (!session) return;
  session.playbackState = state === "paused" || state === "failed" ? "paused" : "playing";
  // While a clip loads its length is unknown, and a position beyond it is an error.
  if (duration) session.setPositionState?.({ duration, position: Math.min(position, duration) });
}
