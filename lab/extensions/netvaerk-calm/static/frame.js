// JupyterLab around the page: for learners there is only the page.

import { lab } from './lab.js';

const AREAS = ['jp-header-panel', 'jp-top-panel', 'jp-menu-panel', 'jp-title-panel-title', 'jp-bottom-panel'];

/** Put away menus, side bars and status bar. */
export function calmFrame(app, shell) {
  document.body.classList.add('nv-learner');
  document.addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 's') {
      // Everything is saved already; the browser's own "save page as" would only puzzle.
      event.preventDefault();
      shell.currentWidget?.context?.save();
    }
  });
  const putAway = () => {
    const parts = [...(shell.layout?.widgets ?? [])];
    for (const widget of parts) {
      if (AREAS.includes(widget.id)) {
        widget.hide();
      }
    }
    for (const side of ['left', 'right']) {
      if (shell.isSideTabBarVisible(side)) {
        shell.toggleSideTabBarVisibility(side);
      }
    }
    shell.collapseLeft();
    shell.collapseRight();
  };
  app.restored.then(() => {
    shell.mode = 'single-document';
    putAway();
    shell.currentChanged.connect(putAway);
  });
}

/**
 * Typed text must never be taken for a command. Lumino asks the element with the keyboard first, so the sign to
 * leave it alone has to be there before Lumino sees the key.
 * @param everywhere also outside the pages of the course
 */
export function noShortcuts(everywhere) {
  window.addEventListener(
    'keydown',
    ({ target }) => {
      if (target instanceof Element && (everywhere || target.closest('.nv-page'))) {
        target.setAttribute('data-lm-suppress-shortcuts', 'true');
      }
    },
    true
  );
}

/** Keep the browser's tab named after the page; JupyterLab writes the file's name there. */
export function nameTab(title) {
  const wanted = title;
  const put = () => {
    if (document.title !== wanted) {
      document.title = wanted;
    }
  };
  put();
  const observer = new MutationObserver(put);
  observer.observe(document.querySelector('title'), { childList: true });
  return () => observer.disconnect();
}
