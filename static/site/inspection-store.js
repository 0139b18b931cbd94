// Keeps acts on the telephone until the server has answered for each: in IndexedDB, pictures included.
"use strict";
const Store = (() => {
  const NAME = "chengyi-inspections", TABLE = "acts";
  const AFTER_ALL = 1e9;  // what the telephone had no room for comes after what it keeps
  let base = null, memory = [], next = AFTER_ALL;

  function wrap(request) {
    return new Promise((good, bad) => { request.onsuccess = () => good(request.result); request.onerror = () => bad(request.error); });
  }
  function table(mode) { return base.transaction(TABLE, mode).objectStore(TABLE); }

  async function open() {
    try {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(TABLE, { keyPath: "id", autoIncrement: true });
      base = await wrap(asked);
    } catch (error) { base = null; }  // a private window: what is not sent lives as long as the page
  }
  function lasting() { return base !== null && !memory.length; }
  async function all(owner) {
    const rows = (base ? await wrap(table("readonly").getAll()) : []).concat(memory);
    return rows.filter((row) => row.owner === owner).sort((one, other) => one.id - other.id);
  }
  async function put(row) {
    if (row.id === undefined) delete row.id;
    if (base && !(row.id >= AFTER_ALL)) {
      try { row.id = await wrap(table("readwrite").put(row)); return row; }
      catch (error) { if (row.id) await drop(row.id); delete row.id; }  // the telephone is full: as in a private window
    }
    if (!row.id) { row.id = next++; memory.push(row); } else { memory = memory.map((kept) => (kept.id === row.id ? row : kept)); }
    return row;
  }
  async function drop(id) {
    if (id >= AFTER_ALL) memory = memory.filter((row) => row.id !== id);
    else await wrap(table("readwrite").delete(id));
  }
  return { open, lasting, all, put, drop };
})();
