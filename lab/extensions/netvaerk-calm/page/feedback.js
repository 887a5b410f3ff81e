// What an exercise answers is met where one looks: brought into view, read aloud, and marked at its field.

import { forgetWords } from './drafts.js';
import { el, freshId, goTo } from './dom.js';

// A press may be answered over the network.
const ANSWER_WITHIN = 3000;
// characters that a field has room for at 360 px
const LONGEST_HINT = 32;
const TYPED_IN = 'input:not([type=checkbox]):not([type=radio]), textarea, select';

/**
 * Look after one exercise from now on; returns a function that ends it.
 * @param {HTMLElement} node
 * @param {import('./strings.js').Words} words
 */
export function watchFeedback(node, words) {
  /** @type {Press | null} */
  let pressed = null;
  /** @param {Event} event */
  const press = event => {
    const button = /** @type {HTMLElement} */ (event.target).closest('button');
    if (button) {
      pressed = { button, when: Date.now(), fine: null, given: null };
    }
  };
  node.addEventListener('click', press, true);
  /** @param {MutationRecord[]} records */
  const look = records => {
    const recent = pressed && Date.now() - pressed.when < ANSWER_WITHIN ? pressed : null;
    if (!recent && records.every(({ attributeName }) => attributeName === 'style')) {
      return;
    }
    const nodes = records.flatMap(record => [...record.addedNodes]);
    const added = /** @type {HTMLElement[]} */ (nodes.filter(one => one.nodeType === Node.ELEMENT_NODE));
    for (const one of added) {
      empties(one);
    }
    if (added.some(one => one.matches('.nv-deleted-all') || one.querySelector('.nv-deleted-all'))) {
      forgetWords();
    }
    grow(added);
    for (const { target } of records) {
      const html = target instanceof Element ? target.closest('.widget-html') : null;
      if (html) {
        empty(html);
      }
    }
    for (const table of added.flatMap(one => [
      ...one.querySelectorAll('table'),
      ...(one.matches('table') ? [one] : [])
    ])) {
      labelled(table);
    }
    options(node);
    hints(node);
    dates(node, words);
    faults(node);
    if (recent) {
      answered(node, added, recent);
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(node, { childList: true, subtree: true, attributeFilter: ['class', 'style'] });
  const typed = () => dates(node, words);
  node.addEventListener('input', typed);
  empties(node);
  options(node);
  return () => {
    observer.disconnect();
    node.removeEventListener('click', press, true);
    node.removeEventListener('input', typed);
  };
}

/**
 * What the heads of a table's columns say, beside each cell: on a phone its rows are cards.
 * @param {HTMLTableElement} table
 */
export function labelled(table) {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])].map(cell => cell.textContent.trim());
  const stays = table.matches('.nv-waits') || table.closest('.nv-wide:not(.nv-as-cards)');
  if (heads.length < 3 || stays) {
    return;
  }
  table.classList.add('nv-cards');
  // Laid out as blocks, it is still a table to whoever hears it.
  table.setAttribute('role', 'table');
  for (const row of table.rows) {
    row.setAttribute('role', 'row');
    for (const [at, cell] of [...row.cells].entries()) {
      cell.dataset.nvLabel = row.parentNode === table.tHead ? '' : (heads[at] ?? '');
      cell.setAttribute(
        'role',
        cell.tagName === 'TD' ? 'cell' : cell.scope === 'row' ? 'rowheader' : 'columnheader'
      );
    }
  }
}

/**
 * Bars grow when a chart comes for the first time, and not again with every key that changes it.
 * @param {HTMLElement[]} added
 */
function grow(added) {
  for (const one of added) {
    const figure = one.matches('.nv-figure') ? one : one.querySelector('.nv-figure');
    /** @type {HTMLElement | null | undefined} */
    const widget = figure?.closest('.widget-html');
    if (figure && widget && !widget.dataset.nvGrown) {
      widget.dataset.nvGrown = 'true';
      figure.classList.add('nv-grows');
    }
  }
}

/**
 * A note without a word takes no room. Not in the style sheet: WebKit does not look at :has(:empty) again.
 * @param {HTMLElement} node
 */
function empties(node) {
  for (const one of [
    ...(node.matches?.('.widget-html') ? [node] : []),
    ...node.querySelectorAll('.widget-html')
  ]) {
    empty(one);
  }
}

/** @param {HTMLElement} widget */
function empty(widget) {
  const content = widget.querySelector(':scope > .widget-html-content');
  const is = content !== null && !content.childNodes.length;
  if (widget.classList.contains('nv-empty') !== is) {
    widget.classList.toggle('nv-empty', is);
  }
}

