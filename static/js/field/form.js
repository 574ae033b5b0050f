// The two forms of a stop, the server's own: read, filled in, and checked for what can't be mended after the door.
export const forms = { visit: document.getElementById('visit'), strike: document.getElementById('strike') };
// Both stand on one page, so the names of the second carry a prefix that the server doesn't know.
const bare = (name) => name.replace(/^strike-/, '');

export function read(kind) {
  const fields = {};
  for (const [name, value] of new FormData(forms[kind])) fields[bare(name)] = value;
  return fields;
}

function set(field, value) {
  if (field.type === 'radio') field.checked = field.value === value;
  else if (field.type === 'checkbox') field.checked = value !== undefined;
  else field.value = value ?? '';
}

export function fill(note) {
  Object.values(forms).forEach((form) => form.reset());
  if (!note) {
    const [, year, month, day, hour, minute] = new Date(Date.now() - new Date().getTimezoneOffset() * 60000)
      .toISOString().match(/(\d+)-(\d+)-(\d+)T(\d+):(\d+)/);
    forms.visit.elements.date.value = `${day}-${month}-${year}`;
    forms.visit.elements.time.value = `${hour}.${minute}`;
    return;
  }
  for (const field of forms[note.kind].elements) {
    if (field.name) set(field, note.fields[bare(field.name)]);
  }
}

function labelOf(field) {
  const group = field.closest('.form-group');
  const label = group.querySelector('legend, .form-label, label').cloneNode(true);
  label.querySelectorAll('.optional').forEach((part) => part.remove());
  return label.textContent.trim();
}

function valueOf(field) {
  if (field.type === 'radio' || field.type === 'checkbox') {
    if (!field.checked) return '';
    return field.type === 'checkbox' ? 'Ja' : field.labels[0].textContent.trim();
  }
  return field.tagName === 'SELECT' ? field.selectedOptions[0]?.textContent.trim() ?? '' : field.value;
}

// The note in words, from the form as it is filled in now.
export function told(kind) {
  const fields = [...forms[kind].elements].filter((field) => field.name && field.type !== 'hidden' && field.type !== 'submit');
  return fields.map((field) => [labelOf(field), valueOf(field)]).filter(([, value]) => value);
}

// The server has the last word; these are what nobody can go back and read in the evening.
export function fault(kind) {
  const field = forms[kind].elements;
  if (kind === 'strike') {
    return field['strike-reason'].value === 'other' && !field['strike-remarks'].value.trim()
      ? [field['strike-remarks'], 'Skriv, hvorfor stedet ikke blev besøgt.'] : null;
  }
  const read = [field.door_phone, field.mailbox, field.front_door];
  if (read.every((one) => one.value === 'not_read')) return [read[0][0] instanceof HTMLInputElement ? read[0][0] : read[0], 'Vælg, hvad der stod mindst ét af de tre steder.'];
  if (read.some((one) => one.value === 'other') && !field.other_name.value.trim()) return [field.other_name, 'Skriv det navn, der stod.'];
  return null;
}
