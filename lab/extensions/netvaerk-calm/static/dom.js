// Small helpers for building plain HTML.

/** An element: properties that start with "on" are listeners, `data` goes to dataset, the rest are attributes. */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else if (name === 'data') {
      Object.assign(node.dataset, value);
    } else {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
  node.append(...children.filter(child => child !== undefined && child !== null && child !== false));
  return node;
}

let last = 0;

/** An id that no other element has. */
export function freshId(stem) {
  last += 1;
  return `nv-${stem}-${last}`;
}

/** Move the reader there: into view, and the keyboard with it. */
export function goTo(node) {
  if (!node.hasAttribute('tabindex') && node.tabIndex < 0) {
    node.setAttribute('tabindex', '-1');
  }
  node.focus({ preventScroll: true });
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  node.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'start' });
}

/** Resolves after a number of milliseconds. */
export function pause(time) {
  return new Promise(resolve => setTimeout(resolve, time));
}

/** Resolves when nothing has been added to or taken from a node for a while, at the latest after `limit` ms. */
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

/** Take attributes off a node, and off again whenever they are put back. */
export function without(node, ...names) {
  const strip = () => names.forEach(name => node.hasAttribute(name) && node.removeAttribute(name));
  strip();
  new MutationObserver(strip).observe(node, { attributeFilter: names });
}
