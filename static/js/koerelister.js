// Keying in a list by keyboard: a saved stop gives way to the first field of the next one.
'use strict';

document.addEventListener('htmx:after:swap', () => {
  const saved = document.querySelector('[data-focus-next]');
  if (!saved) return;
  const next = document.getElementById(saved.dataset.focusNext);
  saved.removeAttribute('data-focus-next');
  const field = next && next.querySelector('input:not([type=hidden])');
  if (!field) return;
  field.focus();
  field.select();
  next.scrollIntoView({ block: 'start' });
});

// Without htmx the page comes back at the next stop: start in its first field.
document.addEventListener('DOMContentLoaded', () => {
  const stop = location.hash.startsWith('#stop-') && document.querySelector(location.hash);
  const field = stop && stop.querySelector('input:not([type=hidden])');
  if (field) field.focus();
});
