/* What every page does. */

import { listenForLikes } from "./likes.js";

listenForLikes();

for (const link of document.querySelectorAll("[data-reload-in]")) {
  setTimeout(() => location.assign(link.href), 1000 * Number(link.dataset.reloadIn));
}
