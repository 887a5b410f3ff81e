// The bar over the page and the way on under it.

import { el, goTo } from './dom.js';
import { DESK_FRONT, SHORT, WELCOME, leaveAddress, pageAddress } from './lab.js';
import { rememberLanguage } from './links.js';

const LESSON = /^\d\d-.*\.ipynb$/;
const OTHER = { da: 'en', en: 'da' };

export class Navigation {
  // What `open` finds.
  /** @type {string} */
  _lesson;
  /** @type {string} */
  _welcome;

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    const { say } = page;
    this._way = el('ul', { class: 'nv-pages' });
    this._aside = el('ul', { class: 'nv-aside' });
    this._saved = el('span', { class: 'nv-saved', role: 'status' });
    const skip = el('button', { type: 'button', class: 'nv-skip', onclick: () => this._skip() }, say('skip'));
    this.top = el(
      'nav',
      { class: 'nv-top', 'aria-label': say('nav_label') },
      skip,
      el('span', { class: 'nv-brand' }, say('course')),
      this._way,
      el('div', { class: 'nv-side' }, this._saved, this._aside)
    );
    this.bottom = el('nav', { class: 'nv-bottom', 'aria-label': say('nav_on') });
  }

  open() {
    const { page } = this;
    const { course } = page;
    this._welcome = page.at(course.lang, WELCOME);
    this._lesson = page.isReflection ? page.at(course.lang, course.lesson) : page.path;
    this._fill({});
    // The server has one ear: what is on the screen is asked for first.
    page
      .standsSoon()
      .then(() => this._look())
      .catch(() => {
        // Without an answer the bar has what needs none; the page says by itself that the server is away.
      });
  }

  /**
   * Say when the words were last put on disk.
   * @param {Date} date
   */
  saved(date) {
    const text = this.page.say('saved', { time: this.page.words.time(date) });
    if (this._saved.textContent !== text) {
      this._saved.textContent = text;
    }
  }

  /** The words of the save before would deny what is said of this one. */
  unsaved() {
    this._saved.textContent = '';
  }

  async _look() {
    const { contents, isReflection } = this.page;
    const folder = this._lesson.split('/').slice(0, -1).join('/');
    const listing = await contents.get(folder, { content: true });
    const names = listing.content
      .map((/** @type {{ name: string }} */ item) => item.name)
      .filter((/** @type {string} */ name) => LESSON.test(name));
    // The front page comes first, whatever else begins with its number.
    names.sort(
      (/** @type {string} */ one, /** @type {string} */ other) =>
        Number(other === WELCOME) - Number(one === WELCOME) || (one < other ? -1 : 1)
    );
    const here = names.indexOf(this._lesson.split('/').at(-1));
    /** @param {string | undefined} name */
    const path = name => (name ? [folder, name].filter(Boolean).join('/') : undefined);
    const before = isReflection ? this._lesson : path(names[here - 1]);
    const [previous, next, twin] = await Promise.all([
      // The front page has its own link.
      before === this._welcome ? undefined : this._titled(before),
      here < 0 ? undefined : this._next(names.slice(here + 1).map(path)),
      this._twin()
    ]);
    this._fill({ previous, next, twin });
  }

  /** This page in the other language, if it is there. */
  async _twin() {
    const { page } = this;
    if (page.isReflection) {
      // One that lies in the exchange still is fetched on the way there.
      return page.twinPath;
    }
    const path = page.at(OTHER[page.course.lang], page.path.split('/').at(-1) ?? '');
    return (await page.has(path)) ? path : undefined;
  }

  /**
   * The page after this one: on the four-hour way the next lesson that is part of it.
   * @param {(string | undefined)[]} paths
   */
  async _next(paths) {
    const { course } = this.page;
    const short = localStorage.getItem(SHORT) === 'true' && course.kind === 'lesson';
    for (const path of paths) {
      const page = await this._titled(path);
      if (!short || !page?.isLesson || page.isShort) {
        return page;
      }
    }
    return undefined;
  }

  /**
   * @param {string | undefined} path
   * @returns {Promise<Neighbour | undefined>}
   */
  async _titled(path) {
    if (!path) {
      return undefined;
    }
    const model = await this.page.contents.get(path, { type: 'notebook', content: true });
    const { course } = model.content.metadata;
    return {
      path,
      title: course?.title ?? model.name,
      isLesson: course?.kind === 'lesson' || course?.kind === 'workshop',
      isShort: Boolean(course?.minutes_short)
    };
  }

  /** @param {{ previous?: Neighbour, next?: Neighbour, twin?: string }} given */
  _fill({ previous, next, twin }) {
    const { page } = this;
    const { course, say } = page;
    const back = page.isReflection ? 'nav_lesson' : 'nav_previous';
    const way = [];
    const front = course.kind === 'desk' ? page.path.replace(/[^/]*$/, DESK_FRONT) : this._welcome;
    if (page.path !== front) {
      way.push(this._link(front, say('nav_welcome')));
    }
    if (page.isReflection) {
      way.push(this._link(this._lesson, say('nav_lesson')));
    } else if (course.assignment) {
      const name = `${course.stem}.ipynb`;
      way.push(this._link(page.at('reflections', course.assignment, name), say('nav_reflection')));
    }
    // What has to be looked up comes last, so that nothing that stands there is moved.
    const late = [
      previous &&
        !page.isReflection &&
        this._link(previous.path, say('nav_previous'), say('nav_previous_title', previous)),
      next && this._link(next.path, say('nav_next'), say('nav_next_title', next))
    ].filter(link => link instanceof HTMLElement);
    for (const link of late) {
      link.dataset.nvLate = 'nv-late';
    }
    way.push(...late);
    this._way.replaceChildren(...way.map(link => el('li', { class: link.dataset.nvLate }, link)));

    const other = OTHER[course.lang];
    this._aside.replaceChildren();
    if (twin) {
      const link = this._link(twin, say('nav_language'));
      link.lang = other;
      link.hreflang = other;
      link.addEventListener(
        'click',
        () => page.learner && rememberLanguage(page.settings, other).catch(() => {})
      );
      this._aside.append(el('li', {}, link));
    }
    if (leaveAddress()) {
      this._aside.append(el('li', {}, el('a', { href: leaveAddress() }, say('nav_leave'))));
    }

    this.bottom.replaceChildren(
      ...[
        previous && this._card(previous.path, say(back), previous.title, 'nv-back'),
        next && this._card(next.path, say('nav_next'), next.title, 'nv-on')
      ].filter(card => card !== undefined)
    );
    this.bottom.hidden = !this.bottom.children.length;
  }

  /**
   * @param {string} path
   * @param {string} text
   * @param {string} [label]
   */
  _link(path, text, label) {
    return this.page.links.to(path, pageAddress(path), { 'aria-label': label }, text);
  }

  /**
   * @param {string} path
   * @param {string} above
   * @param {string} title
   * @param {string} cls
   */
  _card(path, above, title, cls) {
    return this.page.links.to(
      path,
      pageAddress(path),
      { class: `nv-turn ${cls}` },
      el('span', { class: 'nv-turn-way' }, above),
      el('span', { class: 'nv-turn-title' }, title)
    );
  }

  _skip() {
    const heading = this.page.notebook.outerNode.querySelector('h1');
    if (heading) {
      goTo(heading);
    }
  }
}
