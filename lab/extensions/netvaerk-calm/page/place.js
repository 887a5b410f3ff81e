// The paragraph being read: kept with all that is the learner's, and come back to.

import { lab } from './lab.js';

const AFTER_SCROLL = 900;
const HOLD_LATEST = 12_000;
const HANDS = ['wheel', 'touchmove', 'pointerdown', 'keydown'];

export class Place {
  /** @param {import('./steps.js').Steps} steps */
  constructor(steps) {
    this.steps = steps;
    this.page = steps.page;
    this.outer = this.page.notebook.outerNode;
    this._places = new Map();
    this._onScroll = () => this._scrolled();
    this._onHide = () => this._keepLocal(this.now());
    this.outer.addEventListener('scroll', this._onScroll, { passive: true });
    window.addEventListener('pagehide', this._onHide);
    document.addEventListener('visibilitychange', this._onHide);
    // Whether the reader has begun to move about by themselves.
    this.touched = false;
    this._onHand = () => {
      this.touched = true;
    };
    HANDS.forEach(type =>
      this.page.panel.node.addEventListener(type, this._onHand, { once: true, passive: true })
    );
  }

  close() {
    this._release?.();
    clearTimeout(this._timer);
    this.outer.removeEventListener('scroll', this._onScroll);
    window.removeEventListener('pagehide', this._onHide);
    document.removeEventListener('visibilitychange', this._onHide);
  }

  /** What this browser remembers: it answers before any kernel can. */
  local() {
    try {
      return JSON.parse(localStorage.getItem(this._key) ?? 'null');
    } catch {
      return null;
    }
  }

  /**
   * Where one was last on a step, while this page is open.
   * @param {Step} step
   */
  of(step) {
    return this._places.get(step.at) ?? null;
  }

  /** The paragraph at the top of what is seen: a cell's id and the number of the block in it, -1 for its top. */
  now() {
    if (this.page.panel.isDisposed || !this.page.panel.isVisible) {
      return this._last ?? null;
    }
    const line = this._line();
    const seen = this.page.notebook.widgets.filter(
      cell => cell.node.offsetParent && cell.node.offsetHeight > 0
    );
    const cell = seen.find(({ node }) => node.getBoundingClientRect().bottom > line + 4);
    if (!cell) {
      return this._last ?? null;
    }
    const atTop = this.outer.scrollTop < 8;
    const blocks = blocksOf(cell);
    const block = atTop ? -1 : blocks.findIndex(node => node.getBoundingClientRect().bottom > line + 4);
    return { cell: cell.model.id, block };
  }

  /** To the top of the step. */
  top() {
    this._release?.();
    this.outer.scrollTop = 0;
    this._settled();
  }

  /**
   * To a place, and stay there while the page is still being drawn; null is the top.
   * @param {Spot | null} place
   */
  goBack(place) {
    this._release?.();
    if (!place) {
      this.outer.scrollTop = 0;
      this._settled();
      return;
    }
    this._last = place;
    this._stay(place);
  }

  /** Stay where one is while what stands above is drawn anew. */
  hold() {
    const place = this._held ?? this.now();
    if (place) {
      this._release?.();
      this._stay(place);
    }
  }

  get _key() {
    const { course } = this.page;
    return `netvaerk-place:${lab.coreutils.PageConfig.getBaseUrl()}:${course.stem}`;
  }

  _line() {
    const bar = this.steps.top.getBoundingClientRect();
    return Math.max(bar.bottom, this.outer.getBoundingClientRect().top);
  }

  /** @param {Spot} place */
  _stay(place) {
    const cell = this.page.notebook.widgets.find(one => one.model.id === place.cell);
    if (!cell) {
      return;
    }
    const apply = () => {
      if (place.block < 0 && cell === this.steps.step?.cells[0] && !this.steps.whole) {
        this.outer.scrollTop = 0;
        return;
      }
      const node = blocksOf(cell)[place.block] ?? cell.node;
      // The bar over the text comes to rest on the way down, and the line under it is then another.
      for (let n = 0; n < 3; n += 1) {
        this.outer.scrollTop += node.getBoundingClientRect().top - this._line() - 6;
      }
    };
    this._held = place;
    const watch = new ResizeObserver(apply);
    const release = () => {
      watch.disconnect();
      clearTimeout(latest);
      HANDS.forEach(type => window.removeEventListener(type, release, true));
      this._held = null;
      this._release = null;
    };
    const latest = setTimeout(release, HOLD_LATEST);
    HANDS.forEach(type => window.addEventListener(type, release, { capture: true, passive: true }));
    this._release = release;
    watch.observe(this.page.notebook.viewportNode);
    apply();
    requestAnimationFrame(apply);
  }

  _scrolled() {
    if (this._held) {
      return;
    }
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._settled(), AFTER_SCROLL);
  }

  _settled() {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => {
      const place = this.now();
      if (!place || this._held || this.page.panel.isDisposed) {
        return;
      }
      const was = this._last;
      this._keepLocal(place);
      if (was?.cell !== place.cell || was?.block !== place.block) {
        this.page.keepPlace(place);
      }
    }, 100);
  }

  /** @param {Spot | null} place */
  _keepLocal(place) {
    if (place) {
      this._last = place;
      this._places.set(this.steps.step?.at, place);
      localStorage.setItem(this._key, JSON.stringify({ ...place, at: Date.now() }));
    }
  }
}

/**
 * The paragraphs of a cell in their order: blocks of text, rows, items; or the parts of an exercise.
 * @param {Cell} cell
 */
export function blocksOf(cell) {
  const text = cell.node.querySelector('.jp-MarkdownOutput');
  if (!text) {
    const exercise = cell.node.querySelector('.jp-OutputArea-output > .widget-vbox');
    return exercise
      ? [...exercise.children].filter(node => node instanceof HTMLElement && node.offsetHeight > 0)
      : [];
  }
  return blocksIn(text);
}

/**
 * @param {Element} text
 * @returns {Element[]}
 */
export function blocksIn(text) {
  return [...text.children].flatMap(node =>
    node.matches('ul, ol')
      ? [...node.children]
      : node instanceof HTMLTableElement
        ? [...node.rows]
        : // A box is a frame around paragraphs, and may be higher than the screen.
          node.matches('div, blockquote, details')
          ? blocksIn(node)
          : [node]
  );
}
