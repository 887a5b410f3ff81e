// Going from page to page, and to a place on the page.

import { nowAt, stepTo } from './address.js';
import { el, goTo, pause, settled } from './dom.js';
import { COURSE, SHORT, ask, edition, fileAddress, isOffline, pageAddress, statusOf } from './lab.js';

const REFLECTION = /(?:^|\/)reflections\/([^/]+)\/[^/]+\.ipynb$/;

/**
 * Open pages by their panel, so that the one left behind can be saved and put away.
 * @type {Map<Panel, Page>}
 */
const pages = new Map();

/**
 * Where the learner is on the way to, for the page that opens next.
 * @type {{ path: string, fragment: string } | null}
 */
let arrival = null;

/**
 * Where Back or Forward led while the page on show was still coming; that page passes it on.
 * @type {string | null}
 */
let awaited = null;

/**
 * The sessions of pages that were left, latest last, that may still be there: their ids, by the page's path.
 * @type {Map<string, string>}
 */
const left = new Map();

// The server gives up on a kernel that has not begun after a minute.
const BEGUN_WITHIN = 60_000;
// It hears a moment late that a window has let go of one.
const HEARD_WITHIN = 5_000;
const AGAIN = 250;

/** How often somebody has asked for another page; only the last wish counts. */
let wish = 0;

