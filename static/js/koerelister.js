// Keying in a list by keyboard, and asking at the door whether the citizen has answered. Without it the pages work
// with mouse, Tab and arrow keys.
'use strict';

// 10.15, 1015 or 930: nothing can come after it.
const WHOLE_TIME = /^(?:(\d{1,2})[.:]|([01]\d|2[0-3]|[3-9]))([0-5]\d)$/;

function timeField(block) {
  return block && block.querySelector('input[name$="-time"]');
}

function startIn(block) {
  const field = timeField(block);
  if (!field) return;
  field.focus();
  field.select();
  block.scrollIntoView({ block: 'start' });
}

document.addEventListener('htmx:after:swap', () => {
  const saved = document.querySelector('[data-focus-next]');
  if (!saved) return;
  const next = document.getElementById(saved.dataset.focusNext);
  saved.removeAttribute('data-focus-next');
  startIn(next);
});

// Without htmx the page comes back at the next stop: start in its first field.
document.addEventListener('DOMContentLoaded', () => {
  if (location.hash.startsWith('#stop-')) startIn(document.querySelector(location.hash));
});

// Whether what was told is adverse is asked only when something was.
function isAsked(group, form) {
  if (group.offsetParent === null) return false;
  const told = form.querySelector('[name$="-told"]');
  return !group.querySelector('[type="checkbox"]') || (told.offsetParent !== null && told.value.trim() !== '');
}

function goOn(group) {
  const form = group.closest('form');
  const groups = [...form.querySelectorAll('.form-group')].filter((one) => one === group || isAsked(one, form));
  const next = groups[groups.indexOf(group) + 1];
  if (!next) {
    form.requestSubmit(form.querySelector('button'));
    return;
  }
  const field = next.querySelector('input:checked') || next.querySelector('input, textarea');
  field.focus();
  if (field.select && field.type === 'text') field.select();
}

function openStrike(field) {
  const details = field.closest('.visitblock').querySelector('.notvisited');
  details.open = true;
  details.querySelector('input[type="radio"]').focus();
}

function answer(group, key) {
  const options = [...group.querySelectorAll('[type="radio"]')];
  const chosen = options.find((option) => option.dataset.key === key) || options[Number(key) - 1];
  if (chosen) chosen.click();
  return Boolean(chosen);
}

document.addEventListener('keydown', (event) => {
  const field = event.target;
  const group = field.matches('.register input, .register textarea') && field.closest('.form-group');
  if (!group || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const key = event.key.toLowerCase();
  if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    goOn(group);
  } else if (field.type === 'radio' && key.length === 1 && answer(group, key)) {
    event.preventDefault();
    goOn(group);
  } else if (key === 'i' && field === timeField(field.closest('.visitblock'))) {
    event.preventDefault();
    openStrike(field);
  }
});

document.addEventListener('input', (event) => {
  const field = event.target;
  if (!field.matches('.register input[name$="-time"]')) return;
  const found = WHOLE_TIME.exec(field.value.trim());
  if (!found) return;
  field.value = `${found[1] || found[2]}.${found[3]}`;
  goOn(field.closest('.form-group'));
});

document.addEventListener('click', (event) => {
  if (event.target.closest('.tostrike')) document.querySelector('.notvisited').open = true;
});

// Drafts are kept nowhere (B044), so whoever leaves a half-written stop is asked first.
function isHalfWritten(form) {
  const fields = [...form.querySelectorAll('input:not([type="hidden"]), textarea')];
  const isChanged = (field) => (
    field.matches('[type="radio"], [type="checkbox"]')
      ? field.checked !== field.defaultChecked
      : field.value !== field.defaultValue
  );
  return form.querySelector('.form-error') !== null || fields.some(isChanged);
}

let sends = false;
document.addEventListener('submit', () => { sends = true; });
for (const end of ['htmx:after:swap', 'htmx:error']) document.addEventListener(end, () => { sends = false; });
window.addEventListener('beforeunload', (event) => {
  if (!sends && [...document.querySelectorAll('.visitform')].some(isHalfWritten)) event.preventDefault();
});

// A stairwell is often without a connection: what is only asked in passing must not disturb the writing.
function hush(event) {
  if (!event.target.closest || !event.target.closest('[data-quiet]')) return;
  const response = event.type === 'htmx:before:response' && event.detail.ctx.response;
  if (response && !response.raw.redirected && response.status < 400) return;
  if (response) event.preventDefault();
  event.stopPropagation();
}
for (const told of ['htmx:before:response', 'htmx:after:swap', 'htmx:error']) window.addEventListener(told, hush, true);
