// Runs the cells tagged `exercise`, and keeps them out of reach until they can take a click.

import { isAway } from './connection.js';
import { el, freshId, pause, settled } from './dom.js';
import { Drafts } from './drafts.js';
import { watchFeedback } from './feedback.js';
import { edition, lab } from './lab.js';
import { watchSheets } from './sheet.js';

const WIDGET = 'application/vnd.jupyter.widget-view+json';
const TRIES = 3;
const PATIENCE = 30_000;
const ANSWER = 5000;
const AGAIN = 300;

/** Thrown by `run` where the exercise itself failed. */
class ExerciseError extends Error {}

export class Exercises {
  /** @type {(() => void)[]} */
  _watched;

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.session = page.context.sessionContext;
    this._round = 0;
    this._due = true;
    this._begun = false;
    /** @type {number[]} */
    this._restarts = [];
    this.drafts = new Drafts(page);
    /** @type {Promise<void>[]} */
    this._returning = [];
  }

  open() {
    this._watched = this.page
      .cells('exercise')
      .map(cell => cell.outputArea.node)
      .flatMap(node => [watchFeedback(node, this.page.words), watchSheets(node)]);
    this.drafts.open();
    for (const cell of this.page.cells('exercise')) {
      this._hold(cell);
    }
    /**
     * @param {any} _
     * @param {string} status
     */
    this._onStatus = (_, status) => this._status(status);
    this._onKernel = () => {
      this._due = true;
      this._start();
    };
    this.session.statusChanged.connect(this._onStatus);
    this.session.kernelChanged.connect(this._onKernel);
    this.session.iopubMessage.connect((_, message) => this._heard(message));
    // The page says it itself, in its own language, where the notebook would open a dialog.
    const { panel } = this.page;
    const dialog = /** @type {any} */ (panel)._onSessionStatusChanged;
    if (dialog) {
      this.session.statusChanged.disconnect(dialog, panel);
    }
    this.session.ready.then(() => this._start());
  }

  close() {
    this._round += 1;
    this._watched.forEach(end => end());
    this.drafts.close();
  }

  /**
   * What the kernel makes of an expression of the course's own, as text without spaces at its ends; undefined
   * where it cannot be asked. Never before the page's own exercises have been let run.
   * @param {string} expression
   */
  async ask(expression) {
    const kernel = this.session.session?.kernel;
    if (this._due || !this._begun || !kernel || isAway()) {
      return undefined;
    }
    try {
      const asked = { code: '', silent: true, store_history: false, user_expressions: { value: expression } };
      const { content } = await kernel.requestExecute(asked).done;
      return /** @type {any} */ (content).user_expressions?.value?.data?.['text/plain']?.replace(
        /^['"]|['"]$/g,
        ''
      );
    } catch {
      return undefined; // the kernel went away; the browser remembers the place meanwhile
    }
  }

  /** The server is away: what is typed into an exercise now is kept here; a click would go nowhere. */
  pause() {
    this.page.standing();
    this._ready(false);
    for (const cell of this.page.cells('exercise')) {
      const held = cell.outputArea.node.inert;
      if (held || !this.drafts.away(cell)) {
        this._still(cell, true);
      }
    }
  }

  /** The server is back: go on where the kernel still lives, begin again where it went with the server. */
  async revive() {
    const { kernels, sessions } = this.page.app.serviceManager;
    const kernel = this.session.session?.kernel;
    try {
      await Promise.all([kernels.refreshRunning(), sessions.refreshRunning()]);
      const lives = [...kernels.running()].some(({ id }) => id === kernel?.id);
      if (!lives) {
        await this._restart();
        return;
      }
      if (kernel?.connectionStatus !== 'connected') {
        await kernel?.reconnect();
      }
      if (!this._due && !isAway()) {
        for (const cell of this.page.cells('exercise')) {
          this._still(cell, false);
          await this.drafts.back(cell);
        }
        this._ready(true);
        this.drafts.settle();
      }
    } catch {
      // Away again: the page says so, and this is tried anew on its return.
    }
  }

  /** @param {string} status */
  _status(status) {
    if (['restarting', 'autorestarting', 'dead', 'terminating'].includes(status)) {
      this._lost();
    }
    if (status === 'dead') {
      this._restart();
    }
    if (status === 'starting' && !this._due) {
      this._renew();
    }
    if (status === 'idle') {
      this._start();
    }
  }

  /**
   * A kernel that is restarted from another window says so, and may be the last to be heard of here.
   * @param {{ header: any, content: any }} given
   */
  _heard({ header, content }) {
    if (header.msg_type === 'shutdown_reply' && content.restart && !this._due) {
      this._renew(header.session);
    }
  }

  /**
   * Begin again with the kernel in place of the one that called its session `old`: over a new connection.
   * @param {string} [old]
   */
  async _renew(old) {
    this._lost();
    this._renewing = true;
    const kernel = this.session.session?.kernel;
    const latest = Date.now() + PATIENCE;
    while (kernel && Date.now() < latest && !kernel.isDisposed && !isAway()) {
      try {
        await kernel.reconnect();
        const reply = await Promise.race([kernel.requestKernelInfo(), pause(ANSWER)]);
        if (reply && reply.header.session !== old) {
          break;
        }
      } catch {
        // Between the two kernels there is none to answer.
      }
      await pause(AGAIN);
    }
    this._renewing = false;
    this._start();
  }

  _lost() {
    this.page.steps.hold();
    this._due = true;
    this._round += 1;
    this._ready(false);
    for (const cell of this.page.cells('exercise')) {
      this._hold(cell);
    }
  }

  async _restart() {
    if (this._restarting || isAway()) {
      return;
    }
    const now = Date.now();
    this._restarts = this._restarts.filter(then => now - then < 60000);
    if (this._restarts.length >= TRIES) {
      this.page.standing();
      this.page.tell('kernel_failed', { trouble: true });
      return;
    }
    this._restarts.push(now);
    this._lost();
    this._restarting = true;
    try {
      await this.page.app.serviceManager.sessions.refreshRunning();
      const kernel = this.session.session?.kernel;
      if (!kernel) {
        await this.session.startKernel();
      } else if (kernel.status === 'dead') {
        await this.session.changeKernel({ name: kernel.name });
      }
    } catch {
      // Either the server is away, which the page says already, or another try follows its return.
    } finally {
      this._restarting = false;
    }
  }

  async _start() {
    const kernel = this.session.session?.kernel;
    if (
      !this._due ||
      this._renewing ||
      this.page.panel.isDisposed ||
      kernel?.connectionStatus !== 'connected'
    ) {
      return;
    }
    const cells = this.page.cells('exercise');
    if (!cells.every(cell => cell.model.trusted)) {
      this.page.standing();
      this._ready(false, 'trust');
      this.page.tell('untrusted', {
        trouble: true,
        actions: [
          el(
            'button',
            { type: 'button', class: 'nv-quiet', onclick: () => this._trust() },
            this.page.say('untrusted_start')
          )
        ]
      });
      return;
    }
    this._due = false;
    this._begun = false;
    this._round += 1;
    const round = this._round;
    this.page.hush('kernel_failed');
    await edition.turnTo?.(this.page);
    const alone = await this._alone();
    if (round !== this._round || this.page.panel.isDisposed) {
      return; // left, or begun anew, meanwhile
    }
    // What stands on the screen first; the rest while nothing else is asked for.
    const here = cells.filter(cell => cell.model.id === 'language' || this.page.steps.shows(cell));
    const running = here.map(cell => this._exercise(cell, round, alone));
    this._begun = true;
    const results = await Promise.allSettled(running);
    if (round === this._round) {
      this.page.standing();
      this.page.placeKept();
    }
    for (const cell of cells.filter(one => !here.includes(one))) {
      await idle();
      if (round === this._round && !this.page.panel.isDisposed) {
        results.push(...(await Promise.allSettled([this._exercise(cell, round, alone)])));
      }
    }
    if (round === this._round && !this.page.panel.isDisposed) {
      this.page.answers?.miss(cells);
      this.page.answers?.offer(cells);
      const fine = results.every(result => result.status === 'fulfilled');
      await Promise.all(this._returning.splice(0));
      if (round === this._round) {
        this._ready(fine, fine ? undefined : 'exercise');
        this.drafts.settle();
      }
    }
  }

  _trust() {
    for (const cell of this.page.cells('exercise').concat(this.page.cells('check'))) {
      cell.model.trusted = true;
    }
    this.page.hush('untrusted');
    this._start();
  }

  /** Whether nobody but this page is connected to its kernel: what is left in it belongs to no page any more. */
  async _alone() {
    const { kernels } = this.page.app.serviceManager;
    try {
      await kernels.refreshRunning();
      const id = this.session.session?.kernel?.id;
      return [...kernels.running()].some(one => one.id === id && one.connections === 1);
    } catch {
      return false;
    }
  }

  /**
   * @param {CodeCell} cell
   * @param {number} round
   * @param {boolean} alone
   */
  async _exercise(cell, round, alone) {
    this._hold(cell);
    try {
      await run(cell, this.session, { netvaerk_alone: alone });
      await attached(cell);
    } catch (error) {
      if (round === this._round && error instanceof ExerciseError) {
        this._failed(cell, error);
      }
      throw error;
    }
    if (round === this._round) {
      this._release(cell);
    }
  }

  /**
   * Out of reach, with a quiet line in its place.
   * @param {CodeCell} cell
   */
  _hold(cell) {
    cell.node.classList.add('nv-exercise');
    this._still(cell, true);
    this._note(
      cell,
      cell.model.id === 'language' ? undefined : el('p', { class: 'nv-waiting' }, this.page.say('waiting'))
    );
  }

  /** @param {CodeCell} cell */
  _release(cell) {
    this._still(cell, false);
    this._returning.push(this.drafts.back(cell));
    nameSliders(cell.outputArea.node);
    this._note(cell);
  }

  /**
   * @param {CodeCell} cell
   * @param {boolean} still
   */
  _still(cell, still) {
    cell.node.classList.toggle('nv-held', still);
    cell.outputArea.node.inert = still;
  }

  /**
   * @param {CodeCell} cell
   * @param {Error} error
   */
  _failed(cell, error) {
    const again = el('button', { type: 'button', class: 'nv-quiet' }, this.page.say('exercise_again'));
    again.addEventListener('click', () => {
      this._due = true;
      this._start();
    });
    this._note(
      cell,
      el(
        'div',
        { class: 'nv-line nv-trouble', role: 'alert' },
        el('p', {}, this.page.say('exercise_failed')),
        again,
        el('details', {}, el('summary', {}, this.page.say('exercise_details')), el('code', {}, error.message))
      )
    );
  }

  /**
   * @param {CodeCell} cell
   * @param {HTMLElement} [node]
   */
  _note(cell, node) {
    cell.node.querySelector(':scope > .nv-note-line')?.remove();
    if (node) {
      cell.node.append(el('div', { class: 'nv-note-line' }, node));
    }
  }

  /**
   * @param {boolean} ready
   * @param {string} [trouble]
   */
  _ready(ready, trouble) {
    const { dataset } = this.page.panel.node;
    dataset.nvReady = String(ready);
    if (trouble) {
      dataset.nvTrouble = trouble;
    } else {
      delete dataset.nvTrouble;
    }
  }
}

