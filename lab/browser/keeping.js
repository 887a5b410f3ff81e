// What the page says of how words are kept here, and what makes them stay.

import { Say } from './say.js';

// After so many changes since the last copy, the page asks for one; once a visit is enough.
const MANY = 60;
const KEPT = 'netvaerk-kept';
const COPIED = 'netvaerk-copied';
const MY_DATA = { da: 'da/90-my-data.ipynb', en: 'en/90-my-data.ipynb' };

export class Keeping {
  /**
   * @param {import('./files.js').Files} files
   * @param {{ el: El, address: (path: string) => string }} page its own
   */
  constructor(files, { el, address }) {
    this._files = files;
    this._el = el;
    this._address = address;
    /** @type {Map<string, HTMLElement | null>} */
    this._lines = new Map();
    /** @type {Page | null} */
    this._page = null;
    document.addEventListener('netvaerk-notice', ({ detail }) => this._heard(detail));
    for (const notice of window.netvaerkNotices ?? []) {
      this._heard(notice);
    }
    window.netvaerkNotices = null;
    // what is in no file yet is in this window alone
    window.addEventListener(
      'beforeunload',
      event => this._lines.has('storage_full') && event.preventDefault()
    );
  }

  /**
   * Another page is open: what holds still is said there, too.
   * @param {Page} page
   */
  on(page) {
    this._page = page;
    for (const key of this._lines.keys()) {
      this._put(key);
    }
    offline(() => this._tell('new_edition'));
  }

  /** @param {Notice} notice */
  _heard({ storage, generation, noticed, written, packed, emptied }) {
    if (storage === 'none' || storage === 'no_room' || storage === 'full') {
      if (storage !== 'full') {
        document.documentElement.classList.add('nv-keeps-nothing'); // no "Saved" anywhere
      }
      this._tell(`storage_${storage}`);
    } else if (storage === 'ok') {
      if (!generation && Number(localStorage.getItem(KEPT))) {
        this._tell('storage_gone');
        localStorage.removeItem(KEPT);
      }
      this._generation = generation;
    } else if (storage === 'kept') {
      this._kept(generation ?? 0, noticed);
    }
    if (written) {
      this._files.keep(written.path, written.text).catch(() => this._tell('storage_full'));
    }
    if (packed) {
      localStorage.setItem(COPIED, String(this._generation ?? 0));
      this._hush('take_copy');
    }
    if (emptied) {
      this._files.forget().catch(() => {});
      localStorage.clear();
      this._hush('take_copy');
    }
  }

  /**
   * @param {number} generation
   * @param {boolean | undefined} noticed whether it was the learner's writing
   */
  _kept(generation, noticed) {
    this._hush('storage_full');
    this._generation = generation;
    if (!noticed) {
      const copied = localStorage.getItem(COPIED);
      copied && localStorage.setItem(COPIED, String(Number(copied) + 1)); // nobody is asked for a copy of that
      return;
    }
    localStorage.setItem(KEPT, String(generation));
    if (!this._asked) {
      this._asked = true;
      // a browser that is short of room then asks before it throws anything away
      navigator.storage.persist?.().catch(() => {});
    }
    const copied = Number(localStorage.getItem(COPIED) ?? Number.POSITIVE_INFINITY);
    if (copied > generation) {
      // the first change here, or the first since all was deleted or thrown away
      localStorage.setItem(COPIED, String(generation - 1));
    } else if (!this._reminded && generation - copied >= MANY) {
      this._reminded = true;
      this._tell('take_copy');
    }
  }

  /** @param {string} key */
  _tell(key) {
    if (!this._lines.get(key)?.isConnected) {
      this._lines.set(key, null);
      this._put(key);
    }
  }

  /** @param {string} key */
  _hush(key) {
    this._lines.get(key)?.remove();
    this._lines.delete(key);
  }

  /** @param {string} key */
  _put(key) {
    const page = this._page;
    const place = page?.panel.node.querySelector('.nv-lines');
    if (!page || !place) {
      return;
    }
    this._lines.get(key)?.remove();
    const { lang } = page.course;
    const words = new Say(lang);
    const trouble = key.startsWith('storage_');
    const copies = MY_DATA[lang];
    const line = this._el(
      'p',
      { class: trouble ? 'nv-line nv-trouble' : 'nv-line', data: { nvLine: key } },
      words.say(key)
    );
    if (key !== 'new_edition' && page.path !== copies) {
      line.append(' ', page.links.to(copies, this._address(copies), {}, words.say('to_my_data')));
    }
    this._lines.set(key, line);
    place.append(line);
  }
}

let asked = false;

/**
 * Let the course work without the network, and learn of a newer edition; `newer` is called when one waits.
 * @param {() => void} newer
 */
async function offline(newer) {
  if (asked || !navigator.serviceWorker) {
    return;
  }
  asked = true;
  const site = new URL('../', import.meta.url);
  try {
    const registration = await navigator.serviceWorker.register(new URL('sw.js', site), {
      scope: site.pathname,
      updateViaCache: 'none'
    });
    const look = () => registration.waiting && registration.active && newer();
    look();
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', look);
    });
  } catch {
    // a private window, or a host without https: the course works, but only with the network
  }
}
