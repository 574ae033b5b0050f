// On every page: whoever signs out leaves no list on the phone. The server's Clear-Site-Data is the second line.
import * as store from './store.js';

async function leave(form) {
  const token = form.querySelector('[name=csrfmiddlewaretoken]').value;
  await store.wipe();
  for (const { id, list, copy } of await store.wiped()) {
    const answer = await fetch('/koerelister/felt/slettet/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token },
      body: JSON.stringify({ list, copy }),
    });
    if (answer.ok) await store.told(id);
  }
}

document.addEventListener('submit', async (event) => {
  const form = event.target.closest('form[data-logout]');
  if (!form) return;
  event.preventDefault();
  const unsent = await store.waiting().then(({ ready, drafts, choices }) => ready + drafts + choices, () => 0);
  const notes = unsent === 1 ? '1 notat' : `${unsent} notater`;
  const ask = `${notes} på telefonen er ikke sendt og slettes, hvis du logger ud.`;
  if (unsent && !window.confirm(ask)) return;
  await leave(form).catch(() => {});
  form.submit();
});
