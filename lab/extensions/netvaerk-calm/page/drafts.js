// What is typed into an exercise while the server is away: kept in the page and in the browser, given to the
// exercise again, and kept nowhere else once it has it.

import { isAway } from './connection.js';
import { Copy, dropAll } from './copies.js';
import { el, settled } from './dom.js';
import { lab } from './lab.js';

const BOX = 'textarea, input[type="text"]';
// Nobody knows how long the server had been away when the page noticed: words this young may not have got there.
const YOUNG = 300_000;
// An exercise hears one change at a time: these words may still wait their turn when the page is closed.
const ON_THE_WAY = 2000;
const STEPS = 50;
// As many cards as a list may want for the words that were in them.
const CARDS = 24;
const IN_BROWSER = 'netvaerk-words:';

export class Drafts {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /** @type {Map<string, Draft>} */
    this._typed = new Map();
    /** @type {Map<string, Draft>} given back, and not known to be kept by the exercise */
    this._given = new Map();
    /** @type {Map<string, Draft>} */
    this._homeless = new Map();
    /** @type {WeakMap<Element, string>} */
    this._found = new WeakMap();
    this._quiet = false;
    this._copy = new Copy(`${start()}${page.context.path}`);
  }

  open() {
    /** @param {Event} event */
    const heard = event => this._heard(event);
    for (const type of ['input', 'change']) {
      this.page.panel.node.addEventListener(type, heard, true);
    }
    // What stands in a box before it is typed in: an exercise may fill it while it has the keyboard.
    /** @param {Event} event */
    const found = ({ target }) => {
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
        this._found.set(target, target.value);
      }
    };
    for (const type of ['focusin', 'beforeinput']) {
      this.page.panel.node.addEventListener(type, found);
    }
    this._onHide = () => {
      const from = isAway() ? 0 : Date.now() - ON_THE_WAY;
      this._keep([...this._typed].filter(([, draft]) => draft.at > from));
    };
    /** @param {StorageEvent} event */
    this._onStorage = ({ key, newValue }) => key === this._copy.name && newValue === null && this.forget();
    window.addEventListener('pagehide', this._onHide);
    window.addEventListener('storage', this._onStorage);
    this._taken = this._takeUp();
  }

  close() {
    clearTimeout(this._later);
    this._onHide && window.removeEventListener('pagehide', this._onHide);
    this._onStorage && window.removeEventListener('storage', this._onStorage);
  }

  /** Nothing that was typed here is to be given back. */
  forget() {
    this._typed.clear();
    this._given.clear();
    this._homeless.clear();
    this.page.hush('words_left');
  }

  /**
   * The server is away: forget what had come through, and let the boxes be, but nothing else.
   * @param {CodeCell} cell
   */
  away(cell) {
    for (const [key, draft] of this._of(cell)) {
      const box = this._box(cell, key);
      // A box that its exercise has emptied or filled since was heard.
      if (!box || box.value !== draft.value || Date.now() - draft.at > YOUNG) {
        this._typed.delete(key);
      }
    }
    this._keep();
    const { node } = cell.outputArea;
    const boxes = boxesOf(node).filter(box => !box.disabled);
    if (!boxes.length) {
      return false;
    }
    for (const control of node.querySelectorAll('button, select, input, a[href], [tabindex]')) {
      control.inert = !control.matches(BOX) && !control.querySelector(BOX);
    }
    return true;
  }

  /**
   * The exercise can take a click again: give it what it has not heard.
   * @param {CodeCell} cell
   */
  async back(cell) {
    await this._taken;
    for (const control of cell.outputArea.node.querySelectorAll('[inert]')) {
      control.inert = false;
    }
    const drafts = [...of(this._given, cell), ...this._of(cell)];
    for (const [key, draft] of drafts) {
      this._typed.delete(key);
      this._given.set(key, draft);
    }
    for (const [key, draft] of new Map(drafts)) {
      const box = this._box(cell, key) ?? (await this._card(cell, key));
      if (box) {
        this._give(box, draft);
      } else {
        this._given.delete(key);
        this._homeless.set(key, draft);
      }
    }
    this._show();
  }

  /** Words whose box is not here any more: to be read and copied, and gone once that is said. */
  _show() {
    const words = [...this._homeless.values()].map(({ value }) => value.trim()).filter(Boolean);
    if (!words.length) {
      this._homeless.clear();
      return;
    }
    const read = () => {
      this._homeless.clear();
      this._keep();
      this.page.hush('words_left');
    };
    const seen = el('button', { type: 'button', class: 'nv-quiet', onclick: read }, this.page.say('seen'));
    this.page.tell('words_left', { values: { words: words.join(' · ') }, actions: [seen], trouble: true });
  }

  /** Every exercise has been given its own: once they have kept it, it is kept here no longer. */
  async settle() {
    if (!this._given.size) {
      return;
    }
    const given = [...this._given];
    // A widget sends one change at a time, and the next when the first was heard.
    for (let turn = 0; turn < 3; turn += 1) {
      if ((await this.page.exercises.ask('1')) === undefined) {
        return; // away again: all is given once more
      }
    }
    for (const [key, draft] of given) {
      if (this._given.get(key) === draft) {
        this._given.delete(key);
      }
    }
    await this._keep([]);
  }

  /**
   * @param {HTMLInputElement | HTMLTextAreaElement} box
   * @param {Draft} draft
   */
  _give(box, draft) {
    const there = box.value;
    this._quiet = true;
    try {
      if (there === draft.value) {
        this._put(box, `${there} `, draft.left); // its own words again would not be sent
      }
      const mine = there === draft.value || draft.seen.includes(there);
      this._put(box, mine ? draft.value : both(there, draft), draft.left);
    } finally {
      this._quiet = false;
    }
    if (!draft.left) {
      // Who was still writing leaves the box later, and that is when some exercises listen.
      box.addEventListener('blur', () => box.dispatchEvent(new Event('change', { bubbles: true })), {
        once: true
      });
    }
  }

  /**
   * A box on a card that a list no longer has, as nothing was kept of it: ask the list for cards until it is there.
   * @param {CodeCell} cell
   * @param {string} key
   */
  async _card(cell, key) {
    const { node } = cell.outputArea;
    const list = node.querySelector('.nv-rows');
    const beside = list?.nextElementSibling;
    const more = beside?.matches('button') ? beside : beside?.querySelector('button');
    if (!list || !(more instanceof HTMLElement) || !boxesOf(node).some(box => sameLabel(key, box))) {
      return undefined;
    }
    for (let at = 0; at < CARDS; at += 1) {
      const before = list.childElementCount;
      more.click();
      const latest = Date.now() + 5000;
      while (list.childElementCount === before && Date.now() < latest) {
        await settled(node, 50);
      }
      await settled(node, 100);
      const box = this._box(cell, key);
      if (box || list.childElementCount === before) {
        return box;
      }
    }
    return undefined;
  }

  /**
   * In the browser while it may be nowhere else.
   * @param {Iterable<[string, Draft]>} typed
   */
  async _keep(typed = this._typed) {
    const held = new Map([...this._homeless, ...this._given, ...typed]);
    if (held.size) {
      this._copy.keep([...held]);
    } else {
      await this._copy.drop();
    }
  }

  /** What was typed before this page was closed or loaded anew. */
  async _takeUp() {
    const held = this._copy.take();
    if (!Array.isArray(held)) {
      return;
    }
    const drafts = new Map(
      held.map((/** @type {[string, Draft]} */ [key, draft]) => [key, { ...draft, left: true }])
    );
    this._given = new Map(drafts);
    if (await this._copy.isOld()) {
      for (const [key, draft] of drafts) {
        if (this._given.get(key) === draft) {
          this._given.delete(key);
        }
      }
      await this._keep();
    }
  }

  /**
   * @param {HTMLInputElement | HTMLTextAreaElement} box
   * @param {string} value
   * @param {boolean} left
   */
  _put(box, value, left) {
    const kind = box instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(box, value);
    box.dispatchEvent(new Event('input', { bubbles: true }));
    if (left) {
      box.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }

  /** @param {Event} event */
  _heard(event) {
    const { target, type } = event;
    const box = /** @type {HTMLInputElement | null} */ (
      target instanceof Element ? target.closest(BOX) : null
    );
    const cell =
      box && !this._quiet && this.page.cells('exercise').find(one => one.outputArea.node.contains(box));
    if (!cell) {
      return;
    }
    if (isAway()) {
      event.stopPropagation(); // its exercise would only find that it cannot send
    }
    const key = this._key(cell, box);
    const given = this._given.has(key);
    const before = this._typed.get(key) ?? this._given.get(key);
    // What the exercise may have of it: as it was found, and what was typed while it could hear.
    const found = this._found.get(box) ?? box.defaultValue;
    const seen = before?.seen ?? [found];
    if (!isAway()) {
      seen.push(...[found, box.value].filter(one => !seen.includes(one)));
      seen.splice(1, seen.length - STEPS);
    }
    const draft = { value: box.value, seen, at: Date.now(), left: type === 'change' };
    this._typed.set(key, draft);
    if (given) {
      // What was given back is not to come again beside what was made of it.
      this._given.set(key, draft);
      clearTimeout(this._later);
      this._later = setTimeout(() => this.settle(), ON_THE_WAY);
    }
    if (isAway()) {
      this._keep();
    } else if (given) {
      this._keep([]);
    }
  }

  /** @param {CodeCell} cell */
  _of(cell) {
    return of(this._typed, cell);
  }

  /**
   * A box by its exercise, its label, and how many boxes of that label stand above it.
   * @param {CodeCell} cell
   * @param {HTMLInputElement | HTMLTextAreaElement} box
   */
  _key(cell, box) {
    const label = labelOf(box);
    const alike = boxesOf(cell.outputArea.node).filter(one => labelOf(one) === label);
    return [cell.model.id, label, alike.indexOf(box)].join('\n');
  }

  /**
   * @param {CodeCell} cell
   * @param {string} key
   */
  _box(cell, key) {
    return boxesOf(cell.outputArea.node).find(box => this._key(cell, box) === key);
  }
}

