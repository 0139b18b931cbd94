// At the doors: whoever signs in next on this telephone finds no page that another officer had kept. What was
// not sent yet stays; it belongs to its officer and is sent when that one signs in again.
"use strict";
(async () => {
  const FAMILY = "chengyi-inspection:", PLACE = /^\/admin\/supervision\/inspection\/\d+\/field\/$/;
  if (window.caches) for (const name of await caches.keys()) if (name.startsWith(FAMILY)) await caches.delete(name);
  if (!navigator.serviceWorker) return;
  for (const one of await navigator.serviceWorker.getRegistrations()) {
    if (PLACE.test(new URL(one.scope).pathname)) await one.unregister();
  }
})();