export class Links {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    pages.set(page.panel, page);
    page.panel.disposed.connect(panel => pages.delete(panel));
    for (const type of ['mousedown', 'touchstart', 'focusin']) {
      page.panel.node.addEventListener(type, event => this._address(event.target), true);
    }
    page.panel.node.addEventListener('click', event => this._click(event), true);
    this._arrive();
  }

  /**
   * A link to another page: a real address, but opened here without loading JupyterLab anew.
   * @param {string} path
   * @param {string} href
   * @param {Properties} properties
   * @param {...Child} children
   */
  to(path, href, properties, ...children) {
    return el(
      'a',
      {
        ...properties,
        href,
        onclick: event => {
          if (plain(event)) {
            event.preventDefault();
            this.go(path);
          }
        }
      },
      ...children
    );
  }

  /**
   * Open another page once everything on this one is on disk.
   * @param {string} path
   */
  async go(path, { fragment = '', step = true } = {}) {
    const { page } = this;
    wish += 1;
    const mine = wish;
    for (const key of ['missing_page', 'fetch_failed', 'not_left']) {
      page.hush(key);
    }
    try {
      // Unsaved words keep the learner here.
      await page.leave().catch(() => Promise.reject(Object.assign(new Error(path), { key: 'not_left' })));
      await this._there(path);
    } catch (error) {
      page.tell(/** @type {any} */ (error).key ?? 'not_left', { trouble: true });
      if (page.learner) {
        nowAt(page.path);
      }
      return;
    }
    if (mine !== wish) {
      // The learner has changed their mind meanwhile.
      return;
    }
    rememberWay(page);
    arrival = { path, fragment };
    if (step && page.learner) {
      stepTo(path, fragment);
    }
    await edition.letGo?.();
    page.documents.openOrReveal(path, 'Notebook', edition.kernel?.(page.app));
  }

  /** Only the page being read stays open. */
  closeOthers() {
    this.page.tracker.forEach(panel => {
      if (panel === this.page.panel || panel.isDisposed) {
        return;
      }
      const other = pages.get(panel);
      Promise.resolve(other?.leave())
        .then(() => this._close(panel))
        .catch(() => {
          // Unsaved words live there; it stays, hidden, until they are on disk.
        });
    });
  }

  /**
   * Put a page away. JupyterLab (4.6) loses hold of a session that begins when its page is gone, and that kernel
   * would stay for as long as the window: so the page goes when its session has begun.
   * @param {Panel} panel
   */
  async _close(panel) {
    const { path, sessionContext } = panel.context;
    if (pages.has(panel)) {
      await Promise.race([sessionContext.ready, pause(BEGUN_WITHIN)]);
    }
    if (panel.isDisposed || panel === this.page.tracker.currentWidget) {
      return; // or the learner has come back to it
    }
    const { id } = sessionContext.session ?? {};
    panel.dispose();
    // Where there is no server, one Python serves all pages and goes on.
    if (id && !edition.alone) {
      left.delete(path);
      left.set(path, id);
      await this._endLeft();
    }
  }

  /**
   * The page left last keeps its kernel for a minute, which the server sees to; those before it end now. All
   * that counts is in the learner's own store.
   */
  async _endLeft() {
    left.delete(this._here());
    while (left.size > 1) {
      const [[path, id]] = left;
      left.delete(path);
      await this._end(path, id);
    }
  }

  /**
   * A session that another window is on is left alone.
   * @param {string} path
   * @param {string} id
   */
  async _end(path, id) {
    const { sessions, kernels } = this.page.app.serviceManager;
    const latest = Date.now() + HEARD_WITHIN;
    while (path !== this._here() && Date.now() < latest) {
      await Promise.all([sessions.refreshRunning(), kernels.refreshRunning()]);
      const session = await sessions.findById(id);
      const kernel = session && (await kernels.findById(session.kernel?.id ?? ''));
      // The server counts one too few when a window lets go before it was quite connected.
      if (!kernel || (kernel.connections ?? 0) <= 0) {
        await (session && sessions.shutdown(id));
        return;
      }
      await pause(AGAIN);
    }
  }

  /** The path of the page being read. */
  _here() {
    return this.page.tracker.currentWidget?.context.path ?? '';
  }

  /**
   * To the place a link such as #cai2018 means; JupyterLab renames ids in what it shows.
   * @param {string} id
   * @param {HTMLElement} [from]
   */
  jump(id, from) {
    if (this.page.steps.turnTo(id)) {
      return;
    }
    const { node } = this.page.panel;
    const name = CSS.escape(id);
    const target = node.querySelector(`[data-jupyter-id="${name}"], [id="${name}"]`);
    if (!target) {
      return;
    }
    this.page.steps.reveal(target);
    const place = target.textContent.trim() ? target : (target.closest('p, li, td, dd') ?? target);
    goTo(place);
    place.classList.add('nv-found');
    place.addEventListener('blur', () => place.classList.remove('nv-found'), { once: true });
    if (from) {
      this._wayBack(place, from);
    }
  }

  /**
   * @param {HTMLElement} place
   * @param {HTMLElement} from
   */
  _wayBack(place, from) {
    this.page.panel.node.querySelector('.nv-way-back')?.remove();
    const back = el(
      'button',
      {
        type: 'button',
        class: 'nv-quiet nv-way-back',
        onclick: () => {
          back.remove();
          this.page.steps.reveal(from);
          goTo(from);
        }
      },
      this.page.say('way_back')
    );
    place.append(' ', back);
  }

  /**
   * JupyterLab makes ../en/01-why-network.ipynb the address of the raw file, and leaves it alone in a widget.
   * Before anybody can follow it, give the link the address of the page, so that it also works in a new tab.
   * @param {EventTarget | null} target
   */
  _address(target) {
    const anchor = linkAt(target);
    if (!anchor || anchor.dataset.nvPage) {
      return;
    }
    const files = new URL(fileAddress(''), location.href).href.replace(/\/?$/, '/');
    const here = new URL(fileAddress(this.page.path), location.href);
    const url = new URL(anchor.getAttribute('href') ?? '', here);
    const path = decodeURIComponent(
      url.href.startsWith(files) ? url.pathname.slice(new URL(files).pathname.length) : ''
    );
    if (path.endsWith('.ipynb') && path !== this.page.path) {
      anchor.dataset.nvPage = path;
      anchor.dataset.nvFragment = url.hash.slice(1);
      anchor.href = pageAddress(path);
    }
  }

  /** @param {MouseEvent} event */
  _click(event) {
    const anchor = linkAt(event.target);
    if (!anchor || !plain(event) || anchor.closest('.nv-top, .nv-steps, .nv-foot')) {
      return;
    }
    this._address(anchor);
    const { nvPage, nvFragment } = anchor.dataset;
    const href = anchor.getAttribute('href') ?? '';
    if (nvPage || href.startsWith('#')) {
      event.preventDefault();
      event.stopPropagation();
    }
    if (nvPage) {
      this.go(nvPage, { fragment: decodeURIComponent(nvFragment ?? '') });
    } else if (href.startsWith('#')) {
      this.jump(decodeURIComponent(href.slice(1)), anchor);
    }
  }

  /**
   * Make sure that a page is there, fetching a reflection that lies in the exchange still.
   * @param {string} path
   */
  async _there(path) {
    const { page } = this;
    const [, assignment] = path.match(REFLECTION) ?? [];
    if (!assignment && !edition.alone) {
      await page.contents.get(path, { content: false }).catch(error => {
        throw statusOf(error) === 404 ? Object.assign(error, { key: 'missing_page' }) : error;
      });
      return;
    }
    // one that lies in the exchange still is no miss that the console need tell of
    if (await page.has(path)) {
      return;
    }
    if (!assignment) {
      throw Object.assign(new Error(path), { key: 'missing_page' });
    }
    await ask(page.server, 'assignments/fetch', {
      method: 'POST',
      body: { course_id: COURSE, assignment_id: assignment }
    }).catch(error => {
      throw isOffline(error) ? error : Object.assign(error, { key: 'fetch_failed' });
    });
    // nbgrader answers in the same way whether or not it fetched anything.
    if (!(await page.has(path))) {
      throw Object.assign(new Error(path), { key: 'fetch_failed' });
    }
  }

  async _arrive() {
    if (awaited !== null) {
      const path = awaited;
      awaited = null;
      this.go(path, { step: false });
      return;
    }
    if (arrival?.path !== this.page.path) {
      return;
    }
    const { fragment } = arrival;
    this.arriving = fragment || undefined;
    arrival = null;
    const { outerNode } = this.page.notebook;
    await settled(outerNode, 60, 1500);
    // What is not to be seen yet cannot have the keyboard.
    await this.page.unveiled;
    const isStep = this.page.steps.has && this.page.notebook.widgets.some(cell => cell.model.id === fragment);
    if (fragment && !isStep) {
      this.jump(fragment);
      return;
    }
    const { heading } = this.page.steps;
    if (heading) {
      heading.setAttribute('tabindex', '-1');
      heading.focus({ preventScroll: true });
    }
  }
}

/**
 * The browser's Back or Forward: leave the page that is being read for the page of that path.
 * @param {string} path
 */
export function goBack(path) {
  const page = [...pages.values()].find(({ panel }) => panel.isVisible);
  if (page) {
    page.links.go(path, { step: false });
  } else {
    awaited = path;
  }
}

/**
 * The front page says whether the learner goes the four-hour way, before any kernel of the next page can.
 * @param {Page} page
 */
function rememberWay(page) {
  const way = page.panel.node.querySelector('[data-nv-short]');
  if (way) {
    localStorage.setItem(SHORT, way.dataset.nvShort ?? '');
  }
}

/** @param {EventTarget | null} target */
function linkAt(target) {
  const found = target instanceof Element ? target.closest('a[href]') : null;
  return /** @type {HTMLAnchorElement | null} */ (found);
}

/** @param {MouseEvent} event */
function plain(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}

/**
 * Make JupyterLab's own words, where any still show, follow the language of the page.
 * @param {Settings | null | undefined} settings
 * @param {string} lang
 */
export async function rememberLanguage(settings, lang) {
  await settings?.set('@jupyterlab/translation-extension:plugin', 'locale', lang === 'da' ? 'da_DK' : 'en');
}
