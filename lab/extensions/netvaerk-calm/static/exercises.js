// Runs the cells tagged `exercise`, and keeps them out of reach until they can take a click.

import { el, freshId, settled } from './dom.js';
import { lab } from './lab.js';

const WIDGET = 'application/vnd.jupyter.widget-view+json';
const TRIES = 3;

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

  /** The server is back: bring the kernel back too if it went with it. */
  revive() {
    const kernel = this.session.session?.kernel;
    if (kernel && kernel.status !== 'dead') {
      // A kernel of the old server is gone for good, but nobody has asked for it yet.
      this.page.app.serviceManager.kernels.refreshRunning().catch(() => {});
      kernel.reconnect().catch(() => this._restart());
      return;
    }
    this._restart();
  }

  _status(status) {
    if (['restarting', 'autorestarting', 'dead', 'terminating'].includes(status)) {
      this._lost();
    }
    if (status === 'dead') {
      this._restart();
    }
    if (status === 'idle') {
      this._start();
    }
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
    const now = Date.now();
    this._restarts = this._restarts.filter(then => now - then < 60000);
    if (this._restarts.length >= TRIES) {
      this.page.tell('kernel_failed', { trouble: true });
      return;
    }
    this._restarts.push(now);
    this._lost();
    try {
      if (this.session.hasNoKernel) {
        await this.session.startKernel();
      } else {
        await this.session.restartKernel();
      }
    } catch {
      // Either the server is away, which the page says already, or another try follows its return.
    }
  }

  async _start() {
    const kernel = this.session.session?.kernel;
    if (!this._due || !kernel || kernel.connectionStatus !== 'connected' || this.page.panel.isDisposed) {
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
    cell.node.classList.add('nv-exercise', 'nv-held');
    cell.outputArea.node.inert = true;
    this._note(cell, cell.model.id === 'language' ? undefined : el('p', { class: 'nv-waiting' }, this.page.say('waiting')));
  }

  _release(cell) {
    cell.node.classList.remove('nv-held');
    cell.outputArea.node.inert = false;
    nameSliders(cell.outputArea.node);
    this._note(cell);
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
  const drawn = () => node.querySelectorAll('.jp-OutputArea-output .jupyter-widgets:not(.jupyter-widgets .jupyter-widgets)').length;
  while (!cell.isDisposed && drawn() < wanted) {
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
