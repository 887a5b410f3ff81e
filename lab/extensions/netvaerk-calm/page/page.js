// One notebook of the course, shown as a page.

import { nowAt } from './address.js';
import { Answers } from './answers.js';
import { isAway, suspect, watch } from './connection.js';
import { el, pause, settled, without } from './dom.js';
import { Exercises } from './exercises.js';
import { Aloud, labelled } from './feedback.js';
import { nameTab } from './frame.js';
import { HandIn } from './handin.js';
import { edition, lab } from './lab.js';
import { Links } from './links.js';
import { Navigation } from './nav.js';
import { blocksIn } from './place.js';
import { Saver } from './saver.js';
import { Steps } from './steps.js';
import { Words } from './strings.js';

// What a notebook does with these (command mode, drag a cell, open the editor, its own menu, move the focus
// to a cell) is not for a page to read.
const NOTEBOOK_EVENTS = ['mousedown', 'dblclick', 'contextmenu', 'focusin', 'focusout', 'lm-dragenter'];
const PATIENCE = 3000;

export class CoursePage {
  // What `open` puts together; a page is given to nobody before.
  /** @type {Links} */
  links;
  /** @type {Navigation} */
  navigation;
  /** @type {Aloud} */
  aloud;
  /** @type {Steps} */
  steps;
  /** @type {Exercises} */
  exercises;
  /** @type {Promise<void>} */
  unveiled;
  /** @type {HTMLElement} */
  _linesNode;
  /** @type {() => void} */
  _unwatch;
  /** @type {MutationObserver} */
  _tables;
  /** @type {() => void} */
  _forget;

