{% load static %}// Lets the page of one inspection open without a connection, for the officer who opened it last, for a day.
// It is registered for that page's address alone; the network always comes first, and where the server no
// longer gives the page (signed out, handed in, not one's own), what was kept is deleted.
"use strict";
const OFFICER = "{{ officer }}", LONGEST = 24 * 3600 * 1000;
const FAMILY = "chengyi-inspection:", MARK = "X-Inspection-Page";
const NAME = `${FAMILY}${OFFICER}`, PAGE = new URL(self.registration.scope).pathname;
const FILES = ["{% static 'site/inspection.css' %}", "{% static 'site/inspection-store.js' %}", "{% static 'site/inspection.js' %}"];

async function kept() { return caches.open(NAME); }
async function keepPage(answer) {
  const cache = await kept();
  if (answer.ok && answer.headers.get(MARK) === OFFICER) await cache.put(PAGE, answer.clone());
  else await cache.delete(PAGE);
  return answer;
}
async function page(request) {
  let answer;
  try { answer = await fetch(request); } catch (error) { return (await keptPage()) || Response.error(); }
  return answer.status >= 500 ? answer : keepPage(answer);
}
async function keptPage() {
  const cache = await kept(), answer = await cache.match(PAGE);
  if (answer && Date.now() - Date.parse(answer.headers.get("Date")) < LONGEST) return answer;
  await cache.delete(PAGE);
  return undefined;
}
async function file(request) {
  const cache = await kept();
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request.url, answer.clone());
    return answer;
  } catch (error) { return (await cache.match(request.url)) || Response.error(); }
}

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    await (await kept()).addAll(FILES);
    await keepPage(await fetch(PAGE, { credentials: "same-origin", redirect: "manual" }));
    await self.skipWaiting();
  })());
});
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith(FAMILY) && name !== NAME) await caches.delete(name);
    await self.clients.claim();
  })());
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(event.request));
  else if (FILES.includes(url.pathname)) event.respondWith(file(event.request));
});