/**
 * Run one code cell; rejects with ExerciseError where its code failed, otherwise with what the kernel said.
 * @param {CodeCell} cell
 * @param {import('@jupyterlab/apputils').ISessionContext} session
 * @param {Record<string, unknown>} [about] what the kernel is told with it
 */
export async function run(cell, session, about = {}) {
  const reply = await lab.cells.CodeCell.execute(cell, session, { ...about, recordTiming: false });
  if (reply?.content.status === 'error') {
    throw new ExerciseError(`${reply.content.ename}: ${reply.content.evalue}`);
  }
  if (reply && reply.content.status !== 'ok') {
    throw new Error(reply.content.status);
  }
}

/**
 * Everything a cell shows, by MIME type.
 * @param {CodeCell} cell
 */
export function shown(cell) {
  return cell.outputArea.model.toJSON().map(output => /** @type {Record<string, any>} */ (output.data ?? {}));
}

/** @param {CodeCell} cell */
async function attached(cell) {
  const wanted = shown(cell).filter(data => WIDGET in data).length;
  const { node } = cell.outputArea;
  const roots = '.jp-OutputArea-output .jupyter-widgets:not(.jupyter-widgets .jupyter-widgets)';
  const latest = Date.now() + PATIENCE;
  while (!cell.isDisposed && node.querySelectorAll(roots).length < wanted) {
    if (Date.now() > latest) {
      throw new ExerciseError('its front end was not drawn');
    }
    await settled(node, 30);
  }
  if (wanted) {
    await settled(node, 60);
  }
}

function idle() {
  return new Promise(resolve => (window.requestIdleCallback ?? setTimeout)(resolve, { timeout: 500 }));
}

/**
 * A slider's handle has no name of its own (ipywidgets 8.1): lend it the label that stands beside it.
 * @param {HTMLElement} node
 */
function nameSliders(node) {
  for (const slider of node.querySelectorAll('.widget-slider')) {
    const label = slider.querySelector('.widget-label');
    if (!label) {
      continue;
    }
    label.id = label.id || freshId('label');
    for (const handle of slider.querySelectorAll('.noUi-handle')) {
      handle.setAttribute('aria-labelledby', label.id);
    }
  }
}
