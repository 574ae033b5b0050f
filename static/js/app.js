// Everything works without this file; it only makes it quicker.
'use strict';

// A keyboard or screen reader user starts at what went wrong.
function focusErrors(root) {
  const summary = root.querySelector('[data-error-summary]');
  if (summary) summary.focus();
}

function tell(text) {
  const alert = document.createElement('div');
  alert.className = 'alert alert-error';
  const line = document.createElement('p');
  line.className = 'alert-text';
  line.textContent = text;
  alert.append(line);
  document.getElementById('messages').replaceChildren(alert);
  alert.scrollIntoView({ block: 'nearest' });
}

// On a phone the parts of a page run out of the screen: the one that is shown is brought into it.
function showPart() {
  const part = document.querySelector('.subnav [aria-current]');
  const row = part && part.closest('.subnav');
  if (!row) return;
  const [shown, whole] = [part, row].map((each) => each.getBoundingClientRect());
  row.scrollLeft += shown.left - whole.left - (whole.width - shown.width) / 2;
}

document.addEventListener('DOMContentLoaded', () => {
  showPart();
  focusErrors(document);
});
document.addEventListener('htmx:after:swap', () => focusErrors(document));

// A redirect is a new page (a saved form, a login that ran out), never a piece of this one; so is an error page.
document.addEventListener('htmx:before:response', (event) => {
  const { raw, status } = event.detail.ctx.response;
  if (raw.redirected) {
    event.preventDefault();
    window.location.assign(raw.url);
  } else if (status >= 400 && status !== 422) {
    event.preventDefault();
    tell('Det lykkedes ikke. Genindlæs siden, og prøv igen.');
  }
});
document.addEventListener('htmx:error', () => tell('Der er ikke forbindelse til Sanktion. Prøv igen om lidt.'));

document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll(':is(details.usermenu, details.appmore)[open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  if (event.target.closest('[data-print]')) window.print();
});
document.addEventListener('keydown', (event) => {
  const menu = document.querySelector(':is(details.usermenu, details.appmore)[open]');
  if (event.key === 'Escape' && menu) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});

// Choosing many rows at once: one box for those of the page, and how many are chosen on the button.
function picks() {
  return [...document.querySelectorAll('input[form="bulk"]')];
}

document.addEventListener('change', (event) => {
  const all = document.querySelector('[data-pick-all]');
  if (!all || !event.target.matches('[data-pick-all], input[form="bulk"]')) return;
  if (event.target === all) picks().forEach((box) => { box.checked = all.checked; });
  const chosen = picks().filter((box) => box.checked).length;
  all.checked = chosen === picks().length;
  document.querySelector('[data-pick-count]').textContent = chosen ? ` (${chosen})` : '';
});
