// Keeps the page for days without a network: what was once loaded is there again. Nothing of the lesson is kept here.

const CACHE = "ganita-1";

/** Files of old builds are dropped once there are more than these. One build has about 60. */
const FILES_KEPT = 200;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  // The server's address may change from one hour to the next; an old one is worse than none.
  if (address.pathname === "/config") return;
  const fixed = address.pathname.startsWith("/_next/static/");
  event.respondWith(fixed ? cacheFirst(request) : networkFirst(request));
});

/** Files whose name changes with their content. */
async function cacheFirst(request) {
  return (await caches.match(request)) ?? keep(request, await fetch(request));
}

async function networkFirst(request) {
  try {
    return await keep(request, await fetch(request));
  } catch (offline) {
    const kept = await caches.match(request, { ignoreSearch: request.mode === "navigate" });
    if (kept) return kept;
    throw offline;
  }
}

async function keep(request, response) {
  if (!response.ok || response.type === "opaque") return response;
  const cache = await caches.open(CACHE);
  await cache.put(request, response.clone());
  const kept = await cache.keys();
  for (const old of kept.slice(0, Math.max(0, kept.length - FILES_KEPT))) await cache.delete(old);
  return response;
}
