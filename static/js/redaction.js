// Drawing boxes on a page with mouse, finger or pen; finding words does the same without.
'use strict';

(() => {
  const form = document.getElementById('mark');
  const finger = document.querySelector('[data-finger]');
  const SVG = 'http://www.w3.org/2000/svg';
  // In points: a slip of the hand is no box.
  const SMALLEST = 3;
  let drawing = null;

  // The picture's own measure: the view box is the page in points, from its top left corner.
  function at(svg, event) {
    const frame = svg.getBoundingClientRect();
    const { width, height } = svg.viewBox.baseVal;
    const x = ((event.clientX - frame.left) / frame.width) * width;
    const y = ((event.clientY - frame.top) / frame.height) * height;
    return [Math.min(Math.max(x, 0), width), Math.min(Math.max(y, 0), height)];
  }

  function sides([x, y]) {
    const [from, down] = drawing.start;
    return { x: Math.min(x, from), y: Math.min(y, down), width: Math.abs(x - from), height: Math.abs(y - down) };
  }

  function stop() {
    if (drawing) drawing.rect.remove();
    drawing = null;
  }

  document.addEventListener('pointerdown', (event) => {
    const page = event.target.closest('[data-page]');
    const scrolls = event.pointerType === 'touch' && finger.getAttribute('aria-pressed') !== 'true';
    if (!page || event.button !== 0 || scrolls) return;
    event.preventDefault();
    const svg = page.querySelector('svg');
    const rect = svg.appendChild(document.createElementNS(SVG, 'rect'));
    rect.classList.add('new');
    drawing = { page, svg, rect, start: at(svg, event) };
    page.setPointerCapture(event.pointerId);
  });

  document.addEventListener('pointermove', (event) => {
    if (!drawing) return;
    for (const [name, value] of Object.entries(sides(at(drawing.svg, event)))) drawing.rect.setAttribute(name, value);
  });

  document.addEventListener('pointerup', (event) => {
    if (!drawing) return;
    const { x, y, width, height } = sides(at(drawing.svg, event));
    if (width < SMALLEST || height < SMALLEST) {
      stop();
      return;
    }
    const bottom = drawing.svg.viewBox.baseVal.height;
    const values = { page: drawing.page.dataset.page, x0: x, y0: bottom - y - height, x1: x + width, y1: bottom - y };
    for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
    form.elements.word.value = '';
    drawing = null;
    form.submit();
  });

  // A finger scrolls the page until it is asked to draw.
  finger.hidden = !window.matchMedia('(any-pointer: coarse)').matches;
  finger.addEventListener('click', () => {
    const draws = finger.getAttribute('aria-pressed') !== 'true';
    finger.setAttribute('aria-pressed', draws);
    for (const page of document.querySelectorAll('[data-page]')) page.classList.toggle('finger', draws);
  });

  document.addEventListener('pointercancel', stop);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') stop();
  });
})();
