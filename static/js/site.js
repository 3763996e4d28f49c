/* What every page does. */

import { listenForFailures } from "./failures.js";
import { startKeeping } from "./keeping.js";
import { listenForPresses } from "./presses.js";
import { share } from "./sharing.js";
import { listenForSheets } from "./sheets.js";

startKeeping();
listenForFailures();
listenForPresses();
listenForSheets();

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-share-page]");
  if (button) share(button);
});

for (const link of document.querySelectorAll("[data-reload-in]")) {
  setTimeout(() => location.assign(link.href), 1000 * Number(link.dataset.reloadIn));
}
