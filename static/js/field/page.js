// «I marken»: one page, which opens and is used without a network. Its address holds at most the number of a stop.
import { complain, fill, forms, read, told } from './form.js';
import * as screens from './screens.js';
import * as store from './store.js';
import { addRemark, contact, handOut, sync } from './sync.js';

const LOGIN = '/log-ind/?next=/koerelister/felt/';
const TICK = 20000;
let shown = '';
let current = null;
let typing = Promise.resolve();

// Nobody else than the one who fetched it reads a list; without a network nobody can be asked who holds the phone.
function stateOf(lists) {
  const mine = lists.every((list) => list.user === contact.user);
  return contact.state === 'in' && !mine ? 'other' : contact.state;
}

async function everything() {
  const lists = await store.lists();
  const state = stateOf(lists);
  const readable = ['in', 'offline'].includes(state) ? lists : [];
  const held = await Promise.all(readable.map(async (list) => {
    const notes = await store.entries(list);
    return { list, stops: await store.stops(list), entries: new Map(notes.map((note) => [note.stop, note])) };
  }));
  return { state, held };
}

function find(held) {
  const wanted = Number(location.hash.slice(1));
  for (const one of held) {
    const row = one.stops.find(({ stop }) => stop === wanted);
    if (row) return { ...one, row, entry: one.entries.get(row.stop) };
  }
  return null;
}

async function draw() {
  const { state, held } = await everything();
  screens.showContact(state, await store.waiting());
  const found = find(held);
  const now = found ? `${found.row.stop} ${found.row.state} ${found.entry?.status ?? ''}` : '';
  // What is being typed is left alone as long as nothing has happened to the stop.
  const writing = ['', 'draft', 'refused'].map((status) => `${found?.row.stop} open ${status}`);
  if (found && (now === shown || (found.entry?.status === 'draft' && writing.includes(shown)))) return;
  shown = now;
  current = found;
  if (found) drawStop(found);
  else screens.showHome(state, contact.state === 'in' ? pageFor(state, held) : null, held, LOGIN);
}

function pageFor(state, held) {
  const page = document.importNode(contact.page, true);
  if (state === 'other') page.querySelectorAll('[data-fetch]').forEach((button) => button.remove());
  for (const { list } of held) page.querySelector(`[data-list="${list.list}"] [data-fetch]`)?.replaceWith(again(list));
  return page;
}

function again({ list }) {
  const look = { type: 'button', className: 'button button-secondary wide-button' };
  const button = screens.element('button', look, 'Hent listen igen');
  button.dataset.fetch = list;
  return button;
}

function drawStop(found) {
  const { entry } = found;
  fill(entry);
  document.getElementById('notvisited').open = entry?.kind === 'strike';
  const acts = {
    change: () => put({ ...entry, status: 'draft', key: crypto.randomUUID() }).then(draw),
    add: () => addRemark(found.list, { ...entry, position: found.row.position }).then(draw),
    drop: () => window.confirm('Slet jeres notat fra telefonen? Det kan ikke hentes igen.')
      && store.settle(found.row.stop, 'logged').then(draw),
  };
  screens.showStop({ ...found, own: entry ? told(entry.kind) : [], acts });
  document.getElementById('who').focus();
}

function put({ status, key, kind, fields }) {
  const { list, row } = current;
  // One after the other; that one could not be kept is no reason to lose the next.
  typing = typing.then(() => store.write(list, row.stop, { status, key, kind, fields })).catch(() => false);
  return typing;
}

function type(kind) {
  current.draft ??= crypto.randomUUID();
  put({ status: 'draft', key: current.draft, kind, fields: read(kind) });
}

async function finish(kind) {
  if (complain(kind)) return;
  const { row, stops, entries } = current;
  if (!await put({ status: 'ready', key: crypto.randomUUID(), kind, fields: read(kind) })) {
    screens.say('Notatet kunne ikke gemmes på telefonen. Skriv det på papir.', 'error');
    return;
  }
  screens.say(`Stop ${row.position} er gemt på telefonen.`, 'success');
  const left = stops.filter((one) => one.state === 'open' && one !== row && !entries.has(one.stop));
  const next = left.find((one) => one.position > row.position) ?? left[0];
  location.hash = next ? next.stop : '';
  work();
}

async function work() {
  const gone = await sync();
  if (gone.length) screens.say(gone.join(' '), 'warning');
  await draw();
}

async function fetchList(button) {
  button.disabled = true;
  navigator.storage?.persist?.();
  const problem = await handOut(Number(button.dataset.fetch));
  if (problem) screens.say(problem, 'warning');
  await draw();
}

async function wipe() {
  const { ready, drafts, choices } = await store.waiting();
  const unsent = ready + drafts + choices;
  const lost = `${screens.notes(unsent)} er ikke sendt og går tabt. Slet alligevel?`;
  if (!window.confirm(unsent ? lost : 'Slet listen fra telefonen?')) return;
  await store.wipe();
  screens.say('Listen er slettet fra telefonen.', 'success');
  await work();
}

// Midnight comes also to a page that stays open.
async function tick() {
  if (await store.sweep()) {
    location.hash = '';
    screens.say('Dagen er slut. Listen er slettet fra telefonen.', 'warning');
  }
  await (document.visibilityState === 'visible' ? work() : draw());
}

for (const [kind, form] of Object.entries(forms)) {
  form.addEventListener('input', () => {
    for (const field of form.elements) field.setCustomValidity('');
    type(kind);
  });
  // The browser's own words follow the phone's language, which need not be Danish.
  form.addEventListener('invalid', ({ target }) => {
    const text = target.type === 'radio' ? 'Svar ja eller nej.' : 'Udfyld feltet.';
    if (target.validity.valueMissing) target.setCustomValidity(text);
  }, true);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    finish(kind);
  });
}
document.getElementById('carried').addEventListener('click', (event) => {
  const button = event.target.closest('[data-fetch]');
  if (button) fetchList(button);
});
document.getElementById('wipe').addEventListener('click', wipe);
window.addEventListener('hashchange', draw);
// What was said of one stop is not true of the next that is opened by hand.
document.addEventListener('click', (event) => { if (event.target.closest('a')) screens.hush(); });
window.addEventListener('online', work);
window.addEventListener('offline', () => { contact.state = 'offline'; draw(); });
document.addEventListener('visibilitychange', tick);
setInterval(tick, TICK);
navigator.serviceWorker?.register('/koerelister/felt/worker.js', { scope: '/koerelister/felt/' }).catch(() => {});
tick();
