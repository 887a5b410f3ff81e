// The boxes of a reflection: plain text fields over the Markdown cells that nbgrader grades by hand.

import { DateField, isDateAlone } from './dates.js';
import { el, freshId } from './dom.js';
import { run, shown } from './exercises.js';
import { lab, pageAddress } from './lab.js';

const BOXES = 'application/vnd.netvaerk.boxes+json';

export class Answers {
  /** @type {HTMLElement | undefined} */
  _offer;

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /** @type {Map<string, Box>} */
    this.boxes = new Map();
  }

  open() {
    let heading = '';
    for (const cell of this.page.notebook.widgets) {
      if (!(cell instanceof lab.cells.MarkdownCell)) {
        continue;
      }
      if (isAnswer(cell)) {
        this.boxes.set(cell.model.id, new Box(this.page, cell, heading));
      } else {
        heading = headingOf(cell.model.sharedModel.getSource()) || heading;
      }
    }
    this.page.saver?.open(this);
    this._lookAcross().catch(() => {
      // Without an answer nothing is said; the page says by itself that the server is away.
    });
  }

  /** Empty here and written in the other language: say where the words are. */
  async _lookAcross() {
    const { page } = this;
    const path = page.twinPath;
    const empty = () => ![...this.texts().values()].some(text => text.trim());
    if (path === page.path || !empty() || !(await page.has(path))) {
      return;
    }
    const { content } = await page.contents.get(path, { type: 'notebook', format: 'json', content: true });
    const written = content.cells.some(
      (/** @type {any} */ cell) => this.boxes.has(cell.id) && [].concat(cell.source).join('').trim()
    );
    if (written && empty() && !page.panel.isDisposed) {
      page.tell('other_written', {
        actions: [page.links.to(path, pageAddress(path), {}, page.say('other_open'))]
      });
    }
  }

  /** Cell id → text, as it stands in the boxes. */
  texts() {
    return new Map([...this.boxes].map(([id, box]) => [id, box.text]));
  }

  /**
   * @param {string} id
   * @param {string} text
   */
  put(id, text) {
    const box = this.boxes.get(id);
    if (box && box.text !== text) {
      box.put(text);
    }
  }

  /**
   * A box may be gone from the file, as the exercises or the check found: say so, and offer it back.
   * @param {CodeCell[]} cells
   */
  miss(cells) {
    const finder = cells.find(cell => lost(cell));
    if (!finder) {
      this.page.hush('box_gone');
      return;
    }
    const { say } = this.page;
    const back = el(
      'button',
      { type: 'button', class: 'nv-quiet', onclick: () => this._putBack(finder) },
      say('box_put_back')
    );
    this.page.tell('box_gone', {
      values: { boxes: lost(finder).gone.join(', ') },
      actions: [back],
      trouble: true
    });
  }

  /**
   * The plan was made in the lesson already: it need not be written twice. Said at its box, and not over the
   * page: that is being read by now.
   * @param {CodeCell[]} cells
   */
  offer(cells) {
    const offers = cells.map(cell => boxesOf(cell)?.offers).find(Boolean) ?? {};
    const empty = Object.entries(offers).filter(([name]) => this.boxes.get(name)?.text === '');
    if (!empty.length) {
      return;
    }
    const put = () => {
      empty.forEach(([name, text]) => this.boxes.get(name)?.text === '' && this.put(name, text));
      this.page.saver?.touch();
      this._offer?.remove();
      this.boxes.get(empty[0][0])?.focus();
    };
    const { say } = this.page;
    this._offer?.remove();
    this._offer = el(
      'p',
      { class: 'nv-line', data: { nvLine: 'plan_there' } },
      el('span', {}, say('plan_there')),
      ' ',
      el('button', { type: 'button', class: 'nv-quiet', onclick: put }, say('plan_take'))
    );
    this.boxes.get(empty[0][0])?.precede(this._offer);
  }

  /** @param {CodeCell} finder */
  async _putBack(finder) {
    const { page } = this;
    page.hush('box_failed');
    try {
      await page.saver?.rewrite(async (/** @type {any} */ content) => {
        // Asked of the file as it is now: its cells are told by their places.
        await run(finder, page.context.sessionContext);
        const cells =
          lost(finder)?.cells ??
          content.cells.map((/** @type {unknown} */ _, /** @type {number} */ at) => at);
        content.cells = cells.map((/** @type {any} */ one) =>
          typeof one === 'number' ? content.cells[one] : fresh(one, content)
        );
        return content;
      });
      location.reload();
    } catch {
      page.tell('box_failed', { trouble: true });
    }
  }

  /** Move the keyboard to the first box. */
  focus() {
    this.boxes.values().next().value?.focus();
  }
}

