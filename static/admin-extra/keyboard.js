/* What the theme leaves out for those who use the keyboard or a screen reader. The words are in the header (#cy-words). */
"use strict";

const NATIVE = "a[href], button, input, select, textarea, summary, label";
const FIELDS = "input:not([type=hidden]), select, textarea";
const word = (name) => document.getElementById("cy-words")?.dataset[name] ?? "";

/* Icons are letters of a font, such as "arrow_back": nobody is to hear them. */
function hushIcons(part) {
  for (const icon of part.querySelectorAll(".material-symbols-outlined")) {
    icon.setAttribute("aria-hidden", "true");
    const holder = icon.closest(`${NATIVE}, [role=button]`);
    const called = { search: word("search"), more_horiz: word("more"), more_vert: word("more"), close: word("close") };
    if (holder && !holder.ariaLabel && called[icon.textContent.trim()] && icon.textContent.trim() === holder.innerText.trim()) {
      holder.setAttribute("aria-label", called[icon.textContent.trim()]);
    }
  }
}

/* What only the mouse could press becomes a button. */
function makePressable(part) {
  for (const pressed of part.querySelectorAll("[x-on\\:click]")) {
    if (pressed.matches(NATIVE) || pressed.dataset.pressable || pressed.id === "changelist-filter-close") continue;
    pressed.dataset.pressable = "1";
    const thing = pressed.matches("h1, h2, h3") ? filledSpan(pressed) : pressed; // a heading stays one
    thing.tabIndex = 0;
    thing.setAttribute("role", "button");
    const opened = pressed.nextElementSibling?.matches("[x-show]") && pressed.nextElementSibling;
    const tell = () => opened && thing.setAttribute("aria-expanded", String(opened.style.display !== "none"));
    pressed.addEventListener("click", () => setTimeout(tell, 50));
    thing.addEventListener("keydown", (event) => {
      if (event.target !== thing || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      thing.click();
    });
    tell();
  }
}

function filledSpan(heading) {
  const span = document.createElement("span");
  span.className = "cy-pressable";
  span.append(...heading.childNodes);
  heading.append(span);
  return span;
}

/* A field finds the sentence that explains it, and the one that says what is wrong with it. */
function describeFields(part) {
  for (const field of part.querySelectorAll("[aria-describedby]")) {
    const [missing] = field.getAttribute("aria-describedby").split(" ").filter((id) => !document.getElementById(id));
    const box = missing && field.closest(".group");
    if (!box) continue;
    const told = [...box.querySelectorAll(".leading-relaxed, .text-red-600")].filter((text) => !text.contains(field));
    told.forEach((text, number) => { text.id ||= `${field.id}_told_${number}`; });
    field.setAttribute("aria-describedby", told.map((text) => text.id).join(" "));
  }
  for (const wide of part.querySelectorAll(".cy-wrap")) {
    if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
  }
  for (const chooser of part.querySelectorAll(".select2-selection")) {
    const select = chooser.closest(".select2-container")?.previousElementSibling;
    const label = select?.labels?.[0];
    const shown = chooser.querySelector("[role=textbox]");
    if (!label || !shown) continue;
    label.id ||= `${select.id}_label`;
    chooser.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
    shown.setAttribute("aria-labelledby", label.id);
  }
}

function mend(part) {
  makePressable(part);
  hushIcons(part);
  describeFields(part);
}

/* A dialog takes the focus, keeps it, and gives it back. */
function watchDialog(box) {
  let opener = null;
  const stops = () => [...box.querySelectorAll(`${NATIVE}, [tabindex="0"]`)].filter((stop) => stop.getClientRects().length && !stop.disabled);
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === box) opener = event.detail.elt;
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    if (!box.firstElementChild) return;
    const heading = box.querySelector("h1, h2");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-modal", "true");
    if (heading) { heading.id ||= "dialog-heading"; box.setAttribute("aria-labelledby", heading.id); }
    mend(box);
    setTimeout(() => {
      if (box.contains(document.activeElement)) return;
      const wrong = box.querySelector(".errors");
      (wrong ?? box).querySelector(FIELDS)?.focus();
      if (!box.contains(document.activeElement)) stops().at(-1)?.focus();
    }, 60);
  });
  box.addEventListener("keydown", (event) => {
    const all = stops();
    if (event.key !== "Tab" || !all.length) return;
    const [first, last] = [all[0], all.at(-1)];
    if (document.activeElement === (event.shiftKey ? first : last)) {
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    }
  });
  new MutationObserver(() => {
    if (!opener || box.parentElement.style.display !== "none") return;
    opener.focus();
    opener = null;
  }).observe(box.parentElement, { attributes: true, attributeFilter: ["style"] });
}

/* The page asks for the progress each second; it is told at each quarter, from a place that stays. */
function tellProgress() {
  const bar = document.querySelector("#progress [role=progressbar]");
  if (!bar) return;
  let voice = document.getElementById("cy-voice");
  if (!voice) {
    voice = Object.assign(document.createElement("div"), { id: "cy-voice" });
    voice.setAttribute("role", "status");
    document.getElementById("content").append(voice);
  }
  const told = `${bar.getAttribute("aria-label")} ${Math.floor(Number(bar.getAttribute("aria-valuenow")) / 25) * 25}%`;
  if (voice.textContent !== told) voice.textContent = told;
}

document.addEventListener("DOMContentLoaded", () => {
  tellProgress();
  document.body.addEventListener("htmx:afterSettle", tellProgress);
  const content = document.getElementById("content") ?? document.getElementById("page");
  if (content) {
    content.setAttribute("role", "main");
    content.tabIndex = -1;
  }
  if (content && word("skip")) {
    const skip = Object.assign(document.createElement("a"), { className: "cy-skip", href: `#${content.id}`, textContent: word("skip") });
    skip.addEventListener("click", (event) => { event.preventDefault(); content.focus(); content.scrollIntoView(); });
    document.body.prepend(skip);
  }
  document.getElementById("header-inner")?.setAttribute("role", "banner");
  const mark = document.querySelector("#nav-sidebar a.bg-primary-600");
  if (mark) {
    mark.tabIndex = -1; // the name beside it leads there too
    mark.setAttribute("aria-hidden", "true");
  }
  const dialog = document.getElementById("modal-content");
  if (dialog) watchDialog(dialog);
});
document.addEventListener("alpine:initialized", () => {
  mend(document.body);
  /* The theme hides the page until now, and what is hidden cannot be focused. */
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.querySelector("[autofocus]")?.focus();
  });
});
window.addEventListener("load", () => {
  setTimeout(() => describeFields(document.body), 300); // the choosers are made on load too
  for (const scroller of document.querySelectorAll(".simplebar-content-wrapper")) {
    scroller.setAttribute("role", "group");
    scroller.setAttribute("aria-label", word("scroll"));
  }
});
