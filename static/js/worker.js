/* The service worker: between the pages and the network (feed/offline.py starts it at /sw.js).

   - Files whose name carries the hash of their content never change: from the cache, if they are there.
   - Clips and covers that are kept come from the cache. Others are always asked for whole, and the part
     that is wanted is cut out as it arrives: browsers share whole answers, also those still on their
     way, so that a clip that is loaded, warmed and kept is transferred once.
   - A page comes from the network. Only where there is none, the offline page takes its place; no
     other page is ever kept.
   - Everything else is none of its business: whatever is posted, the admin, accounts, the API, whole
     songs.

   A new version may take over at once: nothing here depends on what an open page was made of. */

import { keptFile } from "./kept.js";
import { partOf } from "./ranges.js";

const STATIC = "clipfeed-static-";
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const KEPT = ["/clips/", "/covers/"];
const OTHERS = ["/admin/", "/accounts/", "/api/"];

/* `files` are the addresses of all that the offline page needs. */
export function work({ version, offlinePage, files, staticFiles }) {
  const cacheName = STATIC + version;

  addEventListener("install", (event) => {
    event.waitUntil(prepare().then(() => skipWaiting()));
  });
  addEventListener("activate", (event) => {
    event.waitUntil(forgetOlder().then(() => clients.claim()));
  });
  addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    const isUnder = (address) => pathname.startsWith(address);
    if (request.method !== "GET" || origin !== location.origin || OTHERS.some(isUnder)) return;
    if (isUnder(staticFiles) && HASHED.test(pathname)) event.respondWith(unchanging(event));
    else if (KEPT.some(isUnder)) event.respondWith(heard(request));
    else if (request.mode === "navigate") event.respondWith(page(request));
  });

  async function prepare() {
    const cache = await caches.open(cacheName);
    // Asked for by nobody in particular, or it would be somebody's page.
    const anonymous = new Request(offlinePage, { cache: "reload", credentials: "omit" });
    await Promise.all([cache.addAll(files), cache.add(anonymous)]);
  }

  async function forgetOlder() {
    const isOlder = (name) => name.startsWith(STATIC) && name !== cacheName;
    await Promise.all((await caches.keys()).filter(isOlder).map((name) => caches.delete(name)));
  }

  async function unchanging({ request }) {
    const cache = await caches.open(cacheName);
    const kept = await cache.match(request);
    if (kept) return kept;
    const response = await fetch(request);
    if (response.status === 200) await cache.put(request, response.clone());
    return response;
  }

  async function heard(request) {
    const range = request.headers.get("Range");
    const whole = (await keptFile(request.url)) ?? (await fetch(new Request(request, { headers: {} })));
    return range && whole.status === 200 ? partOf(whole, range) : whole;
  }

  async function page(request) {
    try {
      return await fetch(request);
    } catch (error) {
      const cache = await caches.open(cacheName);
      const offline = await cache.match(offlinePage, { ignoreVary: true });
      if (offline) return offline;
      throw error;
    }
  }
}
