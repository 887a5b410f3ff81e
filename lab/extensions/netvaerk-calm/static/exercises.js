// Runs the cells tagged `exercise`, and keeps them out of reach until they can take a click.

import { isAway } from './connection.js';
import { el, freshId, pause, settled } from './dom.js';
import { lab } from './lab.js';

const WIDGET = 'application/vnd.jupyter.widget-view+json';
const TRIES = 3;
const PATIENCE = 30_000;
const ANSWER = 5000;
const AGAIN = 300;

/** Thrown by `run` where the exercise itself failed. */
class ExerciseError extends Error {}

export class Exercises {
  constructor(page) {
    this.page = page;
    this.session = page.context.sessionContext;
    this._round = 0;
    this._due = true;
    this._restarts = [];
  }

  open() {
    for (const cell of this.page.cells('exercise')) {
      this._hold(cell);
    }
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
    if (panel._onSessionStatusChanged) {
      this.session.statusChanged.disconnect(panel._onSessionStatusChanged, panel);
    }
    this.session.ready.then(() => this._start());
  }

  close() {
    this._round += 1;
  }

  /** The server is away: what is typed into an exercise now would go nowhere. */
  pause() {
    this._ready(false);
    for (const cell of this.page.cells('exercise')) {
      this._still(cell, true);
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
      if (kernel.connectionStatus !== 'connected') {
        await kernel.reconnect();
      }
      if (!this._due && !isAway()) {
        this.page.cells('exercise').forEach(cell => this._still(cell, false));
        this._ready(true);
      }
    } catch {
      // Away again: the page says so, and this is tried anew on its return.
    }
  }

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

  /** A kernel that is restarted from another window says so, and may be the last to be heard of here. */
  _heard({ header, content }) {
    if (header.msg_type === 'shutdown_reply' && content.restart && !this._due) {
      this._renew(header.session);
    }
  }

  /** Begin again with the kernel in place of the one that called its session `old`: over a new connection. */
  async _renew(old) {
    this._lost();
    this._renewing = true;
    const { kernel } = this.session.session;
    const latest = Date.now() + PATIENCE;
    while (Date.now() < latest && !kernel.isDisposed && !isAway()) {
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
    if (!this._due || this._renewing || this.page.panel.isDisposed || kernel?.connectionStatus !== 'connected') {
      return;
    }
    const cells = this.page.cells('exercise');
    if (!cells.every(cell => cell.model.trusted)) {
      this._ready(false, 'trust');
      this.page.tell('untrusted', {
        trouble: true,
        actions: [el('button', { type: 'button', class: 'nv-quiet', onclick: () => this._trust() }, this.page.say('untrusted_start'))]
      });
      return;
    }
    this._due = false;
    this._round += 1;
    const round = this._round;
    this.page.hush('kernel_failed');
    const results = await Promise.allSettled(cells.map(cell => this._exercise(cell, round)));
    if (round === this._round && !this.page.panel.isDisposed) {
      const fine = results.every(result => result.status === 'fulfilled');
      this._ready(fine, fine ? undefined : 'exercise');
    }
  }

  _trust() {
    for (const cell of this.page.cells('exercise').concat(this.page.cells('check'))) {
      cell.model.trusted = true;
    }
    this.page.hush('untrusted');
    this._start();
  }

  async _exercise(cell, round) {
    this._hold(cell);
    try {
      await run(cell, this.session);
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

  /** Out of reach, with a quiet line in its place. */
  _hold(cell) {
    cell.node.classList.add('nv-exercise');
    this._still(cell, true);
    this._note(cell, cell.model.id === 'language' ? undefined : el('p', { class: 'nv-waiting' }, this.page.say('waiting')));
  }

  _release(cell) {
    this._still(cell, false);
    nameSliders(cell.outputArea.node);
    this._note(cell);
  }

  _still(cell, still) {
    cell.node.classList.toggle('nv-held', still);
    cell.outputArea.node.inert = still;
  }

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

  _note(cell, node) {
    cell.node.querySelector(':scope > .nv-note-line')?.remove();
    if (node) {
      cell.node.append(el('div', { class: 'nv-note-line' }, node));
    }
  }

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

/** Run one code cell; rejects with ExerciseError where its code failed, otherwise with what the kernel said. */
export async function run(cell, session) {
  const reply = await lab.cells.CodeCell.execute(cell, session, { recordTiming: false });
  if (reply?.content.status === 'error') {
    throw new ExerciseError(`${reply.content.ename}: ${reply.content.evalue}`);
  }
  if (reply && reply.content.status !== 'ok') {
    throw new Error(reply.content.status);
  }
}

/** Everything a cell shows, by MIME type. */
export function shown(cell) {
  return cell.outputArea.model.toJSON().map(output => output.data ?? {});
}

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
    await settled(node);
  }
}

/** A slider's handle has no name of its own (ipywidgets 8.1): lend it the label that stands beside it. */
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
