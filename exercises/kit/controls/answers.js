// Rows of native boxes: the browser's own keyboard, focus and names for screen readers come with them.

// Every widget loads this module anew, so a count would give two widgets one name, and their radio buttons
// would rule each other out.
const fresh = () => `nv-${Math.random().toString(36).slice(2)}`;

export default {
  /** @param {{ model: Model, el: HTMLElement }} widget */
  render({ model, el }) {
    const root = document.createElement('div');
    root.className = 'nv-answers';
    // JupyterLab would take arrows and digits for its own.
    root.dataset.lmSuppressShortcuts = 'true';
    el.append(root);
    const name = fresh();
    let waiting = false;

    /** @param {string} row */
    const picked = row => model.get('value')[row] ?? [];

    function draw() {
      waiting = false;
      const active = /** @type {HTMLElement | null} */ (document.activeElement);
      const focused = active && root.contains(active) ? active.dataset : undefined;
      const kind = model.get('many') ? 'checkbox' : 'radio';
      const options = model.get('options');
      const rows = model.get('rows').map((/** @type {[string, string]} */ [row, label]) => {
        const set = document.createElement('fieldset');
        const legend = document.createElement('legend');
        legend.textContent = label;
        const boxes = document.createElement('div');
        boxes.className = 'nv-picks';
        for (const [option, words] of options) {
          const box = document.createElement('input');
          box.type = kind;
          box.name = `${name}-${row}`;
          box.checked = picked(row).includes(option);
          Object.assign(box.dataset, { row, option });
          const pick = document.createElement('label');
          pick.className = 'nv-pick';
          const text = document.createElement('span');
          text.textContent = words;
          pick.append(box, text);
          boxes.append(pick);
        }
        set.append(legend, boxes);
        return set;
      });
      root.replaceChildren(...rows);
      // A word beside its boxes where they fill a line, over them where they fill several.
      root.classList.toggle('nv-many-rows', rows.length > 1 && options.length < 7);
      if (focused) {
        find(focused.row, focused.option)?.focus();
      }
    }

    // One message from the kernel changes rows, options and value: draw once.
    function drawSoon() {
      if (!waiting) {
        waiting = true;
        queueMicrotask(draw);
      }
    }

    const boxes = () => [...root.querySelectorAll('input')];
    /**
     * @param {string | undefined} row
     * @param {string | undefined} option
     */
    const find = (row, option) =>
      boxes().find(box => box.dataset.row === row && box.dataset.option === option);

    function mark() {
      if (!waiting) {
        for (const box of boxes()) {
          box.checked = picked(box.dataset.row ?? '').includes(box.dataset.option);
        }
      }
    }

    root.addEventListener('change', event => {
      const { row = '' } = /** @type {HTMLElement} */ (event.target).dataset;
      const chosen = boxes().filter(box => box.dataset.row === row && box.checked);
      model.set('value', { ...model.get('value'), [row]: chosen.map(box => box.dataset.option) });
      model.save_changes();
    });

    /**
     * The row that a digit answers: the one with the focus, else the first without an answer.
     * @param {HTMLElement} target
     */
    function rowFor(target) {
      if (root.contains(target)) {
        return target.closest('fieldset');
      }
      const page = root.closest('.nv-exercise');
      const writes = target.closest?.(
        'textarea, select, [contenteditable=true], input:not([type=radio], [type=checkbox])'
      );
      if (
        model.get('digits') !== 'page' ||
        !page?.contains(target) ||
        writes ||
        !root.getClientRects().length
      ) {
        return null;
      }
      /** @param {HTMLElement} row */
      const open = row => !row.querySelector('input:checked');
      const rows = [...root.querySelectorAll('fieldset')];
      return rows.find(open) ?? rows[0];
    }

    /** @param {KeyboardEvent} event */
    function answer(event) {
      if (event.defaultPrevented || !model.get('digits') || !/^[1-9]$/.test(event.key)) {
        return;
      }
      const here = rowFor(/** @type {HTMLElement} */ (event.target));
      const pick = here?.querySelectorAll('input')[Number(event.key) - 1];
      if (model.get('many') || !pick || event.ctrlKey || event.altKey || event.metaKey) {
        return;
      }
      event.preventDefault();
      if (!pick.checked) {
        pick.click();
      }
      const next = here.nextElementSibling;
      (next?.querySelector('input:checked') ?? next?.querySelector('input') ?? pick).focus();
    }

    // In the page, since the focus may lie outside these rows.
    document.addEventListener('keydown', answer);

    draw();
    model.on('change:rows change:options change:many', drawSoon);
    model.on('change:value', mark);
    return () => {
      document.removeEventListener('keydown', answer);
      model.off('change:rows change:options change:many', drawSoon);
      model.off('change:value', mark);
    };
  }
};
