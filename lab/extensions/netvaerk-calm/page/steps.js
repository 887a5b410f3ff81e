// A lesson as a few short steps. The notebook is one and whole; what is not on the step is only not shown.

import { nowAt, placeInAddress, stepTo } from './address.js';
import { el, goTo, pause } from './dom.js';
import { SHORT } from './lab.js';
import { Place } from './place.js';

/** @type {Record<string, string>} */
const SECTIONS = {
  opening: 'section_opening',
  retrieval: 'section_retrieval',
  idea: 'section_idea',
  example: 'section_example',
  'own-data': 'section_own_data',
  act: 'section_act',
  reflection: 'section_reflection',
  lawful: 'section_lawful',
  sources: 'section_sources'
};
const LONG = 'long';
// What a step is called by: its heading, or the first line of a box.
const NAMES = 'h1, h2, h3, .alert strong';
// How the learner wants to read, on this machine; the place itself is kept with all that is theirs.
const READING = 'netvaerk-reading';
// An arrow in one of these is theirs.
const HAS_ARROWS =
  'input, textarea, select, [role], [contenteditable], [tabindex="0"], svg, .jupyter-widgets, dialog';

export class Steps {
  // What `open` makes.
  /** @type {Place} */
  place;
  /** @type {(event: KeyboardEvent) => void} */
  _onKey;
  /** @type {(event: Event) => void} */
  _onPress;
  /** @type {() => void} */
  _onHistory;

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.all = this._read();
    this.whole = localStorage.getItem(READING) === 'whole';
    this.short = localStorage.getItem(SHORT) === 'true';
    this.index = 0;
    this._leftOutShown = false;
    this._status = el('span', { class: 'nv-unseen', role: 'status' });
    this.top = el('nav', { class: 'nv-steps', 'aria-label': page.say('steps_label') });
    this.bottom = el('nav', { class: 'nv-turns', 'aria-label': page.say('steps_on') });
    this.top.hidden = !this.has;
    this.bottom.hidden = true;
  }

  /** Whether the page has steps at all. */
  get has() {
    return this.all.length > 1;
  }

  /** The steps that the learner's way goes through. */
  get list() {
    return this.all.filter(step => !this._isLeftOut(step));
  }

  get step() {
    return this.list[this.index];
  }

  /**
   * Whether a cell stands on the screen now.
   * @param {Cell} cell
   */
  shows(cell) {
    return !this.has || this.whole
      ? !this._isLeftOut(this._stepOf(cell))
      : Boolean(this.step?.cells.includes(cell));
  }

  open() {
    if (!this.has) {
      return;
    }
    this.place = new Place(this);
    const wanted = this.page.links.arriving ?? placeInAddress(this.page.path);
    this._sent = Boolean(wanted);
    const kept = this.place.local();
    // As it was on coming: what is seen first is remembered at once.
    this._rememberedAt = kept?.at ?? 0;
    const at = this._indexOf(wanted) ?? this._indexOf(kept?.cell) ?? 0;
    this._go(Math.max(0, at));
    const here = kept && this.list[at]?.ids.includes(kept.cell);
    // An address that names a place inside a step means that place.
    const inside =
      wanted && wanted !== this.list[at]?.at && wanted !== kept?.cell ? { cell: wanted, block: -1 } : null;
    this.place.goBack(inside ?? (here ? kept : null));
    /** @param {KeyboardEvent} event */
    this._onKey = event => this._key(event);
    document.addEventListener('keydown', this._onKey);
    /** @param {Event} event */
    this._onPress = event => this._press(event);
    document.addEventListener('pointerdown', this._onPress);
    this._onHistory = () => this._history();
    window.addEventListener('popstate', this._onHistory);
  }

  close() {
    document.removeEventListener('keydown', this._onKey);
    document.removeEventListener('pointerdown', this._onPress);
    window.removeEventListener('popstate', this._onHistory);
    this.place?.close();
  }

  /** Where the keyboard goes when one comes to the page. */
  get heading() {
    const cell = this.step?.cells.find(one => one.node.querySelector(NAMES));
    return (
      (this.whole ? null : cell?.node.querySelector(NAMES)) ??
      this.page.notebook.outerNode.querySelector('h1')
    );
  }

  /**
   * To the cell of that id, as a link in the text names it; whether there is such a cell.
   * @param {string} id
   */
  turnTo(id) {
    const at = this.has ? this._indexOf(id) : undefined;
    if (at === undefined) {
      return false;
    }
    this._turn(at);
    if (id !== this.list[at].at) {
      this.place.goBack({ cell: id, block: -1 });
    }
    return true;
  }

  /**
   * Bring a place on the page to the screen, whatever step it stands on.
   * @param {HTMLElement} node
   */
  reveal(node) {
    const cell = this.page.notebook.widgets.find(one => one.node.contains(node));
    const step = cell && this._stepOf(cell);
    if (!step || this.shows(cell)) {
      return;
    }
    if (this._isLeftOut(step)) {
      this._leftOutShown = true;
    }
    this._go(this.list.indexOf(step), { push: true });
  }

  /** The kernel begins again: hold on to what is being read while the exercises are drawn anew. */
  hold() {
    this.place?.hold();
  }

  /**
   * The store has answered: it knows what another window, another day or another machine left.
   * @param {{ cell: string, block: number, at: number, short: boolean }} given
   */
  keptElsewhere({ cell, block, at: when, short }) {
    if (short !== this.short) {
      this.short = short;
      localStorage.setItem(SHORT, String(short));
      this._go(Math.max(0, this.list.indexOf(this.step ?? this.all[0])));
    }
    const at = this._indexOf(cell);
    // An address that says where to be is not argued with, and neither is a reader who has begun.
    const newer = when > this._rememberedAt + 1000;
    if (at !== undefined && newer && !this._sent && !this.place.touched) {
      this._go(at);
      this.place.goBack({ cell, block });
    }
  }

  /** @returns {Step[]} */
  _read() {
    const { course, notebook } = this.page;
    const cells = notebook.widgets;
    const told = course.steps ?? [];
    const starts = told.map(line => {
      // An evening's steps have no minutes: its table takes the time that its plan gives.
      const [at, minutes = 0] = line.split(' ');
      return { at, minutes: Number(minutes), from: cells.findIndex(cell => cell.model.id === at) };
    });
    // A lesson that somebody has taken cells out of is read in one piece.
    if (starts.some(({ from }, n) => from < 0 || (n && from <= starts[n - 1].from))) {
      return [];
    }
    return starts.map(({ at, minutes, from }, n) => {
      const own = cells.slice(from, starts[n + 1]?.from ?? cells.length);
      const tags = own[0].model.getMetadata('tags') ?? [];
      const section = tags.find((/** @type {string} */ tag) => tag in SECTIONS) ?? 'idea';
      return {
        at,
        minutes,
        section,
        cells: own,
        ids: own.map(cell => cell.model.id),
        isLong: tags.includes(LONG),
        title: title(own[0]) ?? this.page.say(SECTIONS[section])
      };
    });
  }

  /** @param {Step | undefined} step */
  _isLeftOut(step) {
    return Boolean(step?.isLong) && this.short && !this._leftOutShown;
  }

  /** @param {Cell} cell */
  _stepOf(cell) {
    return this.all.find(step => step.cells.includes(cell));
  }

  /** @param {string | null | undefined} id */
  _indexOf(id) {
    const at = id ? this.list.findIndex(step => step.ids.includes(id)) : -1;
    return at < 0 ? undefined : at;
  }

  /**
   * Show the step of that number; `push` makes a new step in the browser's history.
   * @param {number} index
   */
  _go(index, { push = false } = {}) {
    this.index = Math.min(Math.max(index, 0), this.list.length - 1);
    for (const step of this.all) {
      const leftOut = this._isLeftOut(step);
      for (const cell of step.cells) {
        cell.node.classList.toggle('nv-left-out', leftOut);
        cell.node.classList.toggle('nv-away', !this.whole && step !== this.step);
      }
    }
    const { node } = this.page.panel;
    node.classList.toggle('nv-in-steps', !this.whole);
    node.dataset.nvStep = this.step.at;
    this._draw();
    if (this.page.learner) {
      const fragment = this.whole ? '' : this.step.at;
      push ? stepTo(this.page.path, fragment) : nowAt(this.page.path, fragment);
    }
    this.page.aloud.stop();
  }

  /**
   * To another step by the learner's own wish: its heading is read aloud, and it begins at its top.
   * @param {number} index
   */
  _turn(index) {
    if (this.whole) {
      const heading =
        this.list[index].cells[0].node.querySelector('h1, h2, h3') ?? this.list[index].cells[0].node;
      this.index = index;
      goTo(heading);
      this._draw();
      return;
    }
    this._go(index, { push: true });
    this.place.top();
    this._focus();
    this._status.textContent = this._where();
  }

  _focus() {
    const { heading } = this;
    if (heading) {
      heading.setAttribute('tabindex', '-1');
      heading.focus({ preventScroll: true });
    }
  }

  _where() {
    return this.page.say('step_of', { n: this.index + 1, of: this.list.length });
  }

  _history() {
    if (this.page.panel.isDisposed || !this.page.panel.isVisible) {
      return;
    }
    const at = this._indexOf(placeInAddress(this.page.path));
    if (at !== undefined && at !== this.index) {
      const kept = this.place.of(this.list[at]);
      this._go(at);
      this.place.goBack(kept);
      this._focus();
    }
  }

  /**
   * A press beside the open contents closes them.
   * @param {Event} event
   */
  _press({ target }) {
    const contents = /** @type {HTMLDetailsElement | null} */ (this.top.querySelector('details[open]'));
    if (contents && !contents.contains(/** @type {Node | null} */ (target))) {
      contents.open = false;
    }
  }

  /** @param {KeyboardEvent} event */
  _key(event) {
    const { panel } = this.page;
    const contents = /** @type {HTMLDetailsElement | null} */ (this.top.querySelector('details[open]'));
    if (event.key === 'Escape' && contents) {
      contents.open = false;
      contents.querySelector('summary')?.focus();
    }
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!step || !plain || this.whole || event.defaultPrevented || !panel.isVisible) {
      return;
    }
    const target = /** @type {HTMLElement} */ (event.target);
    const inside = target === document.body || panel.node.contains(target);
    const busy = target.closest?.(HAS_ARROWS)?.closest('.jp-Cell');
    if (!inside || busy || document.querySelector('dialog[open]')) {
      return;
    }
    const to = this.index + step;
    if (to >= 0 && to < this.list.length) {
      event.preventDefault();
      this._turn(to);
    }
  }

  // ---- what is seen of it ---------------------------------------------------------------------------------

  _draw() {
    const { say } = this.page;
    const { list, index, whole } = this;
    const open = this.top.querySelector('details')?.open && whole;
    const name = say(SECTIONS[this.step.section]);
    const now = el(
      'summary',
      {},
      el('span', { class: 'nv-where' }, whole ? say('contents') : this._where()),
      el('span', { class: 'nv-section' }, whole ? '' : name)
    );
    const contents = el('details', { class: 'nv-contents' }, now, this._contents());
    contents.open = Boolean(open);
    const track = el('div', { class: 'nv-track', 'aria-hidden': 'true' });
    for (const [n, step] of list.entries()) {
      const joint = n && list[n - 1].section !== step.section ? ' nv-joint' : '';
      const state = n < index ? ' nv-passed' : n === index ? ' nv-here' : '';
      track.append(
        el('span', { class: `nv-part${joint}${state}`, style: `flex-grow:${Math.min(step.minutes, 4) + 1}` })
      );
    }
    const side = el(
      'div',
      { class: 'nv-steps-side' },
      this.page.aloud.node,
      whole ? '' : this._minutes(this.step)
    );
    this.top.replaceChildren(contents, side, whole ? '' : track, this._status);
    this._drawTurns();
  }

  _contents() {
    const { say } = this.page;
    const items = this.list.map((step, n) =>
      el(
        'li',
        { class: n < this.index && !this.whole ? 'nv-passed' : '' },
        this._link(n, { 'aria-current': n === this.index && !this.whole ? 'step' : undefined }, [
          el(
            'span',
            { class: n && this.list[n - 1].section === step.section ? 'nv-unseen' : 'nv-section' },
            say(SECTIONS[step.section])
          ),
          ' ',
          el('span', { class: 'nv-title' }, step.title),
          ' ',
          this._minutes(step)
        ])
      )
    );
    const leftOut = this.all.filter(step => step.isLong && this.short && !this._leftOutShown).length;
    const more = leftOut
      ? el(
          'p',
          { class: 'nv-short-way' },
          say(leftOut === 1 ? 'short_leaves_one' : 'short_leaves', { n: leftOut }),
          ' ',
          el(
            'button',
            { type: 'button', class: 'nv-quiet', onclick: () => this._showLeftOut() },
            say('short_show')
          )
        )
      : '';
    const all = el(
      'button',
      { type: 'button', class: 'nv-quiet nv-whole', onclick: () => this._toggleWhole() },
      say(this.whole ? 'whole_hide' : 'whole_show')
    );
    return el('div', { class: 'nv-contents-list' }, el('ol', {}, ...items), more, all);
  }

  /** @param {Step} step */
  _minutes({ minutes }) {
    return minutes ? el('span', { class: 'nv-minutes' }, this.page.say('minutes', { n: minutes })) : '';
  }

  /**
   * @param {number} n
   * @param {Properties} properties
   * @param {Child[]} children
   */
  _link(n, properties, children) {
    const step = this.list[n];
    return el(
      'a',
      {
        ...properties,
        href: `#${step.at}`,
        onclick: event => {
          if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
            event.preventDefault();
            event.stopPropagation();
            this._turn(n);
          }
        }
      },
      ...children
    );
  }

  _drawTurns() {
    const { say } = this.page;
    const { index, list } = this;
    /**
     * @param {number} n
     * @param {string} way
     * @param {string} cls
     * @param {string} key
     */
    const turn = (n, way, cls, key) =>
      this._link(n, { class: `nv-turn ${cls}`, 'aria-keyshortcuts': key }, [
        el('span', { class: 'nv-turn-way' }, say(way)),
        ' ',
        el('span', { class: 'nv-turn-title' }, list[n].title)
      ]);
    const parts = [];
    if (index > 0) {
      parts.push(turn(index - 1, 'step_previous', 'nv-back', 'ArrowLeft'));
    }
    if (index < list.length - 1) {
      parts.push(turn(index + 1, 'step_next', 'nv-on nv-step-on', 'ArrowRight'));
    }
    this.bottom.replaceChildren(...parts);
    this.bottom.hidden = this.whole;
    this.page.panel.node.classList.toggle('nv-first-step', index === 0);
    this.page.panel.node.classList.toggle('nv-last-step', index === list.length - 1);
  }

  _showLeftOut() {
    const { step } = this;
    this._leftOutShown = true;
    this._go(this.list.indexOf(step));
    this.top.querySelector('summary')?.focus();
  }

  async _toggleWhole() {
    const kept = this.place.now();
    this.whole = !this.whole;
    if (this.whole) {
      localStorage.setItem(READING, 'whole');
    } else {
      localStorage.removeItem(READING);
      this.index = this._indexOf(kept?.cell) ?? this.index;
    }
    this._go(this.index);
    this.place.goBack(kept);
    await pause(0);
    this.top.querySelector('summary')?.focus();
  }
}

/**
 * The heading of a text, or the bold line that stands for one in a box, without its marks.
 * @param {Cell} cell
 */
function title(cell) {
  const source = cell.model.sharedModel.getSource();
  const [, found] = source.match(/^#+\s+(.+)$/m) ?? source.match(/^\*\*(.+)\*\*$/m) ?? [];
  return found?.replace(/[*_`]|\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
}
