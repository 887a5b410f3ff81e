// Compact rows: Enter goes down the column as in a spreadsheet, and what is copied from one is taken whole.

const FIELD = 'input, select';
// A row that is asked for comes from the kernel.
const NEW_ROW_WITHIN = 4000;

/**
 * Look after the sheets of one exercise from now on; returns a function that ends it.
 * @param {HTMLElement} node
 */
export function watchSheets(node) {
  const stop = new AbortController();
  // On the way down: a text field of ipywidgets lets no key come up again.
  node.addEventListener('keydown', enter, { signal: stop.signal, capture: true });
  node.addEventListener('paste', paste, { signal: stop.signal, capture: true });
  return () => stop.abort();
}

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

/** @param {Element} row */
const fields = row => /** @type {Field[]} */ ([...row.querySelectorAll(FIELD)]);

/**
 * Enter, in a field: the same field of the next row, of a new one from the last; with Shift the one before.
 * @param {KeyboardEvent} event
 */
function enter(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const row = target.closest('.nv-sheet-row');
  if (event.key !== 'Enter' || event.isComposing || !row || !target.matches(FIELD)) {
    return;
  }
  event.preventDefault();
  const at = fields(row).indexOf(/** @type {Field} */ (target));
  const next = beside(row, at, event.shiftKey);
  if (next) {
    next.focus();
  } else if (!event.shiftKey) {
    add(row, at);
  }
}

/**
 * The nearest field of that column below the row, or above it; some rows have no use for one.
 * @param {Element} row
 * @param {number} at
 * @param {boolean} above
 */
function beside(row, at, above) {
  for (let next = sibling(row, above); next; next = sibling(next, above)) {
    const field = fields(next)[at];
    if (isAsked(field)) {
      return field;
    }
  }
  return null;
}

/**
 * @param {Element} row
 * @param {boolean} above
 */
const sibling = (row, above) => (above ? row.previousElementSibling : row.nextElementSibling);

/** @param {Field | undefined} field */
const isAsked = field => Boolean(field && !field.disabled);

/**
 * @param {Element} row
 * @param {number} at
 */
function add(row, at) {
  const rows = /** @type {Element} */ (row.parentElement);
  const watch = new MutationObserver(() => {
    const last = rows.lastElementChild;
    if (last && last !== row && fields(last)[at]) {
      watch.disconnect();
      (isAsked(fields(last)[at]) ? fields(last)[at] : fields(last)[0]).focus();
    }
  });
  watch.observe(rows, { childList: true, subtree: true });
  setTimeout(() => watch.disconnect(), NEW_ROW_WITHIN);
  /** @type {HTMLElement | null | undefined} */
  const button = row.closest('.nv-sheet')?.querySelector('.nv-sheet-add');
  button?.click();
}

/**
 * More than one cell, put into a field: it is shown first, as the kernel has understood it.
 * @param {ClipboardEvent} event
 */
function paste(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const text = event.clipboardData?.getData('text/plain').replace(/\r?\n$/, '') ?? '';
  const box =
    target.closest('.nv-sheet-row') && target.closest('.nv-sheet')?.querySelector('.nv-paste textarea');
  if (!box || !/[\t\n]/.test(text)) {
    return;
  }
  event.preventDefault();
  /** @type {HTMLTextAreaElement} */ (box).value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  box.dispatchEvent(new Event('change', { bubbles: true }));
}
