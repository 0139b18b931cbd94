// Keeps acts on the telephone until the server has answered for each: in IndexedDB, pictures included.
"use strict";
const Store = (() => {
  const NAME = "chengyi-inspections", TABLE = "acts";
  let base = null, memory = [], next = 1;

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
    return base !== null;
  }
  async function all(owner) {
    const rows = base ? await wrap(table("readonly").getAll()) : memory.slice();
    return rows.filter((row) => row.owner === owner).sort((one, other) => one.id - other.id);
  }
  async function put(row) {
    if (row.id === undefined) delete row.id;
    if (base) { row.id = await wrap(table("readwrite").put(row)); return row; }
    if (!row.id) { row.id = next++; memory.push(row); } else { memory = memory.map((kept) => (kept.id === row.id ? row : kept)); }
    return row;
  }
  async function drop(id) {
    if (base) { await wrap(table("readwrite").delete(id)); } else { memory = memory.filter((row) => row.id !== id); }
  }
  return { open, all, put, drop };
})();
