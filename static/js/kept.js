/* What can be heard without a network: the last clips that were in front of the listener, whole, with
   their covers, and a list that says what they are. Written by pages, read by the worker too.

   The list belongs to one listener: a page of somebody who has left adds nothing to it. */

const CACHE = "clipfeed-kept";
const LIST = "/kept.json"; // a name within the cache; no server answers it
const MOST = 20;
const ARRIVES_MS = 30000;

/* Secure pages alone have caches. */
export const canKeep = "caches" in globalThis && "locks" in navigator;

/* Newest first: {clip, cover, url, title, artist, colour}. */
export async function keptClips() {
  if (!canKeep) return [];
  return (await read(await caches.open(CACHE))).clips;
}

/* The whole response, if this clip or cover is one of those. */
export async function keptFile(url) {
  if (!(await caches.has(CACHE))) return undefined;
  return (await caches.open(CACHE)).match(url, { ignoreVary: true });
}

export function keep(owner, facts) {
  return alone(async (cache) => {
    const list = await read(cache);
    if ((list.owner ?? owner) !== owner) return;
    for (const url of filesOf(facts)) {
      if (!(await cache.match(url))) await fetchInto(cache, url);
    }
    const others = list.clips.filter(({ clip }) => clip !== facts.clip);
    const clips = [facts, ...others].slice(0, MOST);
    await write(cache, { owner, clips });
    await sweep(cache, clips);
  });
}

/* From now on clips are kept for `owner`; whatever is here was somebody else's. */
export function beginAfresh(owner) {
  return alone((cache) => empty(cache, owner));
}

export function forgetClips() {
  return alone(async (cache) => empty(cache, (await read(cache)).owner));
}

/* Bytes of all that is kept. */
export async function keptBytes() {
  const cache = await caches.open(CACHE);
  const blobs = (await cache.matchAll()).map((response) => response.blob());
  return (await Promise.all(blobs)).reduce((sum, { size }) => sum + size, 0);
}

/* One page at a time, or two that add a clip at once would lose one. */
async function alone(act) {
  if (!canKeep) return;
  await navigator.locks.request(CACHE, async () => act(await caches.open(CACHE)));
}

async function read(cache) {
  const list = await (await cache.match(LIST))?.json();
  return list ?? { owner: null, clips: [] };
}

function write(cache, list) {
  return cache.put(LIST, Response.json(list));
}

async function empty(cache, owner) {
  await write(cache, { owner, clips: [] });
  await sweep(cache, []);
}

/* Whole, as nothing but a request without a range brings it. */
async function fetchInto(cache, url) {
  const response = await fetch(url, { priority: "low", signal: AbortSignal.timeout(ARRIVES_MS) });
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  await cache.put(url, response);
}

async function sweep(cache, clips) {
  const wanted = new Set([LIST, ...clips.flatMap(filesOf)].map((url) => new URL(url, location).href));
  for (const request of await cache.keys()) {
    if (!wanted.has(request.url)) await cache.delete(request);
  }
}

function filesOf({ clip, cover }) {
  return cover ? [clip, cover] : [clip];
}
