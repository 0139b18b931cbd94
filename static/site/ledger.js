/* Keeps each line of a ledger as it is typed. One save of a line is on its way at a time, and each names the
   version it was made from: a save sent twice counts once, and what somebody else changed is never
   overwritten. Without this script the whole form is kept by its button. */
"use strict";

(() => {
  const form = document.getElementById("ledger");
  if (!form) return;
  const words = form.dataset;
  const QUIET = 700;
  const AGAIN = 4000;
  const lines = new Map();

  const token = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");

  class Line {
    constructor(box) {
      this.box = box;
      this.status = box.querySelector("[data-status]");
      this.version = this.field("version");
      this.edits = 0;
      this.kept = 0;
      this.busy = false;
      this.timer = 0;
      this.sent = null;
      this.asking = false;
      box.addEventListener("input", (event) => this.changed(event, QUIET));
      box.addEventListener("change", (event) => this.changed(event, 0));
      const hint = box.querySelector("[data-take-hint]");
      if (hint) {
        hint.hidden = false;
        hint.addEventListener("click", () => {
          const measures = this.field("measures");
          const told = box.querySelector("[data-hint]").textContent;
          measures.value = measures.value.trim() ? `${measures.value.trim()}\n${told}` : told;
          this.changed(null, 0);
        });
      }
    }

    field(name) {
      return this.box.querySelector(`[data-field="${name}"]`);
    }

    get open() {
      return this.edits > this.kept;
    }

    changed(event, wait) {
      if (event && event.target.dataset.field === undefined) return;
      this.edits += 1;
      this.box.classList.remove("faulty");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), wait);
    }

    /* What is sent stays the same, with its token, until it is answered: a repeated send is recognised. */
    take() {
      const data = new FormData();
      const checked = this.box.querySelector('[data-field="answer"]:checked');
      data.set("answer", checked ? checked.value : "");
      for (const name of ["facts", "measures", "owner", "due_on"]) data.set(name, this.field(name).value);
      if (this.field("permanent").checked) data.set("permanent", "1");
      const files = this.field("evidence");
      for (const file of files.files) data.append("evidence", file);
      data.set("version", this.version.value);
      data.set("token", token());
      data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      this.sent = { data, edits: this.edits, files: files.files.length };
    }

    async save(leaving = false) {
      clearTimeout(this.timer);
      if (this.busy || this.asking || !(this.open || this.sent)) return;
      if (!this.sent) this.take();
      this.busy = true;
      this.say(words.saving);
      const sent = this.sent;
      let answer = null;
      let body = null;
      try {
        answer = await fetch(this.box.dataset.url, {
          method: "POST",
          body: sent.data,
          headers: { Accept: "application/json" },
          redirect: "manual",
          keepalive: leaving && !sent.files,
        });
        if ((answer.headers.get("Content-Type") || "").includes("json")) body = await answer.json();
      } catch (error) {
        answer = null;
      }
      this.busy = false;
      if (body === null) {
        this.say(answer && (answer.type === "opaqueredirect" || answer.status === 403) ? words.out : words.waiting, true);
        this.timer = setTimeout(() => this.save(), AGAIN);
        return;
      }
      this.sent = null;
      if (answer.ok) this.done(sent, body);
      else if (answer.status === 409) this.conflict(body);
      else {
        this.kept = sent.edits;
        this.say(body.says, true);
      }
      if (answer.ok && this.open) this.timer = setTimeout(() => this.save(), QUIET);
    }

    done(sent, body) {
      this.version.value = body.version;
      this.kept = sent.edits;
      if (sent.files) this.field("evidence").value = "";
      if (body.files) this.files(body.files);
      if (body.masked && !this.open) this.fill(body.stored);
      this.say(words.saved.replace("[at]", body.at) + (body.masked ? ` ${words.masked}` : ""));
      count(body);
    }

    conflict(body) {
      this.asking = true;
      this.say(`${body.says} ${[body.stored.answer_words, body.stored.facts, body.stored.measures].filter(Boolean).join(" · ")}`, true);
      const offer = (told, act) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn-line btn-sm";
        button.textContent = told;
        button.addEventListener("click", act);
        this.status.append(document.createElement("br"), button);
      };
      offer(words.mine, () => {
        this.asking = false;
        this.version.value = body.version;
        this.edits += 1;
        this.save();
      });
      offer(words.theirs, () => {
        this.asking = false;
        this.version.value = body.version;
        this.fill(body.stored);
        this.kept = this.edits;
        this.say("");
      });
    }

    fill(stored) {
      for (const name of ["facts", "measures", "owner", "due_on"]) this.field(name).value = stored[name];
      this.field("permanent").checked = stored.permanent;
      for (const radio of this.box.querySelectorAll('[data-field="answer"]')) radio.checked = radio.value === stored.answer;
    }

    files(found) {
      this.box.querySelector("[data-files]").replaceChildren(
        ...found.map((file) => {
          const item = document.createElement("li");
          const link = document.createElement("a");
          link.href = file.url;
          link.textContent = file.name;
          item.append(link);
          return item;
        }),
      );
    }

    say(told, bad = false) {
      this.status.textContent = told;
      this.status.classList.toggle("bad", bad);
    }
  }

  function count(body) {
    const told = words.counts.replace("[a]", body.answered).replace("[t]", body.total).replace("[f]", body.found);
    form.querySelector("[data-count]").textContent = told;
    const bar = document.querySelector("[data-bar]");
    if (bar) bar.style.width = `${(body.answered * 100) / body.total}%`;
    for (const name of ["answered", "found"]) {
      const place = document.querySelector(`[data-${name}]`);
      if (place) place.textContent = body[name];
    }
  }

  for (const box of form.querySelectorAll("[data-line]")) lines.set(box.dataset.line, new Line(box));

  const next = form.querySelector("[data-next]");
  next.hidden = false;
  next.addEventListener("click", () => {
    const open = [...lines.values()].find((line) => !line.box.querySelector('[data-field="answer"]:checked'));
    if (!open) return;
    open.box.scrollIntoView({ block: "start" });
    open.box.querySelector('[data-field="answer"]').focus({ preventScroll: true });
  });

  /* The buttons wait until every line is kept; then the form carries nothing that is not stored already. */
  let sending = false;
  form.addEventListener("submit", async (event) => {
    if (sending) return;
    event.preventDefault();
    const button = event.submitter;
    for (const line of lines.values()) line.save();
    await new Promise((done) => setTimeout(done)); // a form is not submitted from inside its own submit event
    for (let turn = 0; turn < 60 && [...lines.values()].some((line) => (line.open && !line.asking) || line.busy); turn += 1) {
      await new Promise((done) => setTimeout(done, 100));
      for (const line of lines.values()) if (!line.busy && line.open) line.save();
    }
    const stuck = [...lines.values()].find((line) => line.open || line.status.classList.contains("bad"));
    if (stuck) {
      stuck.box.scrollIntoView({ block: "center" });
      return;
    }
    sending = true;
    for (const input of form.querySelectorAll("[data-line] :is(input, textarea)")) input.disabled = true;
    form.requestSubmit(button);
  });

  addEventListener("pagehide", () => {
    for (const line of lines.values()) line.save(true);
  });
  addEventListener("beforeunload", (event) => {
    if (!sending && [...lines.values()].some((line) => line.open)) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") for (const line of lines.values()) line.save(true);
  });
})();
