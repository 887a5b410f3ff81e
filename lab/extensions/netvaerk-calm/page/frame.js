// JupyterLab around the page: for learners there is only the page.

import { WELCOME, lab, statusOf } from './lab.js';

/** @type {('left' | 'right')[]} */
const SIDES = ['left', 'right'];
const AREAS = ['jp-header-panel', 'jp-top-panel', 'jp-menu-panel', 'jp-bottom-panel'];

/**
 * Put away menus, side bars and status bar, so that the page has their room too.
 * @param {App} app
 * @param {Shell} shell
 */
export function calmFrame(app, shell) {
  document.addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 's') {
      // Everything is saved already; the browser's own "save page as" would only puzzle.
      event.preventDefault();
      /** @type {any} */ (shell.currentWidget)?.context?.save();
    }
  });
  const putAway = () => {
    const parts = partsOf(shell);
    for (const widget of parts) {
      if (AREAS.includes(widget.id)) {
        widget.hide();
      }
    }
    for (const side of SIDES) {
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
 * At the desk: a page of the course has the room for itself. Side bars are folded, not gone, for who wants the
 * files or formgrader; where the screen is narrow they and the menus make way.
 * @param {App} app
 * @param {Shell} shell
 * @param {Tracker} tracker
 */
export function deskFrame(app, shell, tracker) {
  const narrow = window.matchMedia('(max-width: 900px)');
  const fold = () => {
    if (!tracker.currentWidget?.hasClass('nv-page')) {
      return;
    }
    shell.collapseLeft();
    shell.collapseRight();
    for (const widget of partsOf(shell)) {
      if (AREAS.includes(widget.id)) {
        widget.setHidden(narrow.matches);
      }
    }
    for (const side of SIDES) {
      if (shell.isSideTabBarVisible(side) === narrow.matches) {
        shell.toggleSideTabBarVisibility(side);
      }
    }
  };
  app.restored.then(() => {
    if (narrow.matches) {
      shell.mode = 'single-document';
    }
    fold();
    narrow.addEventListener('change', fold);
  });
  return fold;
}

/**
 * JupyterLab's layout without its memory: only the page of the address is opened, not those of last time.
 * @returns the ILayoutRestorer that other plugins ask
 * @param {App} app
 * @param {Shell} shell
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
 * Open the page that the address names, and nothing around it: JupyterLab would look for it three times first,
 * and read its whole folder. Whoever comes by an address that leads nowhere, or names no page, gets the front page.
 * @param {App} app
 * @param {Documents} documents
 * @param {import('@jupyterlab/translation').ITranslator} translator
 */
export function firstPage(app, documents, translator) {
  const path = lab.coreutils.PageConfig.getOption('treePath').replace(/^\/|\/$/g, '');
  const { contents } = app.serviceManager;
  // asked while JupyterLab still starts
  const found = path ? contents.get(path, { content: false }) : Promise.resolve({ type: 'directory' });
  const open = found.then(
    ({ type }) => (type === 'directory' ? '' : path),
    async error => {
      await app.started;
      window.netvaerkText?.leave(() => []);
      const trans = translator.load('jupyterlab');
      if (statusOf(error) === 404) {
        error.message = trans.__('Could not find path: %1', path);
      }
      await lab.apputils.showErrorMessage(trans.__('Cannot open'), error);
      return '';
    }
  );
  app.started.then(async () => {
    const page = await open;
    if (!page || !documents.openOrReveal(page)) {
      const front = await frontPage(contents, translator.languageCode);
      front && documents.openOrReveal(front);
    }
  });
}

/**
 * The front page's path, "" where this folder is no learner's.
 * @param {Contents} contents
 * @param {string} languageCode JupyterLab's own, such as da_DK
 */
async function frontPage(contents, languageCode) {
  const lang = languageCode.startsWith('da') ? 'da' : 'en';
  const { content } = await contents.get('', { type: 'directory', content: true });
  return content.some((/** @type {{ name: string }} */ { name }) => name === lang)
    ? `${lang}/${WELCOME}`
    : '';
}

/**
 * Typed text must never be taken for a command. Lumino asks the element with the keyboard first, so the sign to
 * leave it alone has to be there before Lumino sees the key.
 * @param {any} everywhere also outside the pages of the course
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

/**
 * Keep the browser's tab named after the page; JupyterLab writes the file's name there.
 * @param {string} title
 */
export function nameTab(title) {
  const wanted = title;
  const put = () => {
    if (document.title !== wanted) {
      document.title = wanted;
    }
  };
  put();
  const observer = new MutationObserver(put);
  observer.observe(/** @type {HTMLElement} */ (document.querySelector('title')), { childList: true });
  return () => observer.disconnect();
}

/**
 * The areas of JupyterLab's window.
 * @param {Shell} shell
 * @returns {import('@lumino/widgets').Widget[]}
 */
function partsOf(shell) {
  const { layout } = /** @type {any} */ (shell);
  return [...(layout?.widgets ?? [])];
}
