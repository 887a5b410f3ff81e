// JupyterLab around the page: for learners there is only the page.

import { WELCOME, lab } from './lab.js';

const AREAS = ['jp-header-panel', 'jp-top-panel', 'jp-menu-panel', 'jp-bottom-panel'];

/** Put away menus, side bars and status bar, so that the page has their room too. */
export function calmFrame(app, shell) {
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
    putAway();
    shell.currentChanged.connect(putAway);
  });
}

/**
 * JupyterLab's layout without its memory: only the page of the address is opened, not those of last time.
 * @returns the ILayoutRestorer that other plugins ask
 */
export function forgetfulLayout(app, shell) {
  const restorer = new lab.application.LayoutRestorer({
    connector: new lab.statedb.StateDB(),
    first: app.started,
    registry: app.commands,
    mode: 'single-document'
  });
  app.started.then(() => shell.restoreLayout('single-document', restorer));
  return restorer;
}

/**
 * A learner who comes by an address that leads nowhere is taken to the front page: JupyterLab asks for its
 * launcher then, which learners do not have.
 * @param languageCode JupyterLab's own, such as da_DK
 */
export function frontPageForLauncher(app, documents, languageCode) {
  const lang = languageCode.startsWith('da') ? 'da' : 'en';
  app.commands.addCommand('launcher:create', {
    execute: async () => {
      const { content } = await app.serviceManager.contents.get('', { type: 'directory', content: true });
      if (content.some(({ name }) => name === lang)) {
        documents.openOrReveal(`${lang}/${WELCOME}`, 'Notebook');
      }
    }
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
