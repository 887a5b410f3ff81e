// The network as a table: lists to choose from in the rows, native for the keyboard and for screen readers.
// Every name goes in as text, never as markup; nothing is logged.

/**
 * @typedef {string | number | null | undefined} Value
 * @typedef {{ id: string, name: string, cells: Record<string, string>, closeness?: Value, circle?: Value,
 *   knows: string[], editable: boolean }} Row
 */

/**
 * @param {string} name
 * @param {Record<string, string | undefined>} attributes
 * @param {(Node | string)[]} children
 */
function html(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

/** @param {Value} value */
const key = value => (value === null || value === undefined ? '' : String(value));

export default {
  /** @param {{ model: Model, el: HTMLElement }} widget */
  render({ model, el }) {
    const root = html('div', { class: 'nvp-rows', 'data-lm-suppress-shortcuts': 'true' });
    el.append(root);
    let waiting = false;
    /** @type {Set<string | undefined>} */
    let open = new Set();
    /** @returns {Row[]} */
    const people = () => model.get('rows');

    /**
     * @param {Row} row
     * @param {string} what
     * @param {[Value, string][]} choices
     * @param {Value} chosen
     * @param {string} label
     */
    function list(row, what, choices, chosen, label) {
      const select = document.createElement('select');
      select.setAttribute('aria-label', `${row.name}: ${label}`);
      Object.assign(select.dataset, { id: row.id, what });
      for (const [value, words] of choices) select.append(html('option', { value: key(value) }, words));
      select.value = key(chosen);
      return select;
    }

    /**
     * Whom somebody knows, to be ticked: written when it is opened, since it is everybody in every row.
     * @param {Row} row
     * @param {string} label
     * @param {string} said
     */
    function ties(row, label, said) {
      const fold = document.createElement('details');
      fold.append(html('summary', {}, said));
      fold.dataset.id = row.id;
      const fill = () => {
        if (!fold.open || fold.children.length > 1) return;
        const set = html('fieldset', {}, html('legend', {}, `${row.name}: ${label}`));
        for (const other of people()) {
          if (!other.editable || other.id === row.id) continue;
          const box = document.createElement('input');
          box.type = 'checkbox';
          Object.assign(box.dataset, { id: row.id, what: 'tie', other: other.id });
          box.checked = row.knows.includes(other.id);
          set.append(html('label', { class: 'nv-pick' }, box, html('span', {}, other.name)));
        }
        fold.append(set);
      };
      fold.addEventListener('toggle', fill);
      fold.open = open.has(row.id);
      if (fold.open) fill();
      return fold;
    }

    /**
     * @param {Row} row
     * @param {[string, string]} column
     */
    function cell(row, [column, label]) {
      const choices = model.get('choices');
      const said = row.cells[column] ?? '';
      const td = html('td', { role: 'cell', 'data-nv-label': label });
      if (!row.editable) td.append(said);
      else if (column === 'closeness')
        td.append(list(row, 'closeness', choices.closeness, row.closeness, label));
      else if (column === 'circles') {
        td.append(list(row, 'circle', choices.circle, row.circle, label));
        const others = said.split(', ').slice(1).join(', ');
        if (others) td.append(html('span', {}, ` + ${others}`));
      } else if (column === 'knows') td.append(ties(row, label, said));
      else td.append(said);
      return td;
    }

    function draw() {
      waiting = false;
      /** @type {NodeListOf<HTMLElement>} */
      const folds = root.querySelectorAll('details[open]');
      open = new Set([...folds].map(fold => fold.dataset.id));
      const words = model.get('words');
      const active = /** @type {HTMLElement | null} */ (document.activeElement);
      const { id, what, other } = (root.contains(active) && active?.dataset) || {};
      /** @type {[string, string][]} */
      const columns = words.columns;
      const heads = [words.name, ...columns.map(([, label]) => label)];
      const head = heads.map(label => html('th', { scope: 'col', role: 'columnheader' }, label));
      const rows = people().map(row =>
        html(
          'tr',
          { role: 'row' },
          html('th', { scope: 'row', role: 'rowheader' }, row.name),
          ...columns.map(column => cell(row, column))
        )
      );
      const table = html(
        'table',
        { class: 'nv-table', role: 'table' },
        html('caption', {}, words.caption),
        html('thead', { role: 'rowgroup' }, html('tr', { role: 'row' }, ...head)),
        html('tbody', { role: 'rowgroup' }, ...rows)
      );
      const named = { role: 'region', tabindex: '0', 'aria-label': words.caption };
      root.replaceChildren(html('div', { class: 'nv-scroll nv-people', ...named }, table));
      if (!id) return;
      /** @type {NodeListOf<HTMLElement>} */
      const fields = root.querySelectorAll('select, input');
      const same = [...fields].find(
        ({ dataset }) => dataset.id === id && dataset.what === what && dataset.other === other
      );
      same?.focus();
    }

    root.addEventListener('change', event => {
      const field = /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target);
      const { id, what = '', other } = field.dataset;
      if (what === 'tie') model.send({ what, id, other });
      else model.send({ what: 'put', id, [what]: field.value === '' ? null : Number(field.value) });
    });

    const drawSoon = () => {
      if (waiting) return;
      waiting = true;
      queueMicrotask(draw);
    };
    draw();
    model.on('change:rows change:choices', drawSoon);
    return () => model.off('change:rows change:choices', drawSoon);
  }
};
