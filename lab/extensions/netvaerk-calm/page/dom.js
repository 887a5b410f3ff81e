// Small helpers for building plain HTML.

/**
 * An element: properties that start with "on" are listeners, `data` goes to dataset, the rest are attributes.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Properties} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else if (name === 'data') {
      Object.assign(node.dataset, value);
    } else {
      node.setAttribute(name, value === true ? '' : String(value));
    }
  }
  const there = children.filter(child => child !== undefined && child !== null && child !== false);
  node.append(.../** @type {(Node | string)[]} */ (there));
  return node;
}

let last = 0;

/**
 * An id that no other element has.
 * @param {string} stem
 */
export function freshId(stem) {
  last += 1;
  return `nv-${stem}-${last}`;
}

/**
 * Move the reader there: into view (`block` as in scrollIntoView), and the keyboard with it.
 * @param {HTMLElement} node
 * @param {ScrollLogicalPosition} [block]
 */
export function goTo(node, block = 'start') {
  if (!node.hasAttribute('tabindex') && node.tabIndex < 0) {
    node.setAttribute('tabindex', '-1');
  }
  node.focus({ preventScroll: true });
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  node.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block });
}

/**
 * Resolves after a number of milliseconds.
 * @param {number} time
 */
export function pause(time) {
  return new Promise(resolve => setTimeout(resolve, time));
}

/**
 * Resolves when nothing has been added to or taken from a node for a while, at the latest after `limit` ms.
 * @param {HTMLElement} node
 * @returns {Promise<void>}
 */
export function settled(node, quiet = 120, limit = 4000) {
  return new Promise(resolve => {
    const done = () => {
      observer.disconnect();
      clearTimeout(quietTimer);
      clearTimeout(limitTimer);
      resolve();
    };
    let quietTimer = setTimeout(done, quiet);
    const limitTimer = setTimeout(done, limit);
    const observer = new MutationObserver(() => {
      clearTimeout(quietTimer);
      quietTimer = setTimeout(done, quiet);
    });
    observer.observe(node, { childList: true, subtree: true });
  });
}

/**
 * Take attributes off a node, and off again whenever they are put back.
 * @param {HTMLElement} node
 * @param {...string} names
 */
export function without(node, ...names) {
  const strip = () => names.forEach(name => node.hasAttribute(name) && node.removeAttribute(name));
  strip();
  new MutationObserver(strip).observe(node, { attributeFilter: names });
}
