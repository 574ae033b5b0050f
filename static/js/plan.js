// Dragging a stop to another list; the select beside each stop does the same without a mouse.
'use strict';

(() => {
  const board = document.querySelector('[data-board]');
  const form = document.querySelector('[data-dropped]');
  let dragged = null;

  board.addEventListener('dragstart', (event) => {
    dragged = event.target.closest('[data-stop]');
    if (!dragged) return;
    event.dataTransfer.effectAllowed = 'move';
    // Only the id: what is dragged can be dropped in another window.
    event.dataTransfer.setData('text/plain', dragged.dataset.stop);
    dragged.classList.add('dragged');
  });

  board.addEventListener('dragend', () => {
    if (dragged) dragged.classList.remove('dragged');
    dragged = null;
    mark(null);
  });

  board.addEventListener('dragover', (event) => {
    const list = event.target.closest('[data-list]');
    if (!dragged || !list) return;
    event.preventDefault();
    mark(list);
  });

  board.addEventListener('drop', (event) => {
    const list = event.target.closest('[data-list]');
    if (!dragged || !list) return;
    event.preventDefault();
    const before = event.target.closest('[data-stop]');
    form.elements.stop.value = dragged.dataset.stop;
    form.elements.route_list.value = list.dataset.list;
    form.elements.before.value = before && before !== dragged ? before.dataset.stop : '';
    form.submit();
  });

  function mark(list) {
    for (const one of board.querySelectorAll('[data-list]')) one.classList.toggle('target', one === list);
  }
})();