/**
 * Options that belong together have one name: then they are one stop for Tab, and are read as "1 of 4". Those of
 * ipywidgets have none.
 * @param {HTMLElement} node
 */
function options(node) {
  for (const option of node.querySelectorAll('.widget-radio-box input:not([name])')) {
    const box = /** @type {HTMLElement} */ (option.closest('.widget-radio-box'));
    box.dataset.nvName ??= freshId('options');
    option.setAttribute('name', box.dataset.nvName);
  }
}

/**
 * On a narrow page a field of one line cuts a long hint: there it stands under the field, see calm.css. Whoever
 * hears the page is told it by the field.
 * @param {HTMLElement} node
 */
function hints(node) {
  for (const field of node.querySelectorAll('input[placeholder]:not(.nv-hinted)')) {
    const hint = field.getAttribute('placeholder') ?? '';
    if (hint.length > LONGEST_HINT) {
      field.classList.add('nv-hinted');
      field.after(el('span', { class: 'nv-hint', 'aria-hidden': 'true' }, hint));
    }
  }
}

/**
 * WebKit shows today in a date field that is empty. And each browser puts day and month in the order of its own
 * language: where that is not the page's, the date stands in words under the field.
 * @param {HTMLElement} node
 * @param {import('./strings.js').Words} words
 */
function dates(node, words) {
  for (const one of node.querySelectorAll('input[type=date]')) {
    const field = /** @type {HTMLInputElement} */ (one);
    const is = !field.value;
    if (field.classList.contains('nv-no-date') !== is) {
      field.classList.toggle('nv-no-date', is);
    }
    if (words.otherOrder) {
      inWords(field, words);
    }
  }
}

/**
 * @param {HTMLInputElement} field
 * @param {import('./strings.js').Words} words
 */
function inWords(field, words) {
  const [year, month, day] = field.value.split('-').map(Number);
  const date = new Date(year, month - 1, day);
  const row = field.closest('.nv-sheet-row');
  // A year that is being typed is 0002 at first.
  const said = year > 999 ? (row ? words.date(date) : words.day(date)) : '';
  let line = /** @type {HTMLElement | null} */ (field.parentElement?.querySelector('.nv-day') ?? null);
  if (!line && said) {
    line = el('span', { class: 'nv-day' });
    field.after(line);
  }
  if (line && line.textContent !== said) {
    line.textContent = said;
  }
}

/**
 * What an exercise says of one control stands under that control, and a field that is wrong says so itself and
 * where it is said why. The sentence comes at the exercise's foot: here it is copied, so that nothing that people
 * may be typing in is drawn anew.
 * @param {HTMLElement} node
 */
function faults(node) {
  const widget = [...node.querySelectorAll('.nv-told')].find(one => one.offsetParent);
  const copy = node.querySelector('.nv-why');
  const foot = node.querySelector('.nv-message');
  const note = foot?.querySelector('.nv-note');
  foot?.classList.toggle('nv-elsewhere', Boolean(widget && note));
  if (!widget || !note) {
    copy?.remove();
  } else if (copy?.previousElementSibling !== widget || copy.textContent !== note.textContent) {
    copy?.remove();
    const why = /** @type {HTMLElement} */ (note.cloneNode(true));
    why.classList.add('nv-why');
    why.id = freshId('fault');
    widget.after(why);
  }
  const why = node.querySelector('.nv-why');
  const wrong = why && widget?.matches('.nv-faulty') ? widget.querySelector(TYPED_IN) : null;
  for (const field of node.querySelectorAll('[data-nv-fault]')) {
    if (field !== wrong) {
      field.removeAttribute('aria-invalid');
      field.removeAttribute('aria-describedby');
      delete field.dataset.nvFault;
    }
  }
  if (wrong && why && wrong.getAttribute('aria-describedby') !== why.id) {
    wrong.setAttribute('aria-invalid', 'true');
    wrong.setAttribute('aria-describedby', why.id);
    wrong.dataset.nvFault = 'true';
  }
}

/**
 * A press was answered: a fault takes the keyboard to its field, and an answer is not left under the fold.
 * @param {HTMLElement} node
 * @param {HTMLElement[]} added
 * @param {Press} press
 */
