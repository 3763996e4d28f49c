/* Without a network the feed says so, and how much can still be heard. */

import { keptClips } from "./kept.js";

export function watchNetwork(banner) {
  const words = banner.querySelector("[data-kept]");
  const show = async () => {
    const isOffline = !navigator.onLine;
    if (isOffline) {
      const { length } = await keptClips();
      words.textContent = length ? `${length} clip${length === 1 ? " is" : "s are"} still here` : "";
      words.hidden = !length;
    }
    banner.hidden = !isOffline;
  };
  for (const type of ["online", "offline"]) addEventListener(type, show);
  show();
}
