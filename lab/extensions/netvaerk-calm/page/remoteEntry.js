// What JupyterLab expects of a prebuilt extension: a container in window._JUPYTERLAB that is given the shared
// modules (init) and hands out its own (get). Everything else lies in readable modules beside this file.
(() => {
  const here = new URL('.', /** @type {HTMLScriptElement} */ (document.currentScript).src);

  // Before the first notebook is drawn, so that no code flashes by.
  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = new URL('calm.css', here).href;
  document.head.append(style);

  // A learner sees the page or a line that it is on its way, never JupyterLab's own frame.
  const config = JSON.parse(document.getElementById('jupyter-config-data')?.textContent ?? '{}');
  if (config.netvaerkFrame === 'learner') {
    document.body.classList.add('nv-learner', 'nv-opening');
    const lang = /(\/|-)en\//.test(location.pathname) ? 'en' : 'da';
    document.documentElement.lang = lang;
    fetch(new URL('strings.json', here))
      .then(reply => reply.json())
      .then(strings => {
        document.body.dataset.nvOpening = strings.opening[lang];
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
