// What JupyterLab expects of a prebuilt extension: a container in window._JUPYTERLAB that is given the shared
// modules (init) and hands out its own (get). Everything else lies in readable modules beside this file.
(() => {
  const here = new URL('.', /** @type {HTMLScriptElement} */ (document.currentScript).src);

  // Before the first notebook is drawn, so that no code flashes by.
  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = new URL('calm.css', here).href;
  const styled = new Promise(done => {
    style.onload = done;
    style.onerror = done;
  });
  document.head.append(style);

  // A learner sees the page, or its bar and a line that it is on its way, never JupyterLab's own frame.
  const config = JSON.parse(document.getElementById('jupyter-config-data')?.textContent ?? '{}');
  if (config.netvaerkFrame === 'learner') {
    document.body.classList.add('nv-learner', 'nv-opening');
    const lang = /(\/|-)en\//.test(location.pathname) ? 'en' : 'da';
    document.documentElement.lang = lang;
    const spoken = fetch(new URL('strings.json', here)).then(reply => reply.json());
    Promise.all([spoken, styled]).then(([strings]) => {
      if (!document.body.classList.contains('nv-opening')) {
        return; // the page was faster
      }
      document.body.dataset.nvOpening = strings.opening[lang];
      const parts = ['nv-top', 'nv-brand', 'nv-side'].map(name => {
        const part = document.createElement('div');
        part.className = name;
        return part;
      });
      parts[1].textContent = strings.course[lang];
      parts[0].append(parts[1], parts[2]);
      document.body.append(parts[0]);
    });
  }

  /** @type {Scope} */
  let shared;
  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB['netvaerk-calm'] = {
    init(/** @type {Scope} */ scope) {
      shared = scope;
    },
    async get(/** @type {string} */ module) {
      if (module !== './extension') {
        throw new Error(`netvaerk-calm has no module ${module}`);
      }
      const { plugins } = await import(new URL('extension.js', here).href);
      const list = await plugins(shared);
      return () => ({ __esModule: true, default: list });
    }
  };
})();
