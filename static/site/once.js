/* A form goes once, however often its button is pressed; after a few seconds, or when the answer is there, again. */
"use strict";
{
  const PATIENCE = 4000;
  const justSent = (form) => Date.now() - Number(form.dataset.sentAt ?? 0) < PATIENCE;

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (justSent(event.target)) event.preventDefault();
    else event.target.dataset.sentAt = String(Date.now());
  });
  /* The dialogs of the officers' door are sent by the theme. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt;
    if (form.tagName !== "FORM") return;
    if (justSent(form)) event.preventDefault();
    else form.dataset.sentAt = String(Date.now());
  });
  document.addEventListener("htmx:afterRequest", (event) => { delete event.detail.elt.dataset.sentAt; });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent-at]")) delete form.dataset.sentAt;
  });
}