/** What every browser name of this course's own words begins with: a hub has many learners' courses. */
function start() {
  return `${IN_BROWSER}${lab.coreutils.PageConfig.getBaseUrl()}`;
}

/** All was deleted: also what pages of this course keep in the browser. */
export function forgetWords() {
  return dropAll(start());
}

/**
 * @param {Map<string, Draft>} drafts
 * @param {CodeCell} cell
 */
function of(drafts, cell) {
  return [...drafts].filter(([key]) => key.startsWith(`${cell.model.id}\n`));
}

/**
 * @param {string} key
 * @param {HTMLInputElement | HTMLTextAreaElement} box
 */
function sameLabel(key, box) {
  return key.split('\n')[1] === labelOf(box);
}

/**
 * @param {HTMLElement} node
 * @returns {(HTMLInputElement | HTMLTextAreaElement)[]}
 */
function boxesOf(node) {
  return [.../** @type {NodeListOf<HTMLInputElement>} */ (node.querySelectorAll(BOX))];
}

/** @param {HTMLInputElement | HTMLTextAreaElement} box */
function labelOf(box) {
  return (box.labels?.[0]?.textContent ?? box.getAttribute('aria-label') ?? '').replace(/\s+/g, ' ').trim();
}

/**
 * Both, where something else came into the box meanwhile: no word is dropped.
 * @param {string} there
 * @param {Draft} draft
 */
function both(there, draft) {
  return !there || draft.value.includes(there)
    ? draft.value
    : there.includes(draft.value)
      ? there
      : `${there} ${draft.value}`;
}
