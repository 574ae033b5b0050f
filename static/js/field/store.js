// What the phone keeps of a list: encrypted with a key of the list's own that no script can read out, and gone with it.
// In clear stand only numbers: of the list, the stop, the copy and the user, and how far each stop has come.
const NAME = 'felt';
const STORES = { lists: 'list', stops: 'stop', entries: 'stop', wiped: 'id' };
const text = { in: new TextEncoder(), out: new TextDecoder() };
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) request.result.createObjectStore(name, { keyPath });
    };
    request.onsuccess = () => {
      // Another tab throws everything away: don't stand in the way.
      request.result.onversionchange = () => { request.result.close(); opened = undefined; };
      resolve(request.result);
    };
    request.onerror = () => { opened = undefined; reject(request.error); };
  });
  return opened;
}

async function run(mode, act) {
  const transaction = (await open()).transaction(Object.keys(STORES), mode);
  const stores = Object.fromEntries(Object.keys(STORES).map((name) => [name, transaction.objectStore(name)]));
  return new Promise((resolve, reject) => {
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
    act(stores, (value) => { result = value; });
  });
}

const all = (name) => run('readonly', (stores, give) => {
  stores[name].getAll().onsuccess = (event) => give(event.target.result);
});

const one = (name, id) => run('readonly', (stores, give) => {
  stores[name].get(id).onsuccess = (event) => give(event.target.result);
});

async function seal(key, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, text.in.encode(JSON.stringify(value)));
  return { iv, data };
}

async function unseal(key, { iv, data }) {
  return JSON.parse(text.out.decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data)));
}

export async function lists() {
  await sweep();
  return all('lists');
}

// Fetched again, a list keeps its key, and so the notes that are not sent yet; never into the hands of another user.
export async function keep(list, user, carried) {
  const before = await one('lists', list);
  if (before && before.user !== user) throw new Error('The list is somebody else\'s.');
  const fresh = () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const key = before?.key ?? await fresh();
  const sealed = await Promise.all(carried.stops.map(async ({ stop, position, ...who }) => (
    { stop, list, position, state: 'open', ...await seal(key, who) }
  )));
  const { number, copy, expires } = carried;
  await run('readwrite', (stores) => {
    stores.lists.put({ list, user, number, copy, expires, key });
    for (const row of sealed) stores.stops.put(row);
    if (before) stores.wiped.put({ id: `${list}-${before.copy}`, list, copy: before.copy });
  });
}

// Name and address are there as long as somebody is still to go there.
export async function stops(list) {
  const rows = (await all('stops')).filter((row) => row.list === list.list);
  const told = await Promise.all(rows.map(async ({ iv, data, ...row }) => (
    data ? { ...row, ...await unseal(list.key, { iv, data }) } : row
  )));
  return told.sort((a, b) => a.position - b.position);
}

export async function entries(list) {
  const rows = (await all('entries')).filter((row) => row.list === list.list);
  return Promise.all(rows.map(async ({ iv, data, ...row }) => ({ ...row, ...await unseal(list.key, { iv, data }) })));
}

export async function entry(list, stop) {
  const row = await one('entries', stop);
  return row && { stop, status: row.status, ...await unseal(list.key, row) };
}

// Drafts too: what is typed at the door never lies here in clear, not even half of it. False when the list is gone.
export async function write(list, stop, { status, ...note }) {
  const sealed = await seal(list.key, note);
  return run('readwrite', (stores, give) => {
    // The list may have been thrown away while this was being encrypted.
    stores.lists.get(list.list).onsuccess = (event) => {
      give(Boolean(event.target.result));
      if (event.target.result) stores.entries.put({ stop, list: list.list, status, ...sealed });
    };
  });
}

export const drop = (stop) => run('readwrite', (stores) => stores.entries.delete(stop));

// Saved by the server or struck: the number stays on the screen, name, address and note go.
export async function settle(stop, state) {
  await run('readwrite', (stores) => {
    stores.entries.delete(stop);
    stores.stops.get(stop).onsuccess = (event) => {
      const row = event.target.result;
      if (row) stores.stops.put({ stop, list: row.list, position: row.position, state });
    };
  });
}

export async function wipe(wanted = () => true) {
  const gone = (await all('lists')).filter(wanted);
  if (!gone.length) return 0;
  const ids = new Set(gone.map((list) => list.list));
  await run('readwrite', (stores) => {
    for (const { list, copy } of gone) {
      stores.lists.delete(list);
      stores.wiped.put({ id: `${list}-${copy}`, list, copy });
    }
    for (const name of ['stops', 'entries']) {
      stores[name].openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        if (ids.has(cursor.value.list)) cursor.delete();
        cursor.continue();
      };
    }
  });
  return gone.length;
}

export const sweep = () => wipe((list) => list.expires <= Date.now());

// The copies the server has not yet been told are gone.
export const wiped = () => all('wiped');
export const told = (id) => run('readwrite', (stores) => stores.wiped.delete(id));

export async function waiting() {
  const rows = await all('entries');
  const count = (...states) => rows.filter((row) => states.includes(row.status)).length;
  return { ready: count('ready'), drafts: count('draft'), choices: count('conflict', 'refused') };
}
