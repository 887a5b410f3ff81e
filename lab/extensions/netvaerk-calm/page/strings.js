// The page's own sentences, in the language of the notebook. They all lie in strings.json, Danish over English.

/** @type {Record<string, Record<string, string>>} */
const table = await (await fetch(new URL('strings.json', import.meta.url))).json();

/** @type {Record<string, string>} */
const LOCALES = { da: 'da-DK', en: 'en-GB' };

/** @param {string} [locale] */
const order = locale =>
  new Intl.DateTimeFormat(locale)
    .formatToParts(0)
    .map(({ type }) => type)
    .join();

/** Sentences, times and dates of one language. */
export class Words {
  /** @type {string[] | undefined} */
  _months;
  /** @type {RegExp | undefined} */
  _dated;
  /** @type {boolean | undefined} */
  _otherOrder;

  /** @param {string} lang */
  constructor(lang) {
    this.lang = lang in LOCALES ? lang : 'da';
    this._locale = LOCALES[this.lang];
  }

  /**
   * The sentence of that key, with {name} replaced from values.
   * @param {string} key
   * @param {Names} [values]
   */
  say(key, values = {}) {
    return table[key][this.lang].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  /**
   * 10.42 or 10:42
   * @param {Date} date
   */
  time(date) {
    return new Intl.DateTimeFormat(this._locale, { hour: '2-digit', minute: '2-digit' }).format(date);
  }

  /**
   * 23. november or 23 November; the year only where it is not this one
   * @param {Date} date
   */
  date(date) {
    const year = date.getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
    return new Intl.DateTimeFormat(this._locale, { day: 'numeric', month: 'long', year }).format(date);
  }

  /** januar … or january … */
  get months() {
    if (!this._months) {
      const month = new Intl.DateTimeFormat(this._locale, { month: 'long' });
      this._months = [...Array(12).keys()].map(at => month.format(new Date(2026, at, 1)).toLowerCase());
    }
    return this._months;
  }

  /** A date as {@link day} writes it, perhaps with the year: its day, month and year. */
  get dated() {
    this._dated ??= new RegExp(
      `(?:\\p{L}+day,? |\\p{L}+dag(?: den)? )?(\\d{1,2})\\.? (${this.months.join('|')})(?!\\p{L})(?: (\\d{4}))?`,
      'iu'
    );
    return this._dated;
  }

  /**
   * mandag den 23. november or Monday 23 November; the year only where it is not this one
   * @param {Date} date
   */
  day(date) {
    const weekday = new Intl.DateTimeFormat(this._locale, { weekday: 'long' }).format(date);
    return this.say('date_of', { weekday, date: this.date(date) });
  }

  /** Whether a date field, which speaks the browser's language, puts day and month in another order. */
  get otherOrder() {
    this._otherOrder ??= [undefined, navigator.language].some(one => order(one) !== order(this._locale));
    return this._otherOrder;
  }

  /**
   * 1 ord, 63 ord; 1 word, 63 words
   * @param {number} number
   */
  count(number) {
    return this.say(number === 1 ? 'words_one' : 'words_many', { number });
  }
}
