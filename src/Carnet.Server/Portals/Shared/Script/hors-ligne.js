// Runs in the browser, apart from the pages. Keeps one page without anything of a person, with its style and sign, and
// shows it where a page cannot be reached. Whatever else is asked for goes to the server and is never kept.
"use strict";
const kept = ["{page}", "{style}", "{sign}"];
const shelf = "carnet-{mark}";
self.addEventListener("install", event => event.waitUntil(
  caches.open(shelf).then(cache => cache.addAll(kept)).then(() => self.skipWaiting())));
self.addEventListener("activate", event => event.waitUntil(
  caches.keys().then(names => Promise.all(names.filter(name => name !== shelf).map(name => caches.delete(name))))));
self.addEventListener("fetch", event => {
  const request = event.request;
  if (request.method !== "GET") {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(kept[0])));
  } else if (kept.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
