// Keeps a reflection on disk while it is written, also when it is open twice or the server is away.

import { suspect } from './connection.js';
import { Copy } from './copies.js';
import { isOffline, lab, statusOf } from './lab.js';
import { merge } from './merge.js';

const SOON = 450;
const RETRY = 2000;

export class Saver {
  // What `open` is given.
  /** @type {import('./answers.js').Answers} */
  answers;
  /** @type {Map<string, string>} */
  _base;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  _timer;

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.context = page.context;
    this.model = page.model;
    this.contents = page.contents;
    this.changed = false;
    /** @type {Map<string, string>} */
    this._sent = new Map();
    this._queue = Promise.resolve();
    this._stamp = this.context.contentsModel?.last_modified;
    this._file = this.model.toJSON();
    this._copy = new Copy(`netvaerk-calm:${lab.coreutils.PageConfig.getBaseUrl()}${this.context.path}`);
    this._failing = false;
    // Every way of saving is this one: JupyterLab's own asks about conflicts in a dialog.
    this.context.save = () => this.flush();
    // Outputs come and go; only words are worth saving.
    this._onState = () => {
      if (this.model.dirty !== this.changed) {
        this.model.dirty = this.changed;
      }
    };
    this._onLook = () => {
      if (document.visibilityState === 'visible') {
        this.look();
      } else if (this.changed) {
        this._keep();
        this.flush().catch(() => {});
      }
    };
    this._onHide = () => this.changed && this._keep();
  }

  /**
   * Begin, when the answer boxes are known.
   * @param {import('./answers.js').Answers} answers
   */
  open(answers) {
    this.answers = answers;
    this._base = answers.texts();
    this._queue = this._takeBackUp().catch(() => {});
    this.model.stateChanged.connect(this._onState);
    this._onState();
    window.addEventListener('focus', this._onLook);
    window.addEventListener('pagehide', this._onHide);
    document.addEventListener('visibilitychange', this._onLook);
  }

  close() {
    clearTimeout(this._timer);
    window.removeEventListener('focus', this._onLook);
    window.removeEventListener('pagehide', this._onHide);
    document.removeEventListener('visibilitychange', this._onLook);
  }

  /** An answer was changed: on disk within `SOON`, also while the writing goes on. */
  touch() {
    this.changed = true;
    this.model.dirty = true;
    this.page.handIn?.saySince();
    if (this._failing) {
      this._keep();
    } else {
      this._timer ??= setTimeout(() => this.flush().catch(() => {}), SOON);
    }
  }

  /**
   * Whether answers were written after that moment of the server's clock.
   * @param {Date} moment
   */
  writtenAfter(moment) {
    return this.changed || new Date(this._stamp ?? 0) > moment;
  }

  /** Resolves when everything typed until now is on disk; rejects when it could not be. */
  flush() {
    clearTimeout(this._timer);
    this._timer = undefined;
    return this._next(() => this._write());
  }

  /** Somebody may have written in another window. */
  look() {
    return this._next(async () => {
      if (await this._takeTheirs()) {
        await this._write();
      }
    }).catch(() => {});
  }

  /**
   * Let `change` make new content of the file as it is on disk; what was typed is in it by then.
   * @param {(content: any) => any} change
   */
  rewrite(change) {
    return this._next(async () => {
      await this._write();
      const { path } = this.context;
      const whole = /** @type {const} */ ({ type: 'notebook', format: 'json' });
      const disk = await this.contents.get(path, { ...whole, content: true });
      await this.contents.save(path, { ...whole, content: await change(disk.content) });
    });
  }

  /** The server may be back. */
  retry() {
    clearTimeout(this._retryTimer);
    this.flush().catch(() => {});
  }

  /** @param {() => Promise<void>} step */
  _next(step) {
    const turn = this._queue.then(() => this._alone(step));
    this._queue = turn.catch(() => {});
    return turn;
  }

  /**
   * Two windows of this browser must not both find the file unchanged and then both write it.
   * @param {() => Promise<void>} step
   */
  _alone(step) {
    const guarded = async () => {
      if (this.model.isDisposed) {
        return;
      }
      try {
        await step();
        this._fine();
      } catch (error) {
        this._trouble(error);
        throw error;
      }
    };
    return navigator.locks ? navigator.locks.request(this._copy.name, guarded) : guarded();
  }

  async _write() {
    if (!this.changed) {
      return;
    }
    await this._takeTheirs();
    const sent = this.answers.texts();
    this.changed = false;
    this._sent = sent;
    let saved;
    try {
      saved = await this.contents.save(this.context.path, {
        type: 'notebook',
        format: 'json',
        content: this._content(sent)
      });
    } catch (error) {
      this.changed = true;
      throw error;
    }
    this._stamp = saved.last_modified;
    this._base = sent;
    this._sent = new Map();
    if (!this.changed) {
      await this._copy.drop(); // before it is called saved
    }
    if (this.model.isDisposed) {
      return;
    }
    this.model.dirty = this.changed;
    this.page.navigation.saved(new Date());
    if (this.changed) {
      this._timer ??= setTimeout(() => this.flush().catch(() => {}), SOON);
    }
  }

  /** Merge what is on disk into the boxes if it is newer; returns whether there is then something to write. */
  async _takeTheirs() {
    const { path } = this.context;
    let head;
    try {
      head = await this.contents.get(path, { content: false });
    } catch (error) {
      if (statusOf(error) === 404) {
        // Moved away or deleted meanwhile: what is in the boxes is all there is, so it is written anew.
        return this.changed;
      }
      throw error;
    }
    if (head.last_modified === this._stamp) {
      return this.changed;
    }
    const disk = await this.contents.get(path, { type: 'notebook', format: 'json', content: true });
    const sources = new Map(
      disk.content.cells.map((/** @type {any} */ cell) => [cell.id, [].concat(cell.source).join('')])
    );
    let doubled = false;
    for (const [id, mine] of this.answers.texts()) {
      const theirs = sources.get(id);
      if (theirs === undefined) {
        continue;
      }
      const kept = merge(this._known(id, theirs), mine, theirs);
      doubled ||= kept !== mine && kept !== theirs;
      this._base.set(id, theirs);
      this.answers.put(id, kept);
      if (kept !== theirs) {
        this.changed = true;
      }
    }
    this._stamp = disk.last_modified;
    this.page.handIn?.saySince();
    this._file = disk.content;
    if (doubled) {
      this.page.tell('merged');
    }
    return this.changed;
  }

  /**
   * The last text both this window and the disk knew: also what got there although no answer came back.
   * @param {string} id
   * @param {string} disk
   */
  _known(id, disk) {
    return disk === this._sent.get(id) ? disk : (this._base.get(id) ?? '');
  }

  /**
   * The notebook as it is saved: the file as it came, with new words in its answers and nothing else. Outputs
   * could carry what must stay in this folder, and a cell too many or too few would stop the grading.
   * @param {Map<string, string>} texts
   */
  _content(texts) {
    const content = /** @type {any} */ (structuredClone(this._file));
    for (const cell of content.cells) {
      if (cell.cell_type === 'code') {
        cell.outputs = [];
        cell.execution_count = null;
      } else if (texts.has(cell.id)) {
        cell.source = texts.get(cell.id);
      }
    }
    return content;
  }

  _fine() {
    if (!this.changed) {
      this._copy.drop();
    }
    if (this._failing) {
      this._failing = false;
      clearTimeout(this._retryTimer);
      this.page.hush('save_failed');
      this.page.hush('logged_out');
    }
  }

  /** @param {any} error */
  _trouble(error) {
    if (!this.changed) {
      return;
    }
    this._failing = true;
    this._keep();
    this.page.navigation.unsaved();
    if (isOffline(error)) {
      suspect(this.page.server);
    } else {
      const refused = [401, 403].includes(statusOf(error));
      this.page.tell(refused ? 'logged_out' : 'save_failed', { trouble: true });
    }
    clearTimeout(this._retryTimer);
    this._retryTimer = setTimeout(() => this.retry(), RETRY);
  }

  /** A copy in the browser, only while the words are nowhere else; gone once they are on disk. */
  _keep() {
    const mine = Object.fromEntries(this.answers.texts());
    const base = Object.fromEntries(this._base);
    const sent = Object.fromEntries(this._sent);
    this._copy.keep({ base, sent, mine });
  }

  async _takeBackUp() {
    const copy = this._copy.take();
    if (!copy || (await this._copy.isOld())) {
      await this._copy.drop();
      return;
    }
    const opened = this._base;
    this._base = new Map(Object.entries(copy.base));
    this._sent = new Map(Object.entries(copy.sent));
    let found = false;
    for (const [id, now] of this.answers.texts()) {
      const kept = merge(this._known(id, now), copy.mine[id] ?? now, now);
      this._base.set(id, opened.get(id) ?? now);
      if (kept !== now) {
        found = true;
        this.answers.put(id, kept);
      }
    }
    if (found) {
      this.page.tell('restored');
      this.touch();
    } else {
      await this._copy.drop();
    }
  }
}
