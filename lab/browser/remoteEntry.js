// A prebuilt extension as JupyterLab expects it, like netvaerk-calm's own.
(() => {
  const here = new URL('../../browser/', /** @type {HTMLScriptElement} */ (document.currentScript).src);
  /** @type {Scope} */
  let shared;
  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB['netvaerk-browser'] = {
    init(/** @type {Scope} */ scope) {
      shared = scope;
    },
    async get() {
      const { plugins } = await import(new URL('extension.js', here).href);
      const list = await plugins(shared);
      return () => ({ __esModule: true, default: list });
    }
  };
})();
