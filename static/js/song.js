/* A song's own page: its player, the keys, the lock screen, and what its facts mean. */

import { listenForExplaining } from "./explaining.js";
import { listenForKeys } from "./keys.js";
import { listenForOthers } from "./one_voice.js";
import { describeSession, listenForSession, placeSession, tellSession } from "./session.js";
import { share } from "./sharing.js";
import { SongPlayer } from "./song_player.js";

const SKIP_S = 5;

const song = document.querySelector(".song");
const player = new SongPlayer(song.querySelector("[data-player]"));

const press = (selector) => song.querySelector(selector).click();

song.querySelector("[data-share]").addEventListener("click", () => share(song));
listenForExplaining();
listenForKeys({
  " ": () => player.toggle(),
  ArrowLeft: () => player.skip(-SKIP_S),
  ArrowRight: () => player.skip(SKIP_S),
  p: () => press("[data-jump]"),
  l: () => press("[data-like]"),
  r: () => press("[data-repost]"),
  a: () => press("[data-sheet=collect]"),
  s: () => share(song),
});
listenForSession({
  play: () => player.play(),
  pause: () => player.pause(),
  step: (direction) => player.skip(2 * SKIP_S * direction),
  seek: (toS) => player.seek(toS),
});
const claimVoice = listenForOthers(() => player.pause());
// Media events do not bubble; the player's own can be caught on the way down.
for (const type of ["play", "pause", "seeked", "durationchange"]) {
  song.addEventListener(
    type,
    () => {
      if (player.state === "playing" || type === "play") describeSession(song);
      if (type === "play") claimVoice();
      tellSession(player.state);
      placeSession(player);
    },
    { capture: true },
  );
}
