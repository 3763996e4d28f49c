/* The page about this device: installing ClipFeed as an app, and what is kept for a time without a
   network. */

import { canKeep, forgetClips, keptBytes, keptClips } from "./kept.js";

const MEGABYTE = 1e6;

const install = document.querySelector("[data-install]");
const offline = document.querySelector("[data-offline]");

function say(row, words, canAct) {
  row.querySelector("[data-words]").textContent = words;
  row.querySelector("[data-act]").hidden = !canAct;
}

// --- Installing: offered where the browser says that it can be done from here ---

let asking = null;

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  asking = event;
  say(install, "A window of its own and an icon beside your other apps.", true);
});

addEventListener("appinstalled", () => say(install, "It is installed on this device.", false));

install.querySelector("[data-act]").addEventListener("click", () => asking?.prompt());

if (matchMedia("(display-mode: standalone)").matches) {
  say(install, "You are in the installed app.", false);
}

// --- What is kept ---

async function showKept() {
  const { length } = await keptClips();
  if (!canKeep) {
    say(offline, "Clips can be kept where ClipFeed is opened by HTTPS.", false);
  } else if (!length) {
    say(offline, "The last 20 clips you listen to are kept here. There are none yet.", false);
  } else {
    const megabytes = Math.max(0.1, (await keptBytes()) / MEGABYTE).toFixed(1);
    say(offline, `${length} clip${length === 1 ? "" : "s"} (${megabytes} MB) can be played: the last you listened to.`, true);
  }
}

offline.querySelector("[data-act]").addEventListener("click", async () => {
  await forgetClips();
  await showKept();
});

showKept();
