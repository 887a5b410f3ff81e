const REMEMBERED = 'nv-part';

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} className
 * @param {HTMLElement} parent
 * @returns {HTMLElementTagNameMap[T]}
 */
function make(tag, className, parent) {
  const element = document.createElement(tag);
  element.className = className;
  parent.append(element);
  return element;
}

export default {
  /** @param {{ model: Model, el: HTMLElement }} widget */
  render({ model, el }) {
    el.classList.add('nv-fold');
    const heading = make('h3', '', el);
    const button = make('button', 'nv-fold-button', heading);
    button.type = 'button';
    const sign = make('span', 'nv-fold-sign', button);
    sign.setAttribute('aria-hidden', 'true');
    const title = make('span', 'nv-fold-title', button);
    const status = make('span', 'nv-fold-status', button);

    function draw() {
      const open = model.get('unfolded');
      button.setAttribute('aria-expanded', String(open));
      sign.textContent = open ? '–' : '+';
      title.textContent = model.get('title');
      status.textContent = model.get('status');
    }

    /** @param {boolean} open */
    function set(open) {
      model.set('unfolded', open);
      model.save_changes();
    }

    button.onclick = () => {
      const open = !model.get('unfolded');
      if (open) sessionStorage.setItem(REMEMBERED, model.get('part'));
      else sessionStorage.removeItem(REMEMBERED);
      set(open);
      // The part above folds at the same time and would carry this one off the screen.
      if (open) setTimeout(() => button.scrollIntoView({ block: 'start' }), 300);
    };
    draw();
    if (sessionStorage.getItem(REMEMBERED) === model.get('part') && !model.get('unfolded')) set(true);
    /** @param {any} message */
    const show = message => {
      if (message !== 'show') return;
      const { top } = button.getBoundingClientRect();
      if (top < 80 || top > innerHeight * 0.8)
        setTimeout(() => button.scrollIntoView({ block: 'start' }), 100);
    };
    model.on('change', draw);
    model.on('msg:custom', show);
    return () => {
      model.off('change', draw);
      model.off('msg:custom', show);
    };
  }
};
