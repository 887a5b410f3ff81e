// The worker that holds Python, asked from the page. There is one for all pages of a window.

/** @type {Python | null} */
let current = null;

export class Python {
  /**
   * The one there is: started by the page's first script, or anew after it was ended.
   * @param {(event: any) => void} heard
   */
  static start(heard) {
    current = new Python(window.netvaerkPython ?? window.netvaerkWorker(), heard);
    window.netvaerkPython = null;
    return current;
  }

  /** The Python of this window, null before there is one. */
  static get current() {
    return current;
  }

  /**
   * @param {Worker} worker
   * @param {(event: any) => void} heard
   */
  constructor(worker, heard) {
    this._worker = worker;
    this._heard = heard;
    /** @type {Map<number, { resolve: (reply: any) => void, reject: (error: Error) => void }>} */
    this._waiting = new Map();
    this._last = 0;
    /** @param {{ data: any }} given */
    worker.onmessage = ({ data }) => this._take(data);
    /** @param {ErrorEvent} event */
    worker.onerror = event => this._fail(new Error(event.message));
    this.ready = this.ask('ready');
    this.ready.catch(() => {});
  }

  /**
   * Resolves with the worker's answer, rejects with what it says went wrong.
   * @param {string} what
   * @param {object} [args]
   * @returns {Promise<any>}
   */
  ask(what, args = {}) {
    this._last += 1;
    const id = this._last;
    return new Promise((resolve, reject) => {
      this._waiting.set(id, { resolve, reject });
      this._worker.postMessage({ id, what, args });
    });
  }

  end() {
    this._worker.terminate();
    this._fail(new Error('ended'));
    if (current === this) {
      current = null;
    }
  }

  /** @param {{ id: number, reply?: any, error?: string, event?: object, notice?: Notice }} given */
  _take({ id, reply, error, event, notice }) {
    if (event) {
      this._heard(event);
    } else if (!notice) {
      const asked = this._waiting.get(id);
      this._waiting.delete(id);
      error === undefined ? asked?.resolve(reply) : asked?.reject(new Error(error));
    }
  }

  /** @param {any} error */
  _fail(error) {
    for (const { reject } of this._waiting.values()) {
      reject(error);
    }
    this._waiting.clear();
  }
}
