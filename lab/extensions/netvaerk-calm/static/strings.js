// The page's own sentences, in the language of the notebook. They all lie in strings.json, Danish over English.

const table = await (await fetch(new URL('strings.json', import.meta.url))).json();

const LOCALES = { da: 'da-DK', en: 'en-GB' };

/** Sentences, times and dates of one language. */
export class Words {
  constructor(lang) {
    this.lang = lang in LOCALES ? lang : 'da';
    this._locale = LOCALES[this.lang];
  }

  /** The sentence of that key, with {name} replaced from values. */
  say(key, values = {}) {
    return table[key][this.lang].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /** 10.42 or 10:42 */
  time(date) {
    return new Intl.DateTimeFormat(this._locale, { hour: '2-digit', minute: '2-digit' }).format(date);
  }

  /** 23. november or 23 November; the year only where it is not this one */
  date(date) {
    const year = date.getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
    return new Intl.DateTimeFormat(this._locale, { day: 'numeric', month: 'long', year }).format(date);
  }

  /** 1 ord, 63 ord; 1 word, 63 words */
  count(number) {
    return this.say(number === 1 ? 'words_one' : 'words_many', { number });
  }
}
