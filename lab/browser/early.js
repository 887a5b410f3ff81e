// The first script of the page: it says where things lie, begins to fetch Python, and lets JupyterLab come.
(() => {
  const script = /** @type {HTMLElement} */ (document.getElementById('jupyter-config-data'));
  const config = JSON.parse(script.textContent);
  const root = new URL('..', /** @type {HTMLScriptElement} */ (document.currentScript).src);
  /** @param {string} path */
  const at = path => new URL(path, root).pathname;
  const asked = new URLSearchParams(location.search).get('path') ?? '';
  window.netvaerkAsked = asked; // JupyterLab changes the address before any page is open
  const lang = /^en\/|-en\//.test(asked) ? 'en' : 'da';
  document.documentElement.lang = lang;
  rememberHere();

  Object.assign(config, {
    baseUrl: root.pathname,
    appUrl: at('lab'),
    fullStaticUrl: at('build'),
    fullLabextensionsUrl: at('extensions'),
    settingsUrl: at('build/schemas'),
    netvaerkEdition: at('browser/edition.js')
  });
  config.settingsOverrides['@jupyterlab/translation-extension:plugin'] = {
    locale: lang === 'da' ? 'da_DK' : 'en'
  };
  script.textContent = JSON.stringify(config);

  // Python and JupyterLab are fetched side by side; whoever needs Python finds its worker here.
  // What its thread says of itself is told here alone: it may be there long before JupyterLab, and what it said
  // before anybody listened is kept (see keeping.js).
  window.netvaerkNotices = [];
  window.netvaerkWorker = () => {
    const worker = new Worker(at('browser/worker.js'), { type: 'module' });
    worker.addEventListener('message', ({ data: { notice } }) => {
      if (notice && window.netvaerkNotices) {
        window.netvaerkNotices.push(notice);
      } else if (notice) {
        document.dispatchEvent(new CustomEvent('netvaerk-notice', { detail: notice }));
      }
    });
    return worker;
  };
  window.netvaerkPython = window.netvaerkWorker();

  // The text at once, from the page that needs no script; JupyterLab's page takes its place when it is there.
  const twin = asked.match(/^(?:da|en)\/[^/]+(?=\.ipynb$)/)?.[0];
  const reading = twin ? fetch(at(`${twin}.html`)) : undefined;
  document.addEventListener('DOMContentLoaded', async () => {
    const reply = await reading;
    const main =
      reply?.ok && new DOMParser().parseFromString(await reply.text(), 'text/html').querySelector('main');
    if (!main) {
      return;
    }
    for (const link of main.querySelectorAll('[src], [href]')) {
      for (const name of ['src', 'href']) {
        const value = link.getAttribute(name);
        if (value && !value.startsWith('#')) {
          link.setAttribute(name, new URL(value, new URL(`${twin}.html`, root)).href);
        }
      }
    }
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = at('browser/reading.css');
    window.netvaerkText.show(main, style, root.pathname);
  });

  const bundle = document.createElement('script');
  bundle.src = at('build/lab/bundle.js');
  document.head.append(bundle);

  // A browser that may not store anything for a site refuses even to be asked: then the window's own memory
  // answers for as long as it is open. JupyterLab keeps its files there, too, once IndexedDB has refused.
  function rememberHere() {
    try {
      localStorage.getItem('');
    } catch {
      /** @type {Map<string, string>} */
      const held = new Map();
      const value = {
        getItem: (/** @type {string} */ key) => held.get(key) ?? null,
        setItem: (/** @type {string} */ key, /** @type {string} */ words) => held.set(key, String(words)),
        removeItem: (/** @type {string} */ key) => held.delete(key),
        clear: () => held.clear(),
        key: (/** @type {number} */ at) => [...held.keys()][at] ?? null,
        get length() {
          return held.size;
        }
      };
      Object.defineProperty(window, 'localStorage', { value });
      // refused as well, and no other window shares this memory
      Object.defineProperty(navigator, 'locks', { value: undefined });
    }
  }
})();
