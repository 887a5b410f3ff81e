// Where the learner's own data lie in this browser: its private file system, which only this origin can read.
//
// Two files take turns, each with a number and a digest of its bytes, so that a browser that is killed while it
// writes leaves the one before whole. A write is on disk when `keep` returns. One window has the lock while a
// message is worked on; the next one reads what that window wrote before it goes on.

const NAMES = ['network-a', 'network-b'];
const HEAD = 48;
const LOCK = 'netvaerk-store';

export class Keeper {
  // What `open` finds.
  /** @type {string} */
  _path;

  /** @param {any} tell called with {storage: 'none' | 'no_room' | 'full' | 'ok' | 'kept', …} */
  constructor(tell) {
    this._tell = tell;
    this._generation = 0;
    /** @type {FileSystemDirectoryHandle | null} */
    this._folder = null;
    /** @type {any[] | null} */
    this._open = null;
  }

  /**
   * Bring what was kept to the place where Python looks for it.
   * @param {any} pyodide
   */
  async open(pyodide) {
    this._fs = pyodide.FS;
    this._path = `${pyodide.runPython("import os; os.environ['NETVAERK_STORE']")}/network.sqlite`;
    try {
      this._folder = await navigator.storage.getDirectory();
      await this.within(() => {});
      this._tell({ storage: 'ok', generation: this._generation });
    } catch (error) {
      this._folder = null;
      const full = /** @type {any} */ (error)?.name === 'QuotaExceededError';
      this._tell({ storage: full ? 'no_room' : 'none', why: String(error) });
    }
  }

  /**
   * Do `work` (which may not wait for anything) with the store in hand.
   * @param {() => any} work
   */
  async within(work) {
    if (!this._folder) {
      return work();
    }
    return navigator.locks.request(LOCK, async () => {
      /** @type {any[]} */
      const open = [];
      this._open = open;
      try {
        open.push(...(await this._handles()));
        this._read();
        return work();
      } finally {
        for (const handle of open) {
          handle.close();
        }
        this._open = null;
      }
    });
  }

  /**
   * Called by the store after each change. False where it could not be written; the one before still stands.
   * @param {boolean} noticed false for a change that is not the learner's writing, such as the place they read
   */
  keep(noticed) {
    if (!this._open) {
      return this._folder === null;
    }
    const bytes = this._fs.readFile(this._path);
    const generation = this._generation + 1;
    const handle = this._open[generation % 2];
    const head = new DataView(new ArrayBuffer(HEAD));
    head.setFloat64(0, generation);
    head.setFloat64(8, bytes.length);
    head.setUint32(16, sum(bytes));
    try {
      // the head goes last: without it the bytes count for nothing
      handle.truncate(0);
      const written = handle.write(bytes, { at: HEAD });
      handle.flush();
      if (written !== bytes.length || handle.write(head, { at: 0 }) !== HEAD) {
        throw new DOMException('short', 'QuotaExceededError');
      }
      handle.flush();
    } catch (error) {
      if (noticed) {
        this._tell({ storage: 'full', why: String(error) });
      }
      return false;
    }
    this._generation = generation;
    this._tell({ storage: 'kept', generation, noticed });
    return true;
  }

  /** Both files, made where they are not: somebody may have emptied the browser while this window is open. */
  async _handles() {
    const folder = /** @type {FileSystemDirectoryHandle} */ (this._folder);
    /** @type {any[]} */
    const open = [];
    try {
      for (const name of NAMES) {
        const file = /** @type {any} */ (await folder.getFileHandle(name, { create: true }));
        open.push(await file.createSyncAccessHandle());
      }
      return open;
    } catch (error) {
      for (const handle of open) {
        handle.close();
      }
      throw error;
    }
  }

  _read() {
    const heads = (this._open ?? []).map(handle => this._head(handle));
    const [newest] = heads
      .filter(head => head.generation > this._generation)
      .sort((one, other) => other.generation - one.generation);
    const whole =
      newest && this._whole(newest)
        ? newest
        : heads.find(head => head.generation > this._generation && this._whole(head));
    if (!whole) {
      return;
    }
    const folder = this._path.slice(0, this._path.lastIndexOf('/'));
    this._fs.mkdirTree(folder);
    // in place: an open database finds the new bytes by the counter in their head
    const stream = this._fs.open(this._path, 'w+');
    this._fs.write(stream, whole.bytes, 0, whole.bytes.length, 0);
    this._fs.close(stream);
    this._generation = whole.generation;
  }

  /** @param {any} handle */
  _head(handle) {
    const head = new DataView(new ArrayBuffer(HEAD));
    const read = handle.getSize() > HEAD ? handle.read(head, { at: 0 }) : 0;
    const [generation, length, digest] =
      read === HEAD ? [head.getFloat64(0), head.getFloat64(8), head.getUint32(16)] : [0, 0, 0];
    return { handle, generation, length, digest, bytes: new Uint8Array() };
  }

  /** @param {any} head */
  _whole(head) {
    if (head.handle.getSize() !== HEAD + head.length) {
      return false;
    }
    head.bytes = new Uint8Array(head.length);
    head.handle.read(head.bytes, { at: HEAD });
    return sum(head.bytes) === head.digest;
  }
}

/**
 * Adler-32: enough to tell a torn write from a whole one.
 * @param {Uint8Array} bytes
 */
function sum(bytes) {
  let low = 1;
  let high = 0;
  for (let start = 0; start < bytes.length; start += 3800) {
    const end = Math.min(start + 3800, bytes.length);
    for (let at = start; at < end; at += 1) {
      low += bytes[at];
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return ((high << 16) | low) >>> 0;
}
