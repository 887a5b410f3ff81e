// What the calm page can do where there is no server. The page asks for abilities, never where it is.

import { el, freshId } from '../extensions/netvaerk-calm/page/dom.js';
import { Files } from './files.js';
import { handInByFile } from './handin.js';
import { Keeping } from './keeping.js';
import { Python } from './python.js';

const site = new URL('../', import.meta.url);
const config = JSON.parse(document.getElementById('jupyter-config-data')?.textContent ?? '{}');

/** @type {Files} */
let files;
/** @type {Promise<void> | null} */
let mirrored = null;
/** @type {Keeping} */
let keeping;

/** Once, before any page is open. @param {App} app JupyterLab */
export function begin(app) {
  files = new Files(app.serviceManager.contents);
  keeping = new Keeping(files, { el, address: pageAddress });
}

/** Nothing here depends on a server that may go away. */
export const alone = true;

/** The path of the page that the address asks for. */
export function asked() {
  return window.netvaerkAsked || `${document.documentElement.lang === 'en' ? 'en' : 'da'}/00-welcome.ipynb`;
}

/**
 * Address that opens a page, also in another tab.
 * @param {string} path
 */
export function pageAddress(path) {
  const url = new URL('lab/index.html', site);
  url.searchParams.set('path', path);
  return url.href.replaceAll('%2F', '/');
}

/**
 * The path of the page in an address of ours, or "".
 * @param {string} href
 */
export function pathOf(href) {
  return new URL(href).searchParams.get('path') ?? '';
}

/**
 * The running kernel, for the next page to take over.
 * @param {App} app
 */
export function kernel(app) {
  const [first] = app.serviceManager.kernels.running();
  return first && { id: first.id, name: first.name };
}

/** The page is left for another: nothing of it stays in Python. */
export async function letGo() {
  await Python.current?.ask('letGo');
}

/**
 * The foot of a reflection: a file instead of a server.
 * @param {any} HandIn
 */
export function handIn(HandIn) {
  return handInByFile(HandIn, { el, freshId, files, address: config.netvaerkHandIn });
}

/**
 * Before a page's exercises run: Python stands in the folder of that page and finds the learner's files.
 * @param {Page} page
 */
export async function turnTo(page) {
  const { path, isReflection } = page;
  keeping.on(page);
  if (!mirrored || /\/(?:00|90)-/.test(path)) {
    // the front page tells how far one is, and My data takes everything along
    mirrored = files.allToPython();
  }
  await mirrored;
  if (isReflection) {
    await files.toPython(page);
  }
  await Python.current?.ask('call', { name: 'turn_to', args: [path.split('/').slice(0, -1).join('/')] });
}
