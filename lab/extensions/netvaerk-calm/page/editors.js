// A cell of the course has no editor until one is asked for what only an editor can do: nobody sees or writes
// code on a page, and to make one for each of forty cells took longer than to draw what is read.

import { lab } from './lab.js';

/**
 * What makes the parts of a notebook.
 * @param {import('@jupyterlab/codeeditor').IEditorServices} services
 */
export function cellParts(services) {
  const make = services.factoryService.newInlineEditor;
  return new lab.notebook.NotebookPanel.ContentFactory({
    editorFactory: options => {
      const { notebook } = /** @type {import('@jupyter/ydoc').YCodeCell} */ (options.model.sharedModel);
      return notebook?.getMetadata('course') ? onDemand(make, options) : make(options);
    }
  });
}

/**
 * An editor that answers what a cell asks of each at its beginning and end, and is made for all else.
 * @param {import('@jupyterlab/codeeditor').CodeEditor.Factory} make
 * @param {import('@jupyterlab/codeeditor').CodeEditor.IOptions} options
 * @returns {import('@jupyterlab/codeeditor').CodeEditor.IEditor}
 */
function onDemand(make, { host, model, config = {}, ...rest }) {
  /** @type {any} */
  let made;
  const start = { line: 0, column: 0 };
  const asked = { ...config };
  /** @type {Record<string, unknown>} */
  const quiet = {
    host,
    model,
    uuid: '',
    isDisposed: false,
    edgeRequested: { connect: () => true, disconnect: () => false },
    hasFocus: () => false,
    getOption: (/** @type {string} */ name) => asked[name],
    setOption: (/** @type {string} */ name, /** @type {unknown} */ value) => {
      asked[name] = value;
    },
    setBaseOptions: (/** @type {object} */ given) => Object.assign(asked, given),
    getCursorPosition: () => start,
    setCursorPosition: () => {},
    getSelection: () => ({ start, end: start }),
    dispose: () => {
      quiet.isDisposed = true;
    }
  };
  return /** @type {any} */ (
    new Proxy(quiet, {
      get(_, name) {
        if (!made && !(name in quiet)) {
          made = make({ host, model, config: asked, ...rest });
        }
        const value = (made ?? quiet)[name];
        return typeof value === 'function' ? value.bind(made ?? quiet) : value;
      }
    })
  );
}
