// One notebook of the course, shown as a page.

import { nowAt } from './address.js';
import { Answers } from './answers.js';
import { isAway, suspect, watch } from './connection.js';
import { el, without } from './dom.js';
import { Exercises } from './exercises.js';
import { nameTab } from './frame.js';
import { HandIn } from './handin.js';
import { lab } from './lab.js';
import { Links } from './links.js';
import { Navigation } from './nav.js';
import { Saver } from './saver.js';
import { Words } from './strings.js';

// What a notebook does with these (command mode, drag a cell, open the editor, its own menu, move the focus
// to a cell) is not for a page to read.
const NOTEBOOK_EVENTS = ['mousedown', 'dblclick', 'contextmenu', 'focusin', 'focusout', 'lm-dragenter'];

export class CoursePage {
  /**
   * @param services what the plugin was given: app, tracker, documents, settings, learner
   * @param panel the NotebookPanel, its context ready
   * @param course the notebook's metadata.course
   */
  constructor(services, panel, course) {
    Object.assign(this, services);
    this.panel = panel;
    this.context = panel.context;
    this.model = panel.context.model;
    this.notebook = panel.content;
    this.course = course;
    this.words = new Words(course.lang);
    this.say = this.words.say.bind(this.words);
    this.server = this.app.serviceManager.serverSettings;
    this.contents = this.app.serviceManager.contents;
    this._lines = new Map();
  }

  get path() {
    return this.context.path;
  }

  get isReflection() {
    return this.course.kind === 'reflection';
  }

  /** The folder that holds da/, en/ and reflections/. */
  get root() {
    const up = this.isReflection ? 3 : 2;
    return this.path.split('/').slice(0, -up).join('/');
  }

  /** A path inside that folder. */
  at(...parts) {
    return [this.root, ...parts].filter(Boolean).join('/');
  }

  cells(tag) {
    return this.notebook.widgets.filter(cell => (cell.model.getMetadata('tags') ?? []).includes(tag));
  }

  open() {
    const { node } = this.panel;
    node.lang = this.course.lang;
    node.classList.add(`nv-${this.course.kind}`);
    node.dataset.nvPath = this.path;
    node.dataset.nvReady = 'false';
    document.body.classList.remove('nv-opening');
    if (this.isReflection) {
      // First of all: it keeps the file as it came, before anything here touches a cell.
      this.saver = new Saver(this);
    }
    this._guard();
    this._linesNode = el('div', { class: 'nv-lines', role: 'status' });
    this.links = new Links(this);
    this.navigation = new Navigation(this);
    if (this.isReflection) {
      this.answers = new Answers(this);
      this.handIn = new HandIn(this);
    } else {
      this._neverWrite();
    }
    this.exercises = new Exercises(this);
    this._place();
    this.answers?.open();
    this.handIn?.open();
    this.navigation.open();
    this.exercises.open();
    this._watchServer();
    this._whileCurrent();
    this.panel.disposed.connect(() => this._close());
  }

  /**
   * A plain line under the bar; the same key is never there twice.
   * @param actions buttons or links to stand beside it
   */
  tell(key, { values, actions = [], trouble = false } = {}) {
    this.hush(key);
    const seen = { type: 'button', class: 'nv-quiet', onclick: () => this.hush(key) };
    // What is wrong goes away by being mended; what is only news, by being read.
    const dismiss = trouble ? [] : [el('button', seen, this.say('seen'))];
    const line = el(
      'p',
      { class: trouble ? 'nv-line nv-trouble' : 'nv-line', data: { nvLine: key } },
      el('span', {}, this.say(key, values)),
      ...[...actions, ...dismiss].map(action => [' ', action]).flat()
    );
    this._lines.set(key, line);
    this._linesNode.append(line);
  }

  hush(key) {
    this._lines.get(key)?.remove();
    this._lines.delete(key);
  }

  /** Whether a file of this folder is there, asked of its folders: a miss would be an error in the console. */
  async has(path) {
    let folder = this.root;
    for (const name of path.slice(folder ? folder.length + 1 : 0).split('/')) {
      const { content } = await this.contents.get(folder, { type: 'directory', content: true });
      if (!content.some(item => item.name === name)) {
        return false;
      }
      folder = [folder, name].filter(Boolean).join('/');
    }
    return true;
  }

  /** Leave the page: resolves when everything typed is on disk, rejects when it is not. */
  async leave() {
    await this.saver?.flush();
  }

  _guard() {
    for (const type of NOTEBOOK_EVENTS) {
      this.notebook.outerNode.addEventListener(type, event => event.stopPropagation());
    }
    // The cells are paragraphs here: nothing to edit, to select or to move the keyboard to.
    lab.messaging.MessageLoop.installMessageHook(this.notebook, (_, message) => message.type !== 'activate-request');
    for (const cell of this.notebook.widgets) {
      if (cell instanceof lab.cells.MarkdownCell) {
        cell.readOnly = true;
        cell.showEditorForReadOnly = false;
      }
      // The notebook makes its active cell a stop for the Tab key, and names the others, over and over.
      without(cell.node, 'aria-label', 'role', 'tabindex');
    }
    without(this.notebook.viewportNode, 'aria-label', 'role');
    without(this.panel.node, 'aria-labelledby', 'role');
    this.notebook.node.setAttribute('aria-label', this.course.title);
  }

  _neverWrite() {
    const { context, model } = this;
    context.save = async () => {};
    const clean = () => {
      if (model.dirty) {
        model.dirty = false;
      }
    };
    clean();
    model.stateChanged.connect(clean);
  }

  _place() {
    this.panel.toolbar.hide();
    this.panel.contentHeader.hide();
    const { outerNode } = this.notebook;
    outerNode.prepend(this.navigation.top, this._linesNode);
    outerNode.append(el('div', { class: 'nv-foot' }, ...[this.handIn?.node, this.navigation.bottom].filter(Boolean)));
  }

  _watchServer() {
    const key = this.isReflection ? 'offline_reflection' : 'offline_lesson';
    const show = away => {
      if (away) {
        this.tell(key, { trouble: true, actions: this._hubLink() });
        this.exercises.pause();
      } else {
        this.hush(key);
        this.saver?.retry();
        this.exercises.revive();
        this.handIn?.refresh();
      }
    };
    this._unwatch = watch(show);
    if (isAway()) {
      show(true);
    }
    this.context.sessionContext.connectionStatusChanged.connect((_, status) => {
      if (status !== 'connected') {
        suspect(this.server);
      }
    });
  }

  _hubLink() {
    const prefix = lab.coreutils.PageConfig.getOption('hubPrefix');
    return prefix ? [el('a', { href: prefix }, this.say('offline_hub'))] : [];
  }

  _whileCurrent() {
    let undo;
    const look = () => {
      undo?.();
      undo = undefined;
      if (!this.panel.isDisposed && this.tracker.currentWidget === this.panel) {
        undo = nameTab(`${this.course.title} · ${this.say('course')}`);
        document.documentElement.lang = this.course.lang;
        if (this.learner) {
          nowAt(this.path);
          this.links.closeOthers();
        }
      }
    };
    look();
    this.tracker.currentChanged.connect(look);
    this._forget = () => {
      this.tracker.currentChanged.disconnect(look);
      undo?.();
    };
  }

  _close() {
    this._unwatch();
    this._forget();
    this.saver?.close();
    this.exercises.close();
  }
}
