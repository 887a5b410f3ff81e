const PIECE = 1_000_000;

export default {
  /** @param {{ model: Model, el: HTMLElement }} widget */
  render({ model, el }) {
    const input = document.createElement('input');
    input.type = 'file';
    // Every widget loads this module anew: a count would not tell two apart.
    input.id = `nv-${Math.random().toString(36).slice(2)}`;
    input.accept = model.get('accept');
    input.className = 'nv-unseen';
    const label = document.createElement('label');
    label.htmlFor = input.id;
    label.textContent = model.get('label');
    label.className = 'nv-file-label';
    const said = document.createElement('span');
    said.className = 'nv-saved';
    said.setAttribute('role', 'status');
    const root = document.createElement('div');
    root.className = 'nv-file';
    root.dataset.lmSuppressShortcuts = 'true'; // Enter and Space are the chooser's, not JupyterLab's
    root.append(input, label, said);
    el.append(root);

    /** @param {any} message */
    function hear(message) {
      if ('heard' in message) {
        said.textContent = '';
        input.value = ''; // so that the same file can be chosen again once it is mended
      }
    }

    /** @param {File} file */
    async function send(file) {
      said.textContent = model.get('reading');
      if (file.size > model.get('most_bytes')) {
        model.send({ what: 'too_big', size: file.size });
        return;
      }
      let data;
      try {
        data = await file.arrayBuffer();
      } catch {
        model.send({ what: 'failed' });
        return;
      }
      const pieces = Math.max(1, Math.ceil(data.byteLength / PIECE));
      for (let piece = 0; piece < pieces; piece += 1) {
        const part = data.slice(piece * PIECE, (piece + 1) * PIECE);
        model.send({ what: 'file', name: file.name, piece, pieces }, undefined, [part]);
      }
    }

    input.addEventListener('change', () => {
      if (input.files?.length) {
        send(input.files[0]);
      }
    });
    // Enter opens the browser's chooser only now and then inside JupyterLab; Space always does.
    input.addEventListener('keydown', event => {
      if (event.key === 'Enter') {
        event.preventDefault();
        input.click();
      }
    });
    root.addEventListener('dragover', event => event.preventDefault());
    root.addEventListener('drop', event => {
      event.preventDefault();
      event.stopPropagation();
      if (event.dataTransfer?.files.length) {
        send(event.dataTransfer.files[0]);
      }
    });

    model.on('msg:custom', hear);
    return () => model.off('msg:custom', hear);
  }
};
