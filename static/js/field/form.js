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
  const fields = [...forms[kind].elements].filter(({ name, type }) => name && !['hidden', 'submit'].includes(type));
  return fields.map((field) => [labelOf(field), valueOf(field)]).filter(([, value]) => value);
}

// The server has the last word; these are what nobody can go back and read in the evening.
function visitFault({ door_phone: phone, mailbox, front_door: door, other_name: name, opened_by: role, told: words }) {
  const read = [phone, mailbox, door].map((field) => field.value);
  if (read.every((value) => value === 'not_read')) return [phone, 'Vælg, hvad der stod mindst ét af de tre steder.'];
  if (read.includes('other') && !name.value.trim()) return [name, 'Skriv det navn, der stod.'];
  if (role.value === 'child' && words.value.trim()) return [role, 'Et barns oplysninger gemmes ikke. Slet dem først.'];
  return null;
}

function strikeFault({ 'strike-reason': reason, 'strike-remarks': remarks }) {
  const lacks = reason.value === 'other' && !remarks.value.trim();
  return lacks ? [remarks, 'Skriv, hvorfor stedet ikke blev besøgt.'] : null;
}

// Tells what is wrong at the field itself; true when something is.
export function complain(kind) {
  const fault = { visit: visitFault, strike: strikeFault }[kind](forms[kind].elements);
  if (!fault) return false;
  // A question with round buttons is a list of them.
  const field = fault[0] instanceof RadioNodeList ? fault[0][0] : fault[0];
  field.setCustomValidity(fault[1]);
  field.reportValidity();
  return true;
}