function answered(node, added, press) {
  const typing = document.activeElement?.matches(TYPED_IN) && node.contains(document.activeElement);
  const said = added.flatMap(one => [
    ...one.querySelectorAll('[role=alert], [role=status]'),
    ...(one.matches('[role=alert], [role=status]') ? [one] : [])
  ]);
  const wrong = said.filter(one => one.getAttribute('role') === 'alert' && one.offsetParent).at(-1);
  if (wrong && !typing) {
    const field = node.querySelector('.nv-faulty')?.querySelector(TYPED_IN);
    goTo(field ?? wrong, 'nearest');
    return;
  }
  const fine = said.find(one => one.offsetParent && one.textContent.trim() && !one.matches('.nv-saved-at'));
  press.fine = fine ?? press.fine;
  if (!press.button.offsetParent) {
    giveKeyboard(node, press);
  } else if (fine && !typing) {
    const { bottom } = fine.getBoundingClientRect();
    bottom > innerHeight && fine.scrollIntoView({ block: 'nearest' });
  }
}

/**
 * The button that was pressed is gone, and the keyboard with it. Whether the answer comes before or after is the
 * chance of the messages: it goes to the answer as soon as there is one, and until then to the button that stands in
 * its place, or to the first.
 * @param {HTMLElement} node
 * @param {Press} press
 */
function giveKeyboard(node, press) {
  const lost = [document.body, press.button, press.given].includes(
    /** @type {HTMLElement | null} */ (document.activeElement)
  );
  const fine = press.fine?.isConnected && press.fine.offsetParent ? press.fine : null;
  const buttons = [...node.querySelectorAll('button')].filter(one => one.offsetParent && !one.disabled);
  const next = fine ?? buttons.find(one => one.textContent === press.button.textContent) ?? buttons[0];
  if (lost && next && next !== press.given) {
    press.given = next;
    goTo(next, 'nearest');
  }
}

/** A button that reads what stands on the screen aloud with the browser's own voice; none where there is no voice. */
export class Aloud {
  /** @type {SpeechSynthesisVoice | undefined} */
  voice;

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.node = el('button', {
      type: 'button',
      class: 'nv-aloud',
      hidden: true,
      onclick: () => this._press()
    });
    this._word(false);
    if (window.speechSynthesis) {
      this._find = () => {
        this.voice = speechSynthesis
          .getVoices()
          .find(voice => voice.lang.toLowerCase().startsWith(page.course.lang));
        this.node.hidden = !this.voice;
      };
      this._find();
      speechSynthesis.addEventListener?.('voiceschanged', this._find);
    }
  }

  /** Silence, also when the page or the step is left. */
  stop() {
    if (this._reading) {
      speechSynthesis.cancel();
    }
    this._reading = null;
    this._mark(null);
    this._word(false);
  }

  close() {
    this.stop();
    if (this._find) {
      window.speechSynthesis?.removeEventListener?.('voiceschanged', this._find);
    }
  }

  /** @param {unknown} reading */
  _word(reading) {
    this.node.textContent = this.page.say(reading ? 'aloud_stop' : 'aloud');
  }

  _press() {
    if (this._reading) {
      this.stop();
      return;
    }
    const place = this.page.steps.place?.now();
    const cells = this.page.notebook.widgets.filter(cell => cell.node.offsetParent);
    const from = this.page.steps.whole
      ? Math.max(
          0,
          cells.findIndex(cell => cell.model.id === place?.cell)
        )
      : 0;
    const parts = cells
      .slice(from)
      .flatMap(cell => [...cell.node.querySelectorAll('.jp-MarkdownOutput :is(h1, h2, h3, p, li)')]);
    this._reading = {};
    this._word(true);
    this._next(parts, this._reading);
  }

  /**
   * @param {HTMLElement[]} parts
   * @param {unknown} reading
   */
  _next(parts, reading) {
    if (this._reading !== reading) {
      return;
    }
    const [part, ...rest] = parts;
    if (!part) {
      this.stop();
      return;
    }
    const words = part.textContent.replace(/[●¶]/g, '').trim();
    const said = new SpeechSynthesisUtterance(words);
    if (this.voice) {
      said.voice = this.voice;
      said.lang = this.voice.lang;
    }
    said.onend = () => this._next(rest, reading);
    said.onerror = () => this._reading === reading && this.stop();
    this._mark(part);
    part.scrollIntoView({ block: 'nearest' });
    speechSynthesis.speak(said);
  }

  /** @param {HTMLElement | null} part */
  _mark(part) {
    this._marked?.classList.remove('nv-read-now');
    part?.classList.add('nv-read-now');
    this._marked = part;
  }
}