  /**
   * @param {Services} services what the plugin was given: app, tracker, documents, settings, learner
   * @param {Panel} panel the NotebookPanel, its context ready
   * @param {Course} course the notebook's metadata.course
   */
  constructor(services, panel, course) {
    this.app = services.app;
    this.tracker = services.tracker;
    this.documents = services.documents;
    this.settings = services.settings;
    this.learner = services.learner;
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
    /** @type {() => void} */
    this._stands = () => {};
    /** What can wait for what is on the screen waits for this. */
    this.stood = new Promise(resolve => {
      this._stands = () => resolve(undefined);
    });
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

  /**
   * A path inside that folder.
   * @param {...string} parts
   */
  at(...parts) {
    return [this.root, ...parts].filter(Boolean).join('/');
  }

  /** The assignment that is this reflection in the other language. */
  get twin() {
    const { assignment, lang } = this.course;
    return assignment.replace(new RegExp(`-${lang}$`), lang === 'da' ? '-en' : '-da');
  }

  /** Where that lies, or will once it is fetched. */
  get twinPath() {
    return this.at('reflections', this.twin, this.path.split('/').at(-1) ?? '');
  }

  /**
   * @param {string} tag of code cells
   * @returns {CodeCell[]}
   */
  cells(tag) {
    const tagged = this.notebook.widgets.filter(cell => (cell.model.getMetadata('tags') ?? []).includes(tag));
    return /** @type {CodeCell[]} */ (tagged);
  }

  open() {
    const { node } = this.panel;
    node.lang = this.course.lang;
    node.classList.add(`nv-${this.course.kind}`);
    node.dataset.nvPath = this.path;
    node.dataset.nvReady = 'false';
    document.body.classList.remove('nv-opening');
    document.querySelector('body > .nv-top')?.remove();
    if (this.isReflection) {
      // First of all: it keeps the file as it came, before anything here touches a cell.
      this.saver = new Saver(this);
    }
    this._guard();
    this._linesNode = el('div', { class: 'nv-lines', role: 'status' });
    this.links = new Links(this);
    this.navigation = new Navigation(this);
    this.aloud = new Aloud(this);
    this.steps = new Steps(this);
    if (this.isReflection) {
      this.answers = new Answers(this);
      this.handIn = new (edition.handIn?.(HandIn) ?? HandIn)(this);
    } else {
      this._neverWrite();
    }
    this.exercises = new Exercises(this);
    this._place();
    this._watchTables();
    this.unveiled = this._unveil();
    this.answers?.open();
    this.handIn?.open();
    this.navigation.open();
    this.steps.open();
    this.exercises.open();
    this._watchServer();
    this._whileCurrent();
    this.panel.disposed.connect(() => this._close());
  }

  /**
   * A plain line under the bar; the same key is never there twice.
   * @param {string} key
   * @param {{ values?: Names, actions?: HTMLElement[], trouble?: boolean }} [also] actions: buttons or links to
   * stand beside it
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
      ...[...actions, ...dismiss].flatMap(action => [' ', action])
    );
    this._lines.set(key, line);
    this._linesNode.append(line);
  }

  /** @param {string} key */
  hush(key) {
    this._lines.get(key)?.remove();
    this._lines.delete(key);
  }

  /**
   * Whether a file of this folder is there, asked of its folders: a miss would be an error in the console.
   * @param {string} path
   */
  async has(path) {
    let folder = this.root;
    for (const name of path.slice(folder ? folder.length + 1 : 0).split('/')) {
      const { content } = await this.contents.get(folder, { type: 'directory', content: true });
      if (!content.some((/** @type {{ name: string }} */ item) => item.name === name)) {
        return false;
      }
      folder = [folder, name].filter(Boolean).join('/');
    }
    return true;
  }

  /**
   * Keep with the learner's own data which paragraph is being read.
   * @param {Spot} spot
   */
  keepPlace({ cell, block }) {
    if (!this._placeAsked) {
      return; // the top of a page that was just opened, over the place it is to go back to
    }
    const values = [this.course.stem, cell, block, Date.now()].map(value => JSON.stringify(value)).join(', ');
    this.exercises.ask(`__import__('exercises.models.place').models.place.keep(${values})`);
  }

  /** The exercises can be asked: what does the learner's data say of the place? */
  async placeKept() {
    if (!this.steps.has) {
      return;
    }
    const told = await this.exercises.ask(
      `__import__('exercises.models.place').models.place.kept(${JSON.stringify(this.course.stem)})`
    );
    const [cell, block, at, short] = (told ?? '').split(' ');
    if (cell) {
      this._placeAsked = true;
      this.steps.keptElsewhere({ cell, block: Number(block), at: Number(at), short: short === 'short' });
      const { place } = this.steps;
      const now = place.touched && place.now();
      now && this.keepPlace(now); // whoever began to read before anybody could be told
    }
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
    lab.messaging.MessageLoop.installMessageHook(
      this.notebook,
      (_, message) => message.type !== 'activate-request'
    );
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

  /** The tables of the text, whenever a text is drawn: those of later steps come when there is time. */
  _watchTables() {
    /** @param {Element} node */
    const dress = node => {
      node.querySelectorAll('.jp-MarkdownOutput table').forEach(one => {
        labelled(/** @type {HTMLTableElement} */ (one));
      });
    };
    this._tables = new MutationObserver(records => {
      const cells = records.map(({ target }) => /** @type {Element} */ (target).closest('.jp-Cell'));
      new Set(cells).forEach(cell => {
        cell && dress(cell);
      });
    });
    for (const cell of this.notebook.widgets) {
      if (cell instanceof lab.cells.MarkdownCell) {
        dress(cell.node);
        this._tables.observe(cell.node, { childList: true, subtree: true });
      }
    }
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
    outerNode.prepend(this.navigation.top, this.steps.top, this._linesNode);
    const foot = [this.steps.bottom, this.handIn?.node, this.navigation.bottom];
    outerNode.append(el('div', { class: 'nv-foot' }, ...foot));
  }

  /** The text comes in one piece, pictures and all, and not piece by piece under the reader's eyes. */
  async _unveil() {
    const { node } = this.panel;
    node.classList.add('nv-drawing', 'nv-waits');
    const { viewportNode, widgets } = this.notebook;
    const texts = widgets.filter(cell => cell instanceof lab.cells.MarkdownCell && this.steps.shows(cell));
    /** @param {Cell} cell */
    const drawn = cell => cell.node.querySelector('.jp-MarkdownOutput')?.children.length;
    const latest = Date.now() + 4000;
    while (!texts.every(drawn) && Date.now() < latest) {
      await pause(30);
    }
    await settled(viewportNode, 60, 1200);
    const seen = [...viewportNode.querySelectorAll('img')].filter(
      image => image.offsetParent && !image.complete
    );
    await Promise.race([Promise.allSettled(seen.map(image => image.decode())), pause(1200)]);
    node.classList.remove('nv-drawing');
    const read = window.netvaerkText?.leave(blocksIn);
    if (read && this.steps.has) {
      this.steps.place.goBack(read); // where one is in the text that stood here first
    }
    const exercises = this.cells('exercise');
    if (!exercises.some(cell => cell.model.id !== 'language' && this.steps.shows(cell))) {
      node.classList.remove('nv-waits');
    }
    if (!exercises.length) {
      this.standing(); // else when those that come first have run
    }
  }

  /** What stands on the screen has its height: the way on can be shown under it. */
  standing() {
    this._stands();
    this.panel.node.classList.remove('nv-waits');
  }

  /** When what is on the screen stands, or will not for a while: until then nothing else is asked for or done. */
  standsSoon() {
    return Promise.race([this.stood, pause(PATIENCE)]);
  }

  _watchServer() {
    const key = this.isReflection ? 'offline_reflection' : 'offline_lesson';
    /** @param {boolean} away */
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
    let connected = false;
    this.context.sessionContext.connectionStatusChanged.connect((_, status) => {
      if (connected && status !== 'connected' && !this.panel.isDisposed) {
        suspect(this.server);
      }
      connected ||= status === 'connected';
    });
  }

  _hubLink() {
    const prefix = lab.coreutils.PageConfig.getOption('hubPrefix');
    return prefix ? [el('a', { href: prefix }, this.say('offline_hub'))] : [];
  }

  _whileCurrent() {
    /** @type {(() => void) | undefined} */
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
    this._tables.disconnect();
    this._forget();
    this.saver?.close();
    this.aloud.close();
    this.steps.close();
    this.exercises.close();
  }
}
