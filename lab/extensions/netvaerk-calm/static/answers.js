// The boxes of a reflection: plain text fields over the Markdown cells that nbgrader grades by hand.

import { el, freshId } from './dom.js';
import { lab } from './lab.js';

export class Answers {
  constructor(page) {
    this.page = page;
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
    this.page.saver.open(this);
  }

  /** Cell id → text, as it stands in the boxes. */
  texts() {
    return new Map([...this.boxes].map(([id, box]) => [id, box.text]));
  }

  put(id, text) {
    const box = this.boxes.get(id);
    if (box.text !== text) {
      box.put(text);
    }
  }

  /** Move the keyboard to the first box. */
  focus() {
    this.boxes.values().next().value?.focus();
  }
}

class Box {
  constructor(page, cell, heading) {
    this.page = page;
    this.model = cell.model.sharedModel;
    const id = freshId('answer');
    const { say } = page;
    this._count = el('span', { class: 'nv-count', id: `${id}-count` });
    this._field = el('textarea', {
      id,
      class: 'nv-box',
      lang: page.course.lang,
      rows: 5,
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
    cell.node.append(el('div', { class: 'nv-answer-box' }, label, this._field, this._count));
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

  /** Another window's words: the caret stays where the learner is writing. */
  put(text) {
    this._show(text);
    this.model.setSource(text);
  }

  _typed() {
    this.model.setSource(this._field.value);
    this._measure();
    this.page.saver.touch();
  }

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
    const words = this._field.value.match(/[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu) ?? [];
    this._count.textContent = this.page.words.count(words.length);
    if (!CSS.supports('field-sizing', 'content')) {
      this._field.style.height = 'auto';
      this._field.style.height = `${this._field.scrollHeight + 2}px`;
    }
  }
}

function isAnswer(cell) {
  const grading = cell.model.getMetadata('nbgrader');
  return Boolean(grading?.grade && grading.solution) || (cell.model.getMetadata('tags') ?? []).includes('answer');
}

/** The last heading of a prompt, else its first line, without Markdown signs. */
function headingOf(source) {
  const lines = source.split('\n').filter(line => line.trim());
  const headings = lines.filter(line => /^#{1,6}\s/.test(line));
  return (headings.at(-1) ?? lines[0] ?? '').replace(/^#+\s*/, '').replace(/[*_`]/g, '').trim();
}
