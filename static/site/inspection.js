// The inspectors' page. Every act gets a mark of its own, is kept on the telephone, and is sent in order until
// the server has answered for it: a lost answer is asked for again with the same mark, and nothing is doubled.
"use strict";
(async () => {
  const page = document.getElementById("inspection");
  if (!page) return;
  const words = page.dataset, owner = `${words.guid}:${words.officer}`;
  const bar = document.getElementById("bar"), state = document.getElementById("state");
  const PAUSE = 700, LONGEST_WAIT = 30000, LONGEST_SIDE = 1920;
  await Store.open();
  const settled = `settled:${owner}`;  // what the server has taken, for a page that is opened without a connection
  let sending = null, wait = 1000, timer = null, signedOut = false, gone = false, offline = false, writing = Promise.resolve();
  let entering = 0, entered = [];  // acts on their way into the store; those that were last seen there

  // ---- what a form says ------------------------------------------------------------------------------
  function targetOf(form) { return form.dataset.kind + (form.dataset.item ? `:${form.dataset.item}` : ""); }
  function formOf(target) { return [...page.querySelectorAll("form.act")].find((form) => targetOf(form) === target); }
  function valuesOf(form) {
    const values = {};
    for (const [name, value] of new FormData(form)) if (typeof value === "string") values[name] = value;
    if (form.dataset.item) values.item = form.dataset.item;
    return values;
  }
  function fill(form, values) {
    for (const box of form.querySelectorAll("input[name], textarea[name]")) {
      if (!(box.name in values) && box.type !== "checkbox") continue;
      const value = values[box.name];
      if (box.type === "radio") box.checked = box.value === value;
      else if (box.type === "checkbox") box.checked = value === true || value === "1";
      else if (box.type !== "file" && value !== null) box.value = value;
    }
    const needed = form.querySelector("[data-needed]");
    if (needed) needed.checked = true;  // without it nothing of the form is kept
    unfold(form);
  }
  function unfold(form) {
    const values = valuesOf(form), more = form.querySelector(".more");
    if (more) {
      more.hidden = values.answer !== "problem";
      form.querySelector(".due").hidden = values.measure !== "order";
      form.querySelector(".case").hidden = values.measure !== "case";
      const record = form.querySelector(".record");
      if (record) record.hidden = values.measure === "case";
    }
    for (const part of form.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== values.signature;
  }
  const complete = (form) => (form.dataset.kind === "answered" ? Boolean(valuesOf(form).answer)
    : form.dataset.kind !== "told" || form.querySelector("[data-needed]").checked);

  // ---- keeping and sending ---------------------------------------------------------------------------
  function keep(act) {
    // One after the other: two quick changes must not both find the same waiting act. It counts as waiting from
    // the touch on, so that the bar never says "saved" of what is not.
    entering += 1;
    draw();
    writing = writing.then(async () => {
      const waiting = (await Store.all(owner)).find((row) => row.target === act.target && !row.tried && !row.file && !act.file);
      await Store.put({ ...act, owner, id: waiting ? waiting.id : undefined, tried: false, token: mark(), done_at: new Date().toISOString() });
    }).finally(() => { entering -= 1; }).then(show);
    return writing.then(pump);
  }
  function mark() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return bytes.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  }
  function save(form) {
    if (!complete(form)) return Promise.resolve();
    return keep({ target: targetOf(form), kind: form.dataset.kind, values: valuesOf(form) });
  }

  function pump() {
    // Who asks while it sends waits for the same sending: "hand in" right after a touch must not find it half done.
    if (!sending && !signedOut && !gone) sending = sendAll();
    return sending || Promise.resolve();
  }
  async function sendAll() {
    clearTimeout(timer);
    try {
      for (;;) {
        const act = (await Store.all(owner)).find((row) => !row.refused);
        if (!act) break;
        if (!(await sendOne(act))) { timer = setTimeout(pump, wait); wait = Math.min(wait * 2, LONGEST_WAIT); break; }
        wait = 1000;
      }
    } finally { sending = null; show(); }
  }
  function claim(act, form) {
    // In the same line as `keep`: what is being sent is not changed any more. Its base is fixed with it, so
    // that sent again it is the same act.
    const claimed = writing.then(async () => {
      const row = (await Store.all(owner)).find((kept) => kept.id === act.id);
      if (!row.tried) { row.tried = true; row.base = form ? form.dataset.base || "0" : "0"; await Store.put(row); }
      return row;
    });
    writing = claimed.then(() => undefined);
    return claimed;
  }
  async function sendOne(act) {
    const form = formOf(act.target), body = new FormData();
    act = await claim(act, form);
    for (const [name, value] of Object.entries(act.values)) body.set(name, value === true ? "1" : value);
    body.set("kind", act.kind); body.set("token", act.token); body.set("done_at", act.done_at);
    body.set("base", act.base);
    if (act.file) body.set("file", act.file, act.name);
    let answer, told;
    try {
      answer = await fetch(words.send, { method: "POST", body, headers: { "X-CSRFToken": words.csrf }, credentials: "same-origin" });
      if (answer.status >= 500) { offline = true; return false; }
      if (answer.status === 404) { gone = true; return false; }
      if (!(answer.headers.get("content-type") || "").includes("json")) { signedOut = true; return false; }
      told = await answer.json();
    } catch (error) { offline = true; return false; }
    offline = false;
    await settle(act, form, told);
    return true;
  }
  async function settle(act, form, told) {
    if (told.outcome === "refused") {
      act.refused = told.words;
      await Store.put(act);
      if (act.kind === "photo") notTaken(act);
      if (act.kind === "joined" && form) { form.querySelector("button").disabled = false; document.getElementById("work").hidden = true; }
      say(form, `${words.wordUnsaved} ${told.words}`);
      return;
    }
    await Store.drop(act.id);
    if (told.outcome === "kept" && act.kind !== "photo") await remember(act, told.version);
    for (const row of await Store.all(owner)) if (row.refused && row.target === act.target) await Store.drop(row.id);
    if (form && act.kind !== "photo") form.dataset.base = told.version;
    if (told.outcome === "conflict") ask(act, form, told.standing);
    else if (told.outcome === "late") say(form, words.wordLate);
    else say(form, "");
    progress(told);
    await others(told);
    if (act.kind === "joined") { page.dataset.joined = "1"; there(); }
  }

  async function remember(act, version) {
    for (const row of await Store.all(settled)) if (row.target === act.target) await Store.drop(row.id);
    await Store.put({ owner: settled, target: act.target, kind: act.kind, values: act.values, version });
  }
  async function recall() {
    // A page from the telephone's own keeping may be older than what was sent since; a fresh one is not.
    for (const row of await Store.all(settled)) {
      const form = formOf(row.target);
      if (row.kind === "joined" ? !form : !form || Number(form.dataset.base || 0) >= row.version) await Store.drop(row.id);
      else if (row.kind === "joined") { page.dataset.joined = "1"; document.getElementById("work").hidden = false; there(); }
      else { fill(form, row.values); form.dataset.base = row.version; }
    }
  }
  async function others(told) {
    // The other inspector's lines arrive with each answer; a line with own words that wait stays as it is.
    const waiting = new Set((await Store.all(owner)).map((row) => row.target));
    for (const [item, line] of Object.entries(told.lines || {})) {
      const target = `answered:${item}`, form = formOf(target), busy = document.activeElement;
      if (!form || waiting.has(target) || pauses.has(form) || Number(form.dataset.base || 0) >= line.version) continue;
      if (busy && busy.tagName === "TEXTAREA" && form.contains(busy)) continue;
      fill(form, line);
      form.dataset.base = line.version;
      say(form, `${words.wordEntered} ${line.by}`);
    }
    for (const who of told.there || []) markThere(page.querySelector(`[data-who="${who}"] .tone`));
  }
  function markThere(tone) {
    if (tone && !tone.classList.contains("success")) { tone.className = "tone success"; tone.textContent = words.wordThere; }
  }
  function there() {
    const own = page.querySelector("form[data-kind=joined]");
    if (own) own.remove();
    markThere(page.querySelector("[data-own] .tone"));
  }

  // ---- what the inspector sees -----------------------------------------------------------------------
  function say(form, sentence) { const back = form && form.querySelector(".answerback"); if (back) back.textContent = sentence; }
  function unsettled() { return page.querySelector("form .answerback button"); }
  function ask(act, form, standing) {
    const back = form && form.querySelector(".answerback");
    if (!back) return;
    const shown = ["answer", "facts", "measure", "due_on", "place", "accompanied_by", "recusal", "result", "summary", "remarks", "signed_by", "unsigned_reason"];
    const label = (name, value) => { const box = form.querySelector(`input[name="${name}"][value="${value}"]`); return box && box.nextElementSibling ? box.nextElementSibling.textContent : value; };
    back.textContent = `${words.wordOther} ${shown.filter((name) => standing[name]).map((name) => label(name, standing[name])).join(" · ")}`;
    back.append(document.createElement("br"));
    const button = (text, then) => {
      const made = document.createElement("button");
      made.type = "button"; made.className = "plain"; made.textContent = text;
      made.onclick = () => { back.textContent = ""; then(); draw(); };
      back.append(made);
    };
    button(words.wordTheirs, () => fill(form, standing));
    button(words.wordMine, () => keep({ target: act.target, kind: act.kind, values: act.values, file: act.file, name: act.name }));
  }
  function progress(told) {
    if (!told.missing) return;
    document.getElementById("answered").textContent = told.answered;
    const list = document.getElementById("missing");
    list.replaceChildren(...told.missing.map((one) => {
      const line = document.createElement("li"), link = document.createElement("a");
      link.href = one.number ? `#line-${one.number}` : `#part-${one.part}`;
      link.textContent = one.words; line.append(link);
      return line;
    }));
    if (!told.missing.length) { const fine = document.createElement("li"); fine.className = "fine"; fine.textContent = words.wordNothingMissing; list.append(fine); }
  }
  async function show() {
    entered = await Store.all(owner);
    draw();
  }
  function draw() {
    const refused = entered.find((row) => row.refused), lasting = Store.lasting();
    const waiting = entered.filter((row) => !row.refused).length + entering;
    document.getElementById("sign-in").hidden = !signedOut;
    bar.className = `bar${signedOut || gone || refused ? " wrong" : waiting ? " waiting" : ""}`;
    let sentence = waiting ? `${words.wordSaving} ${words.wordWaiting} ${waiting}` : words.wordSaved;
    if (unsettled()) { sentence = words.wordChoose; bar.className = "bar wrong"; }
    if (refused) sentence = refused.refused;
    if (waiting && (offline || !navigator.onLine)) sentence = `${words.wordOffline} ${words.wordWaiting} ${waiting}`;
    if (waiting && !lasting) sentence = `${words.wordMemory} ${words.wordWaiting} ${waiting}`;
    if (signedOut) sentence = words.wordSignedOut;
    if (gone) sentence = words.wordGone;
    state.textContent = sentence;
    bar.dataset.waiting = waiting;
  }

  // ---- photographs and the signature -----------------------------------------------------------------
  async function smaller(file) {
    try {
      const picture = await createImageBitmap(file), scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      if (scale === 1 && file.size < 1 << 20) return [file, file.name];
      const sheet = document.createElement("canvas");
      sheet.width = Math.round(picture.width * scale); sheet.height = Math.round(picture.height * scale);
      sheet.getContext("2d").drawImage(picture, 0, 0, sheet.width, sheet.height);
      const blob = await new Promise((done) => sheet.toBlob(done, "image/jpeg", 0.82));
      return blob ? [blob, file.name.replace(/\.[^.]*$/, "") + ".jpg"] : [file, file.name];
    } catch (error) { return [file, file.name]; }  // a format the browser cannot read: the server says so
  }
  function listed(act) {
    const line = document.createElement("li");
    line.textContent = act.name; line.dataset.act = act.target;
    page.querySelector(`.files[data-item="${act.values.item || ""}"]`).append(line);
  }
  function notTaken(act) {
    // It can never be sent: the inspector reads why and takes it off the list, so that it does not bar handing in.
    const line = page.querySelector(`.files [data-act="${act.target}"]`), button = document.createElement("button");
    line.textContent = `${act.name}：${words.wordUnsaved} ${act.refused} `;
    button.type = "button"; button.className = "plain"; button.textContent = words.wordTakeOff;
    button.onclick = async () => { line.remove(); await Store.drop(act.id); await show(); };
    line.append(button);
  }
  async function photograph(box) {
    for (const chosen of [...box.files]) {
      const [file, name] = await smaller(chosen);
      const act = { target: `photo:${mark()}`, kind: "photo", values: box.dataset.item ? { item: box.dataset.item } : {}, file, name };
      listed(act);
      await keep(act);
    }
    box.value = "";
  }
  const pad = document.getElementById("pad"), pen = pad.getContext("2d");
  let drawn = false, drawing = false;
  function clearPad() { pen.fillStyle = "#fff"; pen.fillRect(0, 0, pad.width, pad.height); drawn = false; }
  function spot(event) { const box = pad.getBoundingClientRect(); return [(event.clientX - box.left) * pad.width / box.width, (event.clientY - box.top) * pad.height / box.height]; }
  pen.lineWidth = 5; pen.lineCap = "round"; pen.lineJoin = "round"; pen.strokeStyle = "#16323a"; clearPad();
  pad.addEventListener("pointerdown", (event) => { drawing = true; drawn = true; pad.setPointerCapture(event.pointerId); pen.beginPath(); pen.moveTo(...spot(event)); });
  pad.addEventListener("pointermove", (event) => { if (drawing) { pen.lineTo(...spot(event)); pen.stroke(); } });
  for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => { drawing = false; });
  document.getElementById("pad-clear").addEventListener("click", clearPad);
  async function sign(form) {
    const act = { target: targetOf(form), kind: "signed", values: valuesOf(form) };
    if (drawn && act.values.signature === "signed") {
      act.file = await new Promise((done) => pad.toBlob(done, "image/png")); act.name = "signature.png";
    }
    return keep(act);
  }

  // ---- listening -------------------------------------------------------------------------------------
  const pauses = new Map();
  function later(form) { clearTimeout(pauses.get(form)); pauses.set(form, setTimeout(() => { pauses.delete(form); save(form); }, PAUSE)); }
  function now() { for (const [form, pause] of pauses) { clearTimeout(pause); pauses.delete(form); save(form); } return writing; }
  for (const form of page.querySelectorAll("form.act")) {
    const once = "once" in form.dataset;
    form.addEventListener("input", (event) => {
      if ("photo" in event.target.dataset) return;
      unfold(form);
      if (!once) later(form);
    });
    form.addEventListener("change", (event) => {
      if ("photo" in event.target.dataset) { photograph(event.target); return; }
      unfold(form);
      if (!once) { clearTimeout(pauses.get(form)); pauses.delete(form); save(form); }
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.dataset.kind === "joined") { save(form); form.querySelector("button").disabled = true; document.getElementById("work").hidden = false; }
      else if (form.dataset.kind === "signed") sign(form);
      else save(form);
    });
  }
  document.getElementById("hand-in").addEventListener("submit", async (event) => {
    const form = event.target;
    event.preventDefault();
    await now();
    await pump();
    if (unsettled()) { unsettled().scrollIntoView({ block: "center" }); return; }
    if ((await Store.all(owner)).length) { state.textContent = words.wordWait; bar.className = "bar waiting"; return; }
    form.querySelector("button").disabled = true;
    for (const row of await Store.all(settled)) await Store.drop(row.id);
    form.submit();
  });
  window.addEventListener("online", () => { wait = 1000; pump(); });
  window.addEventListener("offline", () => { offline = true; show(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) now(); else pump(); });
  window.addEventListener("pagehide", now);
  window.addEventListener("beforeunload", (event) => { if (!Store.lasting() && Number(bar.dataset.waiting)) event.preventDefault(); });

  if (navigator.serviceWorker) navigator.serviceWorker.register(words.worker, { scope: location.pathname }).catch(() => {});
  await recall();
  // What was typed before the page was closed is shown again and sent.
  for (const act of await Store.all(owner)) {
    const form = formOf(act.target);
    if (form && act.kind !== "joined") fill(form, act.values);
    if (act.kind === "joined" && !act.refused) document.getElementById("work").hidden = false;
    if (act.kind === "photo") { listed(act); if (act.refused) notTaken(act); }
    if (form && act.refused) say(form, `${words.wordUnsaved} ${act.refused}`);
  }
  await show();
  pump();
})();
