// Shortcuts: single keys, only when no field has focus. Left out of the page for whoever has switched them off.
'use strict';

const SEEN = 'queue';
const PAGES = { k: '/koe/', h: '/haendelser/' };
let waitingForSecondKey = 0;

function isTyping(target) {
  return target.closest('input, textarea, select, [contenteditable], dialog[open]');
}

function rows() {
  return [...document.querySelectorAll('[data-row]')];
}

// The cases as they stood in the queue, so that «n» skips none when a case moves in the list by being handled.
function rememberQueue() {
  const found = rows().map((link) => link.pathname);
  if (document.querySelector('[data-keys="rows"]')) sessionStorage.setItem(SEEN, JSON.stringify(found));
}

function moveTo(step) {
  const links = rows();
  const place = links.findIndex((link) => link.closest('tr').contains(document.activeElement));
  const next = place < 0 ? links[step > 0 ? 0 : links.length - 1] : links[place + step];
  if (next) next.focus();
}

function openNextCase() {
  const seen = JSON.parse(sessionStorage.getItem(SEEN) || '[]');
  const place = seen.findIndex((path) => window.location.pathname.startsWith(path));
  const next = seen[place + 1];
  if (next) window.location.assign(next);
  else goTo('u', PAGES.k);
}

function goTo(key, otherwise) {
  const link = document.querySelector(`a[data-key="${key}"]`);
  if (link) link.click();
  else if (otherwise) window.location.assign(otherwise);
}

async function showShortcuts() {
  let dialog = document.getElementById('shortcuts');
  if (!dialog) {
    const answer = await fetch('/genveje/');
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const list = page.getElementById('shortcut-list');
    // The login page, say.
    if (!list) return window.location.assign('/genveje/');
    dialog = makeDialog(list);
  }
  if (!dialog.open) dialog.showModal();
}

function makeDialog(list) {
  const dialog = document.createElement('dialog');
  dialog.id = 'shortcuts';
  dialog.className = 'shortcutdialog';
  dialog.setAttribute('aria-labelledby', 'shortcuts-heading');
  const heading = document.createElement('h2');
  heading.id = 'shortcuts-heading';
  heading.textContent = 'Tastaturgenveje';
  const close = document.createElement('button');
  close.className = 'button button-primary';
  close.textContent = 'Luk';
  close.addEventListener('click', () => dialog.close());
  const more = document.createElement('a');
  more.href = '/genveje/';
  more.textContent = 'Slå genveje fra';
  const foot = document.createElement('div');
  foot.className = 'actions';
  foot.append(close, more);
  dialog.append(heading, document.importNode(list, true), foot);
  document.body.append(dialog);
  return dialog;
}

const ACTS = {
  '?': showShortcuts,
  '/': () => document.querySelector('#app-search, #search-q')?.focus(),
  j: () => moveTo(1),
  k: () => moveTo(-1),
  n: openNextCase,
  u: () => goTo('u'),
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat && event.key === 'n') return;
  if (isTyping(event.target)) return;
  const isSecond = performance.now() < waitingForSecondKey;
  waitingForSecondKey = 0;
  if (isSecond && PAGES[event.key]) {
    window.location.assign(PAGES[event.key]);
  } else if (event.key === 'g') {
    waitingForSecondKey = performance.now() + 1500;
  } else if (ACTS[event.key]) {
    event.preventDefault();
    ACTS[event.key]();
  }
});

rememberQueue();
document.addEventListener('htmx:after:swap', rememberQueue);