class Box {
  /**
   * @param {Page} page
   * @param {Cell} cell
   * @param {string} heading
   */
  constructor(page, cell, heading) {
    this.page = page;
    this.model = cell.model.sharedModel;
    const id = freshId('answer');
    const { say } = page;
    const name = cell.model.getMetadata('nbgrader')?.grade_id ?? cell.model.id;
    this._count = el('span', { class: 'nv-count', id: `${id}-count` });
    this._field = el('textarea', {
      id,
      class: 'nv-box',
      lang: page.course.lang,
      rows: isDateAlone(name) ? 2 : 5,
      spellcheck: 'true',
      autocapitalize: 'sentences',
      data: { nvCell: cell.model.id },
      oninput: () => this._typed()
    });
    const label = el(
      'label',
      { for: id },
      say('answer_label'),
      heading && el('span', { class: 'nv-unseen' }, `: ${heading}`)
    );
    cell.node.classList.add('nv-answer');
    this._date = DateField.of(page, name, this._field, text => this._write(text));
    const date = this._date?.node ?? '';
    cell.node.append(el('div', { class: 'nv-answer-box' }, label, this._field, this._count, date));
    this._show(this.model.getSource());
    this.model.changed.connect(() => {
      const text = this.model.getSource();
      if (text !== this._field.value) {
        this._show(text);
      }
    });
  }

  get text() {
    return this._field.value;
  }

  focus() {
    this._field.focus();
  }

  /**
   * Stand above the box.
   * @param {HTMLElement} node
   */
  precede(node) {
    this._field.closest('.nv-answer-box')?.prepend(node);
  }

  /**
   * Another window's words: the caret stays where the learner is writing.
   * @param {string} text
   */
  put(text) {
    this._show(text);
    this.model.setSource(text);
  }

  /** @param {string} text */
  _write(text) {
    this._field.value = text;
    this._typed();
  }

  _typed() {
    this.model.setSource(this._field.value);
    this._measure();
    this.page.saver?.touch();
  }

  /** @param {string} text */
  _show(text) {
    const field = this._field;
    const { value: old, selectionStart, selectionEnd } = field;
    field.value = text;
    if (document.activeElement === field) {
      const shift = text.startsWith(old.slice(0, selectionStart)) ? 0 : Math.max(0, text.length - old.length);
      field.setSelectionRange(selectionStart + shift, selectionEnd + shift);
    }
    this._measure();
  }

  _measure() {
    this._date?.follow();
    const words = this._field.value.match(/[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu) ?? [];
    this._count.textContent = this.page.words.count(words.length);
    if (!CSS.supports('field-sizing', 'content')) {
      this._field.style.height = 'auto';
      this._field.style.height = `${this._field.scrollHeight + 2}px`;
    }
  }
}

/** @param {CodeCell} cell */
function boxesOf(cell) {
  return shown(cell).find(data => BOXES in data)?.[BOXES];
}

/** @param {CodeCell} cell */
function lost(cell) {
  const found = boxesOf(cell);
  return found?.gone ? found : undefined;
}

/**
 * A new cell for a file; files from before format 4.5 have no ids.
 * @param {Cell} cell
 * @param {{ nbformat_minor: number }} content of that file
 */
function fresh(cell, { nbformat_minor }) {
  const { id, ...rest } = cell;
  return nbformat_minor < 5 ? rest : cell;
}

/** @param {Cell} cell */
function isAnswer(cell) {
  const grading = cell.model.getMetadata('nbgrader');
  return (
    Boolean(grading?.grade && grading.solution) || (cell.model.getMetadata('tags') ?? []).includes('answer')
  );
}

/**
 * The last heading of a prompt, else its first line, without Markdown signs.
 * @param {string} source
 */
function headingOf(source) {
  const lines = source.split('\n').filter(line => line.trim());
  const headings = lines.filter(line => /^#{1,6}\s/.test(line));
  return (headings.at(-1) ?? lines[0] ?? '')
    .replace(/^#+\s*/, '')
    .replace(/[*_`]/g, '')
    .trim();
}
