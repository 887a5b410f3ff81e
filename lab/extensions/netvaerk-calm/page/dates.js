// A date field beside the boxes that ask for a date. What is chosen stands in the box in words, as the check
// reads it and as anybody may write it by hand.

import { el, freshId } from './dom.js';

// The whole of the box is one date; in a plan of several a date stands in each goal.
/** @type {Record<string, { alone: boolean, days: number }>} */
const DATED = { 'plan-when': { alone: true, days: 30 }, 'plan-goals': { alone: false, days: 100 } };

/** Whether a box of that name asks for a date, and for nothing else. */
export const isDateAlone = (/** @type {string} */ name) => Boolean(DATED[name]?.alone);

export class DateField {
  /**
   * The date field of a box, or nothing for a box that asks for none.
   * @param {Page} page
   * @param {string} name
   * @param {HTMLTextAreaElement} box
   * @param {(text: string) => void} write puts the text of the box
   * @returns {DateField | undefined}
   */
  static of(page, name, box, write) {
    return DATED[name] && new DateField(page, DATED[name], box, write);
  }

  /**
   * @param {Page} page
   * @param {{ alone: boolean, days: number }} dated
   * @param {HTMLTextAreaElement} box
   * @param {(text: string) => void} write
   */
  constructor(page, { alone, days }, box, write) {
    this.words = page.words;
    this.alone = alone;
    this._box = box;
    this._write = write;
    // What was put in last, and where: it gives way to the next choice, until one goes elsewhere in the box.
    this._put = { at: 0, text: '' };
    const id = freshId('date');
    this._field = el('input', {
      id,
      type: 'date',
      min: iso(inDays(0)),
      max: iso(inDays(days)),
      onchange: () => this._chosen()
    });
    const label = page.say(alone ? 'date_choose' : 'date_put');
    this.node = el('div', { class: 'nv-date' }, el('label', { for: id }, label), this._field);
  }

  /** Show the date that stands in the box. */
  follow() {
    if (this.alone && document.activeElement !== this._field) {
      this._field.value = this._found()?.day ?? '';
    }
  }

  _chosen() {
    const [year, month, day] = this._field.value.split('-').map(Number);
    // A year that is being typed is 0002 at first.
    if (year < new Date().getFullYear() || !day) {
      return;
    }
    const { value } = this._box;
    const { at, before } = this._place(value);
    const said = this.words.day(new Date(year, month - 1, day));
    const text = /(^|[\n.:!?]\s*)$/.test(value.slice(0, at)) ? said[0].toUpperCase() + said.slice(1) : said;
    const gap = at && !/\s$/.test(value.slice(0, at)) ? ' ' : '';
    this._put = { at: at + gap.length, text };
    this._write(value.slice(0, at) + gap + text + value.slice(at + before.length));
    this._box.setSelectionRange(at + gap.length + text.length, at + gap.length + text.length);
  }

  /**
   * Where the date goes, and what it takes the place of.
   * @param {string} value
   */
  _place(value) {
    const { at, text } = this._put;
    const still = this.alone || this._box.selectionStart === at + text.length;
    if (text && still && value.slice(at, at + text.length) === text) {
      return { at, before: text };
    }
    const found = this.alone && this._found();
    return found || { at: this.alone ? value.length : this._box.selectionStart, before: '' };
  }

  /** The first date in the box that is written as we write them, with or without its weekday. */
  _found() {
    const match = this.words.dated.exec(this._box.value);
    if (!match) {
      return null;
    }
    const month = this.words.months.indexOf(match[2].toLowerCase());
    const ahead = new Date(new Date().getFullYear(), month, Number(match[1]));
    if (match[3]) {
      ahead.setFullYear(Number(match[3]));
    } else if (ahead < inDays(0)) {
      ahead.setFullYear(ahead.getFullYear() + 1);
    }
    return { at: match.index, before: match[0], day: iso(ahead) };
  }
}

/** @param {number} days */
function inDays(days) {
  const today = new Date();
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + days);
}

/** @param {Date} date */
function iso(date) {
  const [month, day] = [date.getMonth() + 1, date.getDate()].map(n => String(n).padStart(2, '0'));
  return `${String(date.getFullYear()).padStart(4, '0')}-${month}-${day}`;
}
