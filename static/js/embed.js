/* A song's player on somebody else's page. */

import { SongPlayer } from "./song_player.js";

new SongPlayer(document.querySelector("[data-player]"));
