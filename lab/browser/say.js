// The sentences of the browser edition, Danish over English in strings.json.

/** @type {Record<string, Record<string, string>>} */
const table = await (await fetch(new URL('strings.json', import.meta.url))).json();

export class Say {
  /** @param {string} lang */
  constructor(lang) {
    this.lang = lang === 'en' ? 'en' : 'da';
  }

  /**
   * The sentence of that key, with {name} replaced from values.
   * @param {string} key
   * @param {Names} [values]
   */
  say(key, values = {}) {
    return table[key][this.lang].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }
}
