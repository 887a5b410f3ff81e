// The learner's files as JupyterLite keeps them in this browser, and their copies in Python's own memory.

import { Python } from './python.js';

const REFLECTIONS = 'reflections';
// What the site lays has this time; whatever is later is the learner's.
const LAID = '2000-01-01T00:00:00.000Z';

export class Files {
  /** @param {any} contents JupyterLab's contents manager */
  constructor(contents) {
    this._contents = contents;
    // JupyterLab takes a copy of each page that it opens, which nobody asks for here. Where there is no room
    // for it, the page is opened all the same: one is where the way to a copy of all is.
    const copy = contents.createCheckpoint.bind(contents);
    contents.createCheckpoint = (/** @type {string} */ path) =>
      copy(path).catch(() => ({ id: 'none', last_modified: LAID }));
  }

  /** @param {string} path */
  async text(path) {
    const { content } = await this._contents.get(path, { type: 'file', format: 'text', content: true });
    return typeof content === 'string' ? content : JSON.stringify(content);
  }

  /**
   * What JSON the file holds, `otherwise` where there is none.
   * @param {string} path
   * @param {any} otherwise
   */
  async read(path, otherwise) {
    if (!(await this.list(parent(path))).includes(name(path))) {
      return otherwise;
    }
    try {
      return JSON.parse(await this.text(path));
    } catch {
      return otherwise;
    }
  }

  /**
   * The names in a folder; none where there is no folder.
   * @param {string} folder
   */
  async list(folder) {
    return (await this._items(folder)).map((/** @type {{ name: string }} */ item) => item.name);
  }

  /** @param {string} folder */
  async _items(folder) {
    if (folder && !(await this.list(parent(folder))).includes(name(folder))) {
      return [];
    }
    const { content } = await this._contents.get(folder, { type: 'directory', content: true });
    return content.sort((/** @type {{ name: string }} */ one, /** @type {{ name: string }} */ other) =>
      one.name < other.name ? -1 : 1
    );
  }

  /**
   * @param {string} path
   * @param {string} value
   */
  write(path, value) {
    return this.writeText(path, JSON.stringify(value));
  }

  /**
   * Write a file, make its folder, and let Python see it.
   * @param {string} path
   * @param {string} content
   */
  async writeText(path, content) {
    const folder = parent(path);
    if (!(await this.list(parent(folder))).includes(name(folder))) {
      await this._contents.save(folder, { type: 'directory', name: name(folder), path: folder });
    }
    await this._contents.save(path, { type: 'file', format: 'text', content });
    await this._lay({ [path]: content });
  }

  /**
   * Let Python see the page's notebook as it is kept, where the check reads it.
   * @param {{ path: string }} given
   */
  async toPython({ path }) {
    const { content } = await this._contents.get(path, { type: 'notebook', content: true });
    await this._lay({ [path]: JSON.stringify(content) });
  }

  /** Everything of the learner's in the folder of reflections: {path: text}. */
  async own() {
    /** @type {Record<string, string>} */
    const found = {};
    for (const assignment of await this.list(REFLECTIONS)) {
      const folder = `${REFLECTIONS}/${assignment}`;
      for (const { name: file, last_modified: changed } of await this._items(folder)) {
        const path = `${folder}/${file}`;
        if (file === 'feedback') {
          for (const answer of await this.list(path)) {
            found[`${path}/${answer}`] = await this.text(`${path}/${answer}`);
          }
        } else if (file.endsWith('.ipynb') && changed !== LAID) {
          const { content } = await this._contents.get(path, { type: 'notebook', content: true });
          found[path] = JSON.stringify(content);
        } else if (file === 'handed-in.json') {
          found[path] = await this.text(path);
        }
      }
    }
    return found;
  }

  /** Nothing of the learner's is left in the folder of reflections. */
  async forget() {
    for (const path of Object.keys(await this.own())) {
      await this._contents.delete(path);
    }
    for (const assignment of await this.list(REFLECTIONS)) {
      const folder = `${REFLECTIONS}/${assignment}/feedback`;
      if ((await this.list(parent(folder))).includes('feedback')) {
        await this._contents.delete(folder);
      }
    }
  }

  /**
   * A file that Python wrote.
   * @param {string} path
   * @param {string} text
   */
  async keep(path, text) {
    if (path.endsWith('.ipynb')) {
      await this._contents.save(path, { type: 'notebook', format: 'json', content: JSON.parse(text) });
    } else {
      await this.writeText(path, text);
    }
  }

  async allToPython() {
    await this._lay(await this.own());
  }

  /** @param {Record<string, string>} files */
  async _lay(files) {
    await Python.current?.ask('call', { name: 'lay', args: [files] });
  }
}

/** @param {string} path */
function parent(path) {
  return path.split('/').slice(0, -1).join('/');
}

/** @param {string} path */
function name(path) {
  return path.split('/').at(-1);
}
