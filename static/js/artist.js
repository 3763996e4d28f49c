/* An artist's page: a list that goes on. */

import { listenForMore } from "./more.js";

listenForMore();
