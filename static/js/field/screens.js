// What is seen. Draws from what it is given; asks neither the store nor the server.
const byId = (id) => document.getElementById(id);
const STATES = {
  open: ['Mangler', 'info'],
  draft: ['Påbegyndt', 'warning'],
  ready: ['Venter på at blive sendt', 'warning'],
  refused: ['Skal rettes', 'error'],
  conflict: ['Vælg, hvad der skal ske', 'error'],
  logged: ['Gemt i sagen', 'success'],
  struck: ['Strøget – kør ikke derhen', 'neutral'],
};

export function element(tag, fields = {}, ...children) {
  const made = Object.assign(document.createElement(tag), fields);
  made.append(...children);
  return made;
}

export const notes = (count) => (count === 1 ? '1 notat' : `${count} notater`);

export function showContact(state, { ready, drafts, choices }) {
  const waits = ready === 1 ? '1 notat venter' : `${ready} notater venter`;
  const told = {
    unknown: 'Søger forbindelse …',
    offline: `Ingen forbindelse – ${ready ? waits : 'intet venter'}`,
    out: ready ? `Log ind for at sende – ${waits}` : 'Du er ikke logget ind',
    closed: 'Siden er lukket for dig',
    other: 'Listen er en andens',
    in: ready ? waits : drafts ? `${notes(drafts)} påbegyndt` : 'Alt er sendt',
  }[state];
  const words = choices ? `${told} – ${notes(choices)} kræver dit valg` : told;
  if (byId('contact').textContent !== words) byId('contact').textContent = words;
  document.body.dataset.contact = choices || (ready && state !== 'offline') ? 'attention' : state;
}

const line = (text) => element('p', { className: 'alert-text', textContent: text });

export function say(text, kind = 'info') {
  byId('messages').replaceChildren(element('div', { className: `alert alert-${kind}` }, line(text)));
}

export const hush = () => byId('messages').replaceChildren();

function badge(state) {
  const [text, kind] = STATES[state];
  return element('span', { className: `badge badge-${kind}`, textContent: text });
}

function stopLine(row, entry) {
  const who = element('b', { textContent: row.name ?? `Stop ${row.position}` });
  const number = element('span', { className: 'no', textContent: row.position });
  const words = element('span', { className: 'words' }, who);
  if (row.address) words.append(element('span', { textContent: row.address }));
  words.append(badge(entry?.status ?? row.state));
  return element('li', {}, element('a', { href: `#${row.stop}` }, number, words));
}

function heldList({ list, stops, entries }) {
  const left = stops.filter((row) => row.state === 'open' && !entries.has(row.stop)).length;
  const about = `${left} af ${stops.length} stop mangler · Kopi ${list.copy} · Slettes ved midnat`;
  return element('section', { className: 'heldlist' },
    element('h2', { textContent: list.number }),
    element('p', { className: 'mute', textContent: about }),
    element('ol', { className: 'doors' }, ...stops.map((row) => stopLine(row, entries.get(row.stop)))));
}

function outside(state, login) {
  const told = {
    out: 'Log ind for at se listen og sende notaterne. De ligger krypteret på telefonen til midnat.',
    other: 'Telefonen har en liste, som en anden bruger har hentet. Kun den bruger kan læse og sende den. '
      + 'Log ud for at slette den, eller vent til midnat.',
    closed: 'Siden kan ikke bruges. Listen er slettet fra telefonen.',
  }[state];
  const way = element('a', { className: 'button button-primary', href: login, textContent: 'Log ind' });
  return element('div', { className: 'alert alert-warning' }, line(told), ...(state === 'out' ? [way] : []));
}

// ``page`` is the server's own part: the lists of today that may be fetched, and the way out.
export function showHome(state, page, held, login) {
  byId('outside').replaceChildren(...(['out', 'other', 'closed'].includes(state) ? [outside(state, login)] : []));
  byId('carried').replaceChildren(...(page ? [page] : []));
  byId('held').replaceChildren(...held.map(heldList));
  byId('wipe').hidden = !held.length && state !== 'other';
  byId('home').hidden = false;
  byId('stop').hidden = true;
}

function step(id, row) {
  byId(id).hidden = !row;
  if (row) byId(id).href = `#${row.stop}`;
}

function box(kind, heading, ...rest) {
  return element('div', { className: `alert alert-${kind}` },
    element('p', { className: 'alert-heading', textContent: heading }), ...rest);
}

function facts(pairs) {
  const rows = pairs.flatMap(([label, value]) => [
    element('dt', { textContent: label }), element('dd', { textContent: value }),
  ]);
  return element('dl', { className: 'own' }, ...rows);
}

const button = (text, act, look = 'secondary') => element('button', {
  type: 'button', className: `button button-${look} wide-button`, textContent: text, onclick: act,
});

// What each state says above the forms, or instead of them.
const TOLD = {
  ready: (row, entry, own, acts) => [
    box('info', 'Venter på at blive sendt', line('Notatet ligger krypteret på telefonen.')),
    facts(own),
    button('Ret notatet', acts.change),
  ],
  conflict: (row, entry, own, acts) => [
    box('warning', entry.message, line('Intet er overskrevet. Vælg, hvad der skal ske med jeres notat.')),
    element('h2', { textContent: 'Jeres notat' }),
    facts(own),
    button('Tilføj som bemærkning i sagen', acts.add, 'primary'),
    button('Slet jeres notat', acts.drop),
  ],
  refused: (row, entry) => [
    box('error', 'Notatet skal rettes, før det kan gemmes i sagen', ...Object.values(entry.errors).flat().map(line)),
  ],
  logged: () => [box('success', 'Stoppet er ført i borgerens sag', line('Det er slettet fra telefonen.'))],
  struck: () => [
    box('warning', 'Stoppet er strøget', line('Kør ikke derhen. Navn og adresse er slettet fra telefonen.')),
  ],
};

export function showStop({ list, row, entry, stops, own, acts }) {
  const place = stops.indexOf(row);
  byId('who').textContent = row.name ?? `Stop ${row.position}`;
  byId('where').textContent = row.address ?? '';
  byId('place').textContent = `Stop ${row.position} · ${place + 1} af ${stops.length} · ${list.number}`;
  step('previous', stops[place - 1]);
  step('following', stops[place + 1]);
  byId('state').replaceChildren(...(TOLD[entry?.status ?? row.state]?.(row, entry, own, acts) ?? []));
  byId('forms').hidden = row.state !== 'open' || ['ready', 'conflict'].includes(entry?.status);
  byId('home').hidden = true;
  byId('stop').hidden = false;
}
