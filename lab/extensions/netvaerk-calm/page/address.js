// The browser's address and its Back button: one step in its history for each page that was opened.

import { edition, lab, pageAddress } from './lab.js';

/** @type {string | null} */
let current = null;

/** The place on the current page that the address names: the id of a cell, or "". */
let place = '';

/** As the address was when the browser came; JupyterLab takes its last part away before any page is there. */
const first = { href: location.href, place: location.hash };

/**
 * The page that is being read, by its path, and the place on it where it has one; null when there is none.
 * @param {string} path
 */
export function nowAt(path, fragment = path === current ? place : '') {
  current = path;
  place = fragment;
  if (path !== null) {
    history.replaceState({}, '', whole(path));
  }
}

/**
 * On the way to another page or place: a new step in the history.
 * @param {string} path
 */
export function stepTo(path, fragment = '') {
  current = path;
  place = fragment;
  history.pushState({}, '', whole(path));
}

/**
 * The place on that page which the address names, "" where it names none.
 * @param {string} path
 */
export function placeInAddress(path) {
  const opened = treePath(first.href) === path ? first.place : '';
  const hash = location.hash || opened;
  first.place = '';
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return '';
  }
}

/** @param {string} path */
function whole(path) {
  return pageAddress(path) + (place ? `#${encodeURIComponent(place)}` : '');
}

/**
 * JupyterLab adds a step whenever it changes mode or looks into a folder, and opens nothing on Back.
 * @param {(path: string) => void} open called with the path of the page to go back to
 * @param {Router} router
 */
export function keepAddress(router, open) {
  const navigate = router.navigate.bind(router);
  /** @param {string} path */
  router.navigate = (path, options = {}) => {
    if (!options.skipRouting) {
      navigate(path, options);
    } else if (current !== null || !edition.pathOf) {
      history.replaceState({}, '', current === null ? path : whole(current));
    }
  };
  window.addEventListener('popstate', () => {
    const path = treePath();
    if (path.endsWith('.ipynb') && path !== current) {
      current = path;
      open(path);
    }
  });
}

function treePath(href = location.href) {
  if (edition.pathOf) {
    return edition.pathOf(href);
  }
  const base = lab.coreutils.PageConfig.getBaseUrl();
  const rest = href.slice(base.length).split(/[?#]/)[0];
  return decodeURIComponent(rest.replace(/^(lab|doc)(\/workspaces\/[^/]+)?\/tree\//, ''));
}
