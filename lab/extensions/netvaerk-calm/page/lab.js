// JupyterLab's own modules and services, taken from the scope that all its extensions share.

const SHARED = {
  application: '@jupyterlab/application',
  apputils: '@jupyterlab/apputils',
  cells: '@jupyterlab/cells',
  codeeditor: '@jupyterlab/codeeditor',
  coreutils: '@jupyterlab/coreutils',
  docmanager: '@jupyterlab/docmanager',
  messaging: '@lumino/messaging',
  notebook: '@jupyterlab/notebook',
  services: '@jupyterlab/services',
  settingregistry: '@jupyterlab/settingregistry',
  statedb: '@jupyterlab/statedb',
  translation: '@jupyterlab/translation'
};

/** nbgrader's id of the course. */
export const COURSE = 'netvaerk';

/** Name of the front page, in the folder of each language. */
export const WELCOME = '00-welcome.ipynb';
export const DESK_FRONT = 'desk-front.ipynb';

/** Under this name the browser remembers whether the learner goes the four-hour way. */
export const SHORT = 'netvaerk-short';

/** The shared modules by their short names; filled by `load` before any plugin starts. */
export const lab = /** @type {Lab} */ ({});

/**
 * What a place without a server does in its own way (lab/browser/edition.js); empty where there is one.
 * @type {Edition}
 */
export let edition = {};

// What draws the exercises: otherwise fetched when the first one has run.
const DRAWING = '@jupyter-widgets/controls';

/** @param {Scope} scope */
export async function load(scope) {
  Object.values(scope[DRAWING] ?? {})
    .at(0)
    ?.get()
    .catch(() => {}); // it is asked for again, and missed, where it is needed
  await Promise.all(
    Object.entries(SHARED).map(async ([short, name]) => {
      // Lab shares exactly one version of each of its singletons.
      const [offered] = Object.values(scope[name]);
      /** @type {any} */ (lab)[short] = (await offered.get())();
    })
  );
  const other = lab.coreutils.PageConfig.getOption('netvaerkEdition');
  if (other) {
    edition = await import(other);
  }
}

/** "learner", "desk", or "" where JupyterLab runs without the settings of lab/learner or lab/desk. */
export function frameName() {
  return lab.coreutils.PageConfig.getOption('netvaerkFrame');
}

/** Whether nobody collects what is handed in here: a learner who takes the course alone. */
export function isAlone() {
  return lab.coreutils.PageConfig.getOption('netvaerkAlone') === 'true';
}

/** Where one signs out, on a hub; "" on a machine of one's own. */
export function leaveAddress() {
  const { PageConfig, URLExt } = lab.coreutils;
  return PageConfig.getOption('hubPrefix') ? URLExt.join(PageConfig.getBaseUrl(), 'logout') : '';
}

/**
 * Address of a file of the learner's folder, as the server gives it out.
 * @param {string} path
 */
export function fileAddress(path, { download = false } = {}) {
  const { PageConfig, URLExt } = lab.coreutils;
  const url = URLExt.join(PageConfig.getBaseUrl(), 'files', URLExt.encodeParts(path));
  return download ? `${url}?download=1` : url;
}

/**
 * Address that opens a notebook of the course, also in another tab.
 * @param {string} path
 */
export function pageAddress(path) {
  return edition.pageAddress?.(path) ?? lab.coreutils.PageConfig.getUrl({ treePath: path });
}

/**
 * Ask the server, with the token and the XSRF cookie that JupyterLab knows.
 * Rejects with ServerConnection.NetworkError (no server) or ServerConnection.ResponseError (status >= 400).
 * @param {Server} settings
 * @param {string} endpoint
 * @param {{ method?: string, query?: Record<string, string>, body?: object }} [request]
 */
export async function ask(settings, endpoint, { method = 'GET', query, body } = {}) {
  const { URLExt } = lab.coreutils;
  const { ServerConnection } = lab.services;
  const url = URLExt.join(settings.baseUrl, endpoint) + URLExt.objectToQueryString(query ?? {});
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await ServerConnection.makeRequest(url, init, settings);
  if (!response.ok) {
    throw new ServerConnection.ResponseError(response);
  }
  return response.json();
}

/**
 * Whether an error means that nobody answered at all.
 * @param {any} error
 */
export function isOffline(error) {
  return error instanceof lab.services.ServerConnection.NetworkError;
}

/**
 * HTTP status behind an error, or 0.
 * @param {any} error
 */
export function statusOf(error) {
  return error?.response?.status ?? 0;
}
