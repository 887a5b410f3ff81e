// The text of a page, over the place where JupyterLab will draw it: read while that comes.
(() => {
  const LINE = 60; // what stands under the page's bar, in pixels
  /** @type {HTMLElement | null} */
  let over = null;

  window.netvaerkText = {
    /**
     * Show the text that a page is to open with.
     * @param {HTMLElement} main a section for each cell that is read (see facilitation/pages/reading_text.py)
     * @param {Node} style
     * @param {string} base JupyterLab's own address, under which the browser remembers places
     */
    show(main, style, base) {
      if (document.querySelector('.nv-page[data-nv-path]')) {
        return; // the page was faster
      }
      onlyItsStep(main, base);
      over = document.createElement('div');
      over.id = 'nv-twin';
      over.tabIndex = 0; // it is moved with the keyboard, too
      over.setAttribute('role', 'group');
      over.setAttribute('aria-label', main.dataset.course ?? '');
      const bar = document.createElement('div');
      bar.className = 'nv-brand';
      bar.append(main.dataset.course ?? '');
      over.attachShadow({ mode: 'open' }).append(style, bar, main);
      document.body.append(over);
    },

    /**
     * Take the text away; gives the paragraph that was read, null where one had not scrolled.
     * @param {(text: Element) => Element[]} blocks the paragraphs of a text, as the page counts them
     */
    leave(blocks) {
      const scrolled = over && over.scrollTop > 8;
      /** @param {Iterable<Element>} parts */
      const first = parts => [...parts].findIndex(part => part.getBoundingClientRect().bottom > LINE);
      const cells = over?.shadowRoot?.querySelectorAll('section') ?? [];
      const cell = scrolled ? cells[first(cells)] : undefined;
      const read = cell && { cell: cell.id, block: first(blocks(cell)) };
      over?.remove();
      over = null;
      return read ?? null;
    }
  };

  /**
   * As the page itself will: the step of the place in the address, else of the one that this browser remembers.
   * @param {HTMLElement} main
   * @param {string} base
   */
  function onlyItsStep(main, base) {
    const { stem, steps } = main.dataset;
    const starts = steps?.split(' ') ?? [];
    const parts = [...main.children];
    if (starts.length < 2 || remembered('netvaerk-reading') === 'whole') {
      return;
    }
    /** @param {string | undefined} id */
    const at = id => parts.findIndex(part => part.id && part.id === id);
    const kept = JSON.parse(
      remembered(`netvaerk-place:${new URL(base, location.href).href}:${stem}`) ?? '{}'
    );
    const place =
      [decodeURIComponent(location.hash.slice(1)), kept?.cell].map(at).find(found => found >= 0) ?? 0;
    const from =
      starts
        .map(at)
        .filter(start => start >= 0 && start <= place)
        .at(-1) ?? 0;
    const to = starts.map(at).find(start => start > from) ?? parts.length;
    for (const part of [...parts.slice(0, from), ...parts.slice(to)]) {
      part.remove();
    }
  }

  /** @param {string} name */
  function remembered(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  }

  const told = /** @type {HTMLTemplateElement | null} */ (document.getElementById('nv-text'));
  const put = () => {
    const [main, style] = ['main', 'style'].map(name => told?.content.querySelector(name));
    if (!document.body) {
      requestAnimationFrame(put); // this stands in the head of the page
    } else if (main && style) {
      const config = JSON.parse(document.getElementById('jupyter-config-data')?.textContent ?? '{}');
      window.netvaerkText.show(main, style, config.baseUrl);
    }
  };
  told && put();
})();
