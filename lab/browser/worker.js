// Python itself, in a thread of its own: one message after the other, each with the store in its hand.

// @ts-expect-error: the site lays it there
import { loadPyodide } from '../python/pyodide.mjs';
import { Keeper } from './keeper.js';

const HOME = '/home/course';
const site = new URL('../', import.meta.url);
const keeper = new Keeper((/** @type {Notice} */ notice) => postMessage({ notice }));

const started = start();
started.catch(() => {});
let turn = Promise.resolve();

self.onmessage = ({ data: { id, what, args } }) => {
  turn = turn.then(async () => {
    try {
      const python = await started;
      postMessage({ id, reply: await /** @type {any} */ (python)[what](args) });
    } catch (error) {
      postMessage({ id, error: String(/** @type {any} */ (error)?.message ?? error) });
    }
  });
};

async function start() {
  const shelves = fetch(new URL('python/shelves.json', site)).then(reply => reply.json());
  const files = shelves.then(({ first }) =>
    Promise.all(
      first.map(async (/** @type {string} */ name) =>
        (await fetch(new URL(`python/${name}`, site))).arrayBuffer()
      )
    )
  );
  const pyodide = await loadPyodide({
    indexURL: new URL('python/', site).href,
    env: { HOME: '/home', NETVAERK_STORE: `${HOME}/Mit netværk`, JUPYTER_DATA_DIR: '/home/.jupyter' },
    stdout: (/** @type {string} */ text) => console.info(text),
    stderr: (/** @type {string} */ text) => console.warn(text)
  });
  pyodide.FS.mkdirTree(HOME);
  for (const file of await files) {
    pyodide.unpackArchive(file, 'zip', { extractDir: '/' });
  }
  pyodide.registerJsModule('netvaerk_page', { send, fetch: fetchNow, keeper, written, packed, emptied });
  const kernel = pyodide.pyimport('netvaerk_kernel');
  kernel.open_shelves(JSON.stringify((await shelves).later));
  await keeper.open(pyodide);
  kernel.call('begin', '[]');
  return new Messages(kernel);
}

/**
 * Called by Python: `content` and `metadata` are JSON, `buffers` what a widget sends beside them.
 * @param {string} kind
 * @param {string} content
 * @param {any} metadata
 * @param {any} buffers
 * @param {any} header
 */
function send(kind, content, metadata, buffers, header) {
  postMessage({
    event: {
      kind,
      content: JSON.parse(content),
      metadata: JSON.parse(metadata),
      buffers: buffers ? [...buffers].map(buffer => buffer.slice().buffer) : [],
      header: header ? JSON.parse(header) : undefined
    }
  });
}

/**
 * A file of the learner's that Python wrote: the page keeps it.
 * @param {string} path
 * @param {string} text
 */
function written(path, text) {
  postMessage({ notice: { written: { path, text } } });
}

function packed() {
  postMessage({ notice: { packed: true } });
}

function emptied() {
  postMessage({ notice: { emptied: true } });
}

/**
 * An import cannot wait for a promise: a worker may ask in the old way and stand still.
 * @param {string} name
 */
function fetchNow(name) {
  const request = new XMLHttpRequest();
  request.open('GET', new URL(`python/${name}`, site), false);
  request.responseType = 'arraybuffer';
  request.send();
  if (request.status !== 200) {
    throw new Error(`${name}: ${request.status}`);
  }
  return new Uint8Array(request.response);
}

class Messages {
  /** @param {any} kernel the module netvaerk_kernel */
  constructor(kernel) {
    this.kernel = kernel;
  }

  ready() {
    return true;
  }

  /** @param {{ code: string, expressions: Record<string, string>, header: any }} given */
  execute({ code, expressions, header }) {
    const [asked, parent] = [expressions, header ?? null].map(value => JSON.stringify(value));
    return keeper.within(() => JSON.parse(this.kernel.execute(code, asked, parent)));
  }

  /** @param {{ target: string }} given */
  comms({ target }) {
    return JSON.parse(this.kernel.comms(target));
  }

  /** @param {{ kind: string, content: string, metadata: any, buffers: any, header: any }} given */
  comm({ kind, content, metadata, buffers, header }) {
    return keeper.within(() => {
      this.kernel.comm_message(
        kind,
        JSON.stringify(content),
        JSON.stringify(metadata ?? {}),
        buffers,
        JSON.stringify(header ?? null)
      );
    });
  }

  letGo() {
    this.kernel.let_go();
  }

  /**
   * A function of exercises.browser, with and giving what JSON can hold.
   * @param {{ name: string, args: any }} given
   */
  call({ name, args }) {
    return keeper.within(() => JSON.parse(this.kernel.call(name, JSON.stringify(args ?? []))));
  }
}
