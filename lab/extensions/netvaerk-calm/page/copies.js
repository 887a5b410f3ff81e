// Words in the browser while they may be nowhere else, under a page's name; gone once they are kept.
//
// A browser writes what a page keeps in localStorage to its disk seconds later: one that is killed before may
// still have a copy that was taken away, and older words would be given back beside newer ones. So what is taken
// away is also noted where it is on disk at once. Without that (a private window) the copy is given once more.

const NOTES = 'netvaerk-copies';
const DONE = 'done';
// Sessions of a page that are remembered: a browser is seconds behind, not days.
const SESSIONS = 20;
// ms: a busy computer takes a second or two; a database that does not answer is asked once and no more.
const PATIENCE = 5000;
// Copies of before they had a number have none.
const NUMBERED = /^(?:(\S+):(\d+) )?([[{].*)$/s;

export class Copy {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    this._number = 0;
    this._session = `${Date.now()}-${Math.random()}`;
    /** What is this page's to take away, by session and number: its own copies, and the one it was given. */
    this._mine = new Map();
  }

  /** @param {unknown} words */
  keep(words) {
    this._number += 1;
    this._mine.set(this._session, this._number);
    try {
      localStorage.setItem(this.name, `${this._session}:${this._number} ${JSON.stringify(words)}`);
    } catch {
      // A full or forbidden storage: the words are still in the boxes.
    }
  }

  /** The words of a page that is gone; undefined where there are none. */
  take() {
    const found = read(this.name);
    if (found) {
      this._mine.set(found.session, found.number);
    }
    return found?.words;
  }

  /** Whether what was taken had been taken away already, and the browser did not know it any more. */
  async isOld() {
    const found = read(this.name);
    return !!found && (await noted(this.name)).some(one => covers(one, found));
  }

  /** The words are kept elsewhere. What is newer by then stays; so does what another window has put here. */
  async drop() {
    // also what a newer copy has taken the place of: on its disk the browser may still have that one
    const done = [...this._mine].map(([session, number]) => ({ session, number }));
    const isDone = () => {
      const now = read(this.name);
      return !!now && done.some(one => covers(one, now));
    };
    if (isDone()) {
      await note(this.name, done);
      if (isDone()) {
        localStorage.removeItem(this.name);
      }
    }
  }
}

/**
 * All copies whose name begins like that, also those of other windows.
 * @param {string} start
 */
export function dropAll(start) {
  const found = Object.keys(localStorage)
    .filter(name => name.startsWith(start))
    .map(name => /** @type {const} */ ([name, read(name)]));
  for (const [name] of found) {
    localStorage.removeItem(name);
  }
  return Promise.all(found.map(([name, copy]) => copy && note(name, [copy])));
}

/** @typedef {{ session: string, number: number, words?: any }} Numbered */

/**
 * @param {Numbered} one
 * @param {Numbered} other
 */
function covers(one, other) {
  return one.session === other.session && one.number >= other.number;
}

/**
 * @param {string} name
 * @returns {Numbered | undefined}
 */
function read(name) {
  try {
    const [, session = '', number = '0', words] = NUMBERED.exec(localStorage.getItem(name) ?? '') ?? [];
    return words === undefined ? undefined : { session, number: Number(number), words: JSON.parse(words) };
  } catch {
    return undefined; // damaged, or no storage at all
  }
}

/** @type {Promise<IDBDatabase> | undefined} */
let database;
let isSilent = false;

function opened() {
  database ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NOTES, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(DONE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return database;
}

/**
 * @param {string} name
 * @returns {Promise<Numbered[]>}
 */
async function noted(name) {
  try {
    return await inTime(async () => {
      const asked = (await opened()).transaction(DONE).objectStore(DONE).get(name);
      return new Promise((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result ?? []);
        asked.onerror = () => reject(asked.error);
      });
    });
  } catch {
    return [];
  }
}

/**
 * On disk when this resolves.
 * @param {string} name
 * @param {Numbered[]} found
 */
async function note(name, found) {
  const done = found.filter(one => one.session).map(({ session, number }) => ({ session, number }));
  try {
    await inTime(async () => {
      const turn = (await opened()).transaction(DONE, 'readwrite', { durability: 'strict' });
      const notes = turn.objectStore(DONE);
      const asked = notes.get(name);
      asked.onsuccess = () => {
        const others = (asked.result ?? []).filter(
          (/** @type {Numbered} */ one) => !done.some(each => covers(each, one))
        );
        notes.put([...others, ...done].slice(-SESSIONS), name);
      };
      return new Promise((resolve, reject) => {
        turn.oncomplete = resolve;
        turn.onabort = () => reject(turn.error);
      });
    });
  } catch {
    // The copy may be given once more after a kill: no word is lost by that.
  }
}

/**
 * @template T
 * @param {() => Promise<T>} ask
 * @returns {Promise<T>}
 */
function inTime(ask) {
  if (isSilent) {
    return Promise.reject(new Error('silent'));
  }
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      isSilent = true;
      reject(new Error('silent'));
    }, PATIENCE);
    ask()
      .then(resolve, reject)
      .finally(() => clearTimeout(late));
  });
}
