// The browser's address and its Back button: one step in its history for each page that was opened.

import { lab, pageAddress } from './lab.js';

let current = null;

/** The page that is being read, by its path; null when there is none. */
export function nowAt(path) {
  current = path;
  if (path !== null) {
    history.replaceState({}, '', pageAddress(path));
  }
}

/** On the way to another page: a new step in the history. */
export function stepTo(path) {
  current = path;
  history.pushState({}, '', pageAddress(path));
}

/**
 * JupyterLab adds a step whenever it changes mode or looks into a folder, and opens nothing on Back.
 * @param open called with the path of the page to go back to
 */
export function keepAddress(router, open) {
  const navigate = router.navigate.bind(router);
  router.navigate = (path, options = {}) => {
    if (!options.skipRouting) {
      navigate(path, options);
    } else {
      history.replaceState({}, '', current === null ? path : pageAddress(current));
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

function treePath() {
  const base = lab.coreutils.PageConfig.getBaseUrl();
  const rest = location.href.slice(base.length).split(/[?#]/)[0];
  return decodeURIComponent(rest.replace(/^(lab|doc)(\/workspaces\/[^/]+)?\/tree\//, ''));
}
