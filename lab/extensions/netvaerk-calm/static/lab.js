// JupyterLab's own modules and services, taken from the scope that all its extensions share.

const SHARED = {
  application: '@jupyterlab/application',
  cells: '@jupyterlab/cells',
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

/** The shared modules by their short names; filled by `load` before any plugin starts. */
export const lab = {};

export async function load(scope) {
  await Promise.all(
    Object.entries(SHARED).map(async ([short, name]) => {
      // Lab shares exactly one version of each of its singletons.
      const [offered] = Object.values(scope[name]);
      lab[short] = (await offered.get())();
    })
  );
}

/** "learner", "desk", or "" where JupyterLab runs without the settings of lab/learner or lab/desk. */
export function frameName() {
  return lab.coreutils.PageConfig.getOption('netvaerkFrame');
}

/** Where one signs out, on a hub; "" on a machine of one's own. */
export function leaveAddress() {
  const { PageConfig, URLExt } = lab.coreutils;
  return PageConfig.getOption('hubPrefix') ? URLExt.join(PageConfig.getBaseUrl(), 'logout') : '';
}

/** Address of a file of the learner's folder, as the server gives it out. */
export function fileAddress(path, { download = false } = {}) {
  const { PageConfig, URLExt } = lab.coreutils;
  const url = URLExt.join(PageConfig.getBaseUrl(), 'files', URLExt.encodeParts(path));
  return download ? `${url}?download=1` : url;
}

/** Address that opens a notebook of the course, also in another tab. */
export function pageAddress(path) {
  return lab.coreutils.PageConfig.getUrl({ treePath: path });
}

/**
 * Ask the server, with the token and the XSRF cookie that JupyterLab knows.
 * Rejects with ServerConnection.NetworkError (no server) or ServerConnection.ResponseError (status >= 400).
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

/** Whether an error means that nobody answered at all. */
export function isOffline(error) {
  return error instanceof lab.services.ServerConnection.NetworkError;
}

/** HTTP status behind an error, or 0. */
export function statusOf(error) {
  return error?.response?.status ?? 0;
}
