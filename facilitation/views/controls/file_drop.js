const PIECE = 1_000_000;

const fresh = () => `nv-${Math.random().toString(36).slice(2)}`;

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Partial<HTMLElementTagNameMap[T]>} properties
 * @returns {HTMLElementTagNameMap[T]}
 */
function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

/**
 * What was dropped: files, and the names of folders, whose bytes no browser gives.
 * @param {DataTransfer} given
 */
function dropped(given) {
  const folders = [...given.items]
    .map(item => item.webkitGetAsEntry?.())
    .filter(entry => entry?.isDirectory)
    .map(entry => entry?.name ?? '');
  return { folders, files: [...given.files].filter(file => !folders.includes(file.name)) };
}

export default {
  /** @param {{ model: Model, el: HTMLElement }} widget */
  render({ model, el }) {
    const words = model.get('words');
    const id = fresh();
    const heading = make('h2', { id: `${id}-h`, textContent: words.title });
    const how = make('p', { id: `${id}-how`, textContent: words.how });
    const input = make('input', {
      id,
      type: 'file',
      multiple: true,
      accept: model.get('accept'),
      className: 'nv-unseen'
    });
    input.setAttribute('aria-describedby', how.id);
    const label = make('label', { htmlFor: id, textContent: words.choose, className: 'nv-file-label' });
    const button = make('div', { className: 'nv-file' });
    button.append(input, label);
    const said = make('p', { className: 'nv-saved' });
    said.setAttribute('role', 'status');
    const root = make('section', { className: 'nv-drop' });
    root.setAttribute('aria-labelledby', heading.id);
    root.dataset.lmSuppressShortcuts = 'true'; // Enter and Space are the chooser's, not JupyterLab's
    root.append(heading, how, button, said);
    el.append(root);

    let sent = 0;
    /** @type {Map<number, (heard: unknown) => void>} */
    const waiting = new Map();
    /** @type {Promise<void>} */
    let before = Promise.resolve();

    /**
     * Say it to the page's Python, and wait until it has been heard.
     * @param {Record<string, unknown>} message
     * @param {ArrayBuffer[]} [buffers]
     */
    function tell(message, buffers = []) {
      sent += 1;
      const at = sent;
      const heard = new Promise(done => waiting.set(at, done));
      model.send({ ...message, at }, undefined, buffers);
      return heard;
    }

    /** @param {File} file */
    async function give(file) {
      const { name, size } = file;
      if (size > model.get('most_bytes')) {
        await tell({ do: 'left', name, why: 'too_big' });
        return;
      }
      for (let from = 0; from === 0 || from < size; from += PIECE) {
        let part;
        try {
          part = await file.slice(from, from + PIECE).arrayBuffer();
        } catch {
          await tell({ do: 'left', name, why: 'failed', begun: from > 0 });
          return;
        }
        await tell({ do: 'piece', name, first: from === 0 }, [part]);
      }
    }

    /** @param {{ files: File[], folders: string[] }} all */
    async function giveAll({ files, folders }) {
      said.textContent = words.reading;
      await tell({ do: 'begin' });
      for (const name of folders) {
        await tell({ do: 'left', name, why: 'folder' });
      }
      for (const file of files) {
        await give(file);
      }
      await tell({ do: 'all' });
      said.textContent = '';
      input.value = ''; // so that the same file can be chosen again once it is mended
    }

    /** One after the other. @param {{ files: File[], folders: string[] }} all */
    function queue(all) {
      if (all.files.length || all.folders.length) {
        before = before.then(() => giveAll(all));
      }
    }

    input.addEventListener('change', () => queue({ files: [...(input.files ?? [])], folders: [] }));
    // Enter opens the browser's chooser only now and then inside JupyterLab; Space always does.
    input.addEventListener('keydown', event => {
      if (event.key === 'Enter') {
        event.preventDefault();
        input.click();
      }
    });

    // A file dropped beside the area would take the place of the page.
    const watched = new AbortController();
    const everywhere = { signal: watched.signal };
    /** @param {DragEvent} event */
    const over = event => {
      if (event.dataTransfer?.types.includes('Files') && root.isConnected) {
        event.preventDefault();
        root.classList.toggle('nv-drop-over', event.type === 'dragover' && inside(event));
      }
    };
    /** @param {Event} event */
    const inside = event => root.contains(/** @type {Node} */ (event.target));
    addEventListener('dragover', over, everywhere);
    addEventListener('dragleave', over, everywhere);
    addEventListener('drop', over, everywhere);
    root.addEventListener('drop', event => {
      if (event.dataTransfer) {
        queue(dropped(event.dataTransfer));
      }
    });

    /** @param {any} message */
    function hear(message) {
      waiting.get(message.heard)?.(message);
      waiting.delete(message.heard);
    }
    model.on('msg:custom', hear);
    return () => {
      watched.abort();
      model.off('msg:custom', hear);
    };
  }
};
