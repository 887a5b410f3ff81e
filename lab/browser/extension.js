// What JupyterLab without a server is given: the kernel of this page, and the page of the address.

import { kernelClass } from './kernel.js';
import { asked, begin } from './edition.js';

const NEEDED = ['@jupyterlab/docmanager', '@jupyterlite/services'];

/**
 * The list of plugins, once the shared modules are there.
 * @param {Scope} scope
 */
export async function plugins(scope) {
  const [docmanager, services] = await Promise.all(
    NEEDED.map(async name => (await Object.values(scope[name])[0].get())())
  );
  return [kernel(services), firstPage(docmanager)];
}

/** @param {{ BaseKernel: any, IKernelSpecs: any }} given */
function kernel({ BaseKernel, IKernelSpecs }) {
  return {
    id: 'netvaerk-browser:kernel',
    description: 'Python in this browser: one for all pages of a window.',
    autoStart: true,
    requires: [IKernelSpecs],
    activate(/** @type {App} */ _app, /** @type {any} */ specs) {
      const Kernel = kernelClass(BaseKernel);
      specs.register({
        spec: { name: 'python3', display_name: 'Python', language: 'python', argv: [], resources: {} },
        create: async (/** @type {object} */ options) => new Kernel(options)
      });
    }
  };
}

/** @param {{ IDocumentManager: any }} given */
function firstPage({ IDocumentManager }) {
  return {
    id: 'netvaerk-browser:first-page',
    description: 'Opens the page that the address names.',
    autoStart: true,
    requires: [IDocumentManager],
    activate(/** @type {App} */ app, /** @type {Documents} */ documents) {
      begin(app);
      app.started.then(() => documents.openOrReveal(asked(), 'Notebook'));
    }
  };
}
