// Everything that is said to the server. No network is a state like any other, never an error.
import * as store from './store.js';

const HOME = '/koerelister/felt/';
// A stairwell's network may neither answer nor fail.
const PATIENCE = 8000;
const MOVED = 'Stoppet står ikke længere på listen. Sig det til den, der planlægger.';
// 'unknown' until the server has been asked; then 'offline', 'out' (nobody is signed in), 'closed' or 'in'.
export const contact = { state: 'unknown', user: null, token: '', page: null };

async function ask(url, options = {}) {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    return await fetch(url, { credentials: 'same-origin', cache: 'no-store', redirect: 'manual', signal, ...options });
  } catch {
    contact.state = 'offline';
    return null;
  }
}

const tell = (url, body) => ask(url, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'X-CSRFToken': contact.token },
  body: JSON.stringify(body ?? {}),
});

// Who is signed in, and the lists of today. The token is new after each login.
async function greet() {
  const answer = await ask(`${HOME}lister/`);
  if (!answer) return;
  if (answer.type === 'opaqueredirect') {
    contact.state = 'out';
    return;
  }
  if (answer.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-user]');
    Object.assign(contact, { state: 'in', user: Number(page.dataset.user), page });
    contact.token = page.querySelector('[name=csrfmiddlewaretoken]').value;
  } else if (answer.status === 404 || answer.status === 403) {
    // Switched off, or the right is gone: nothing may stay here.
    contact.state = 'closed';
    await store.wipe();
  } else {
    contact.state = 'offline';
  }
}

async function confirmWiped() {
  for (const { id, list, copy } of await store.wiped()) {
    const answer = await tell(`${HOME}slettet/`, { list, copy });
    if (answer?.ok) await store.told(id);
  }
}

async function send(list, note, where = '', said = []) {
  const { stop, position, key, kind, fields } = note;
  const answer = await tell(`/koerelister/${list.list}/felt/stop/${position}/${where}`, { stop, key, kind, fields });
  if (!answer || answer.type === 'opaqueredirect' || answer.status >= 500) return;
  const told = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : {};
  const put = (more) => store.write(list, stop, { key, kind, fields, ...more });
  if (answer.ok) await store.settle(stop, 'logged');
  else if (told.errors) await put({ status: 'refused', errors: told.errors });
  else if (told.again) said.push(told.message);
  else if (told.message) await put({ status: 'conflict', message: told.message });
}

async function sendAll(list, said) {
  const places = new Map((await store.stops(list)).map(({ stop, position }) => [stop, position]));
  for (const note of await store.entries(list)) {
    if (note.status === 'ready') await send(list, { ...note, position: places.get(note.stop) }, '', said);
  }
}

// Which stops are still to be visited. Gone, or given to another crew: the list goes from the phone too.
async function compare(list, said) {
  const answer = await tell(`/koerelister/${list.list}/felt/tilstand/`);
  if (answer?.status === 404) {
    const unsent = (await store.entries(list)).length;
    said.push(`Liste ${list.number} er destrueret eller givet til et andet hold og er slettet fra telefonen.`);
    if (unsent) said.push(`Ikke sendt: ${unsent}. Sig det til den, der planlægger.`);
    await store.wipe((one) => one.list === list.list);
  }
  if (!answer?.ok) return;
  const { stops } = await answer.json();
  const notes = new Map((await store.entries(list)).map((note) => [note.stop, note]));
  for (const { stop, state } of await store.stops(list)) {
    const now = stops[stop] ?? 'struck';
    const note = notes.get(stop);
    if (note?.status === 'ready' && !(stop in stops)) {
      await store.write(list, stop, { ...note, status: 'refused', errors: { list: [MOVED] } });
    } else if (state === 'open' && now !== 'open' && !note) await store.settle(stop, now);
  }
  await finishList(list, said);
}

// Nothing is left to do or to send: then there is nothing to keep, and the list can be destroyed the same day.
async function finishList(list, said) {
  const isOpen = (await store.stops(list)).some(({ state }) => state === 'open');
  if (isOpen || (await store.entries(list)).length) return;
  await store.wipe((one) => one.list === list.list);
  said.push(`Alle stop på liste ${list.number} er sendt eller strøget. Listen er slettet fra telefonen.`);
}

// One at a time, also of two tabs. Gives what there is to say about it.
export const sync = () => navigator.locks.request('felt-sync', async () => {
  const said = [];
  await greet();
  if (contact.state !== 'in') return said;
  await confirmWiped();
  for (const list of await store.lists()) {
    if (list.user !== contact.user) continue;
    await sendAll(list, said);
    await compare(list, said);
  }
  await confirmWiped();
  return said;
});

export async function handOut(list) {
  const answer = await tell(`/koerelister/${list}/felt/hent/`);
  if (answer?.ok) {
    await store.keep(list, contact.user, await answer.json());
    return '';
  }
  return (answer?.status === 409 && (await answer.json()).message) || 'Listen kunne ikke hentes. Prøv igen.';
}

export const addRemark = (list, note) => send(list, note, 'bemaerkning/');
