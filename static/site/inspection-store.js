// Keeps acts on the telephone until the server has answered for each: in IndexedDB, pictures included.
"use strict";
const Store = (() => {
  const NAME = "chengyi-inspections", TABLE = "acts";
  const AFTER_ALL = 1e9;  // what the telephone had no room for comes after what it keeps
  let base = null, seen = [], memory = [], next = AFTER_ALL;

  function wrap(request) {
    return new Promise((good, bad) => { request.onsuccess = () => good(request.result); request.onerror = () => bad(request.error); });
  }
  async function open() {
    try {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(TABLE, { keyPath: "id", autoIncrement: true });
      base = await wrap(asked);
    } catch (error) { base = null; }  // a private window: what is not sent lives as long as the page
  }
  async function use(mode, work) {
    // A telephone may close the store of a page that lay in the background: it is opened once more. Where that
    // fails too, the page goes on with what it last saw there; sent twice it carries the same mark.
    const once = () => wrap(work(base.transaction(TABLE, mode).objectStore(TABLE)));
    try { return await once(); }
    catch (error) {
      if (error && error.name === "QuotaExceededError") throw error;
      await open();
      try { return await once(); }
      catch (again) { base = null; memory = seen.concat(memory); seen = []; throw again; }
    }
  }
  const without = (rows, id) => rows.filter((row) => row.id !== id);
  function lasting() { return base !== null && !memory.length; }
  async function all(owner) {
    if (base) { try { seen = await use("readonly", (acts) => acts.getAll()); } catch (error) { /* memory has them */ } }
    return seen.concat(memory).filter((row) => row.owner === owner).sort((one, other) => one.id - other.id);
  }
  async function put(row) {
    if (row.id === undefined) delete row.id;
    if (base && !(row.id >= AFTER_ALL)) {
      try {
        row.id = await use("readwrite", (acts) => acts.put(row));
        seen = without(seen, row.id).concat(row);
        return row;
      } catch (error) { if (base && row.id) { await drop(row.id); delete row.id; } }  // no room: as in a private window
    }
    if (!row.id) row.id = next++;
    memory = without(memory, row.id).concat(row);
    return row;
  }
  async function drop(id) {
    if (base && id < AFTER_ALL) { try { await use("readwrite", (acts) => acts.delete(id)); } catch (error) { /* as above */ } }
    seen = without(seen, id);
    memory = without(memory, id);
  }
  return { open, lasting, all, put, drop };
})();
