// The plugins that JupyterLab starts.

import { keepAddress } from './address.js';
import { connectionLost } from './connection.js';
import { cellParts } from './editors.js';
import { calmFrame, deskFrame, firstPage, forgetfulLayout, noShortcuts } from './frame.js';
import { edition, frameName, lab, load } from './lab.js';
import { goBack } from './links.js';
import { CoursePage } from './page.js';

/**
 * The list of plugins, once the shared modules are there.
 * @param {Scope} scope
 */
export async function plugins(scope) {
  await load(scope);
  return frameName() === 'learner' ? [pages(), cells(), connection(), layout(), tab(), state()] : [pages()];
}

function pages() {
  const { ILabShell, IRouter } = lab.application;
  const { IDocumentManager } = lab.docmanager;
  const { INotebookTracker } = lab.notebook;
  const { ISettingRegistry } = lab.settingregistry;
  const { ITranslator } = lab.translation;
  return {
    id: 'netvaerk-calm:pages',
    description: 'Shows notebooks of the course as calm pages.',
    autoStart: true,
    requires: [INotebookTracker, IDocumentManager],
    optional: [ILabShell, IRouter, ISettingRegistry, ITranslator],
    activate(
      /** @type {App} */ app,
      /** @type {Tracker} */ tracker,
      /** @type {Documents} */ documents,
      /** @type {Shell | null} */ shell,
      /** @type {Router | null} */ router,
      /** @type {Settings | null} */ settings,
      /** @type {import('@jupyterlab/translation').ITranslator | null} */ translator
    ) {
      const learner = frameName() === 'learner';
      noShortcuts(learner);
      if (learner && shell) {
        calmFrame(app, shell);
        if (!edition.alone) {
          firstPage(app, documents, translator ?? lab.translation.nullTranslator);
        }
      }
      const fold = !learner && shell && frameName() === 'desk' ? deskFrame(app, shell, tracker) : () => {};
      if (learner && router) {
        keepAddress(router, goBack);
      }
      const services = { app, tracker, documents, settings, learner };
      tracker.widgetAdded.connect((_, panel) => {
        // A learner opens nothing but pages of the course, so nothing else need flash by.
        panel.toggleClass('nv-page', learner);
        if (learner) {
          panel.toolbar.hide(); // before it is drawn, or the page moves up by its height
          panel.addClass('nv-coming'); // nothing is measured and laid out that is put away the next moment
        }
        panel.context.ready
          .then(() => {
            const course = panel.isDisposed ? undefined : panel.context.model.getMetadata('course');
            // A facilitator writes and grades reflections as cells.
            const calm = course && !(frameName() === 'desk' && course.kind === 'reflection');
            panel.toggleClass('nv-page', Boolean(calm));
            if (calm) {
              app.restored.then(fold);
              new CoursePage(services, panel, course).open();
            }
            panel.removeClass('nv-coming');
          })
          .catch(() => ['nv-page', 'nv-coming'].forEach(one => panel.removeClass(one)));
      });
    }
  };
}

function cells() {
  return {
    id: 'netvaerk-calm:cells',
    description: 'Makes the cells of a page without an editor each.',
    autoStart: true,
    requires: [lab.codeeditor.IEditorServices],
    provides: lab.notebook.NotebookPanel.IContentFactory,
    activate: (
      /** @type {App} */ _,
      /** @type {import('@jupyterlab/codeeditor').IEditorServices} */ services
    ) => cellParts(services)
  };
}

function connection() {
  return {
    id: 'netvaerk-calm:connection',
    description: 'Says on the page itself that the server is gone, instead of in a dialog.',
    autoStart: true,
    provides: lab.application.IConnectionLost,
    activate: (/** @type {App} */ app) => () => connectionLost(app)
  };
}

function layout() {
  const { ILabShell, ILayoutRestorer } = lab.application;
  return {
    id: 'netvaerk-calm:layout',
    description: 'Opens the page of the address and no other.',
    autoStart: true,
    requires: [ILabShell],
    provides: ILayoutRestorer,
    activate: forgetfulLayout
  };
}

function tab() {
  return {
    id: 'netvaerk-calm:window',
    description:
      'Asks no other window for a name: JupyterLab would load the page a second time to find a free one.',
    autoStart: true,
    provides: lab.apputils.IWindowResolver,
    activate: () => ({ name: lab.coreutils.PageConfig.defaultWorkspace })
  };
}

function state() {
  return {
    id: 'netvaerk-calm:state',
    description: 'Keeps nothing of how the window stood, as it is opened anew each time.',
    autoStart: true,
    provides: lab.statedb.IStateDB,
    activate: () => new lab.statedb.StateDB()
  };
}
