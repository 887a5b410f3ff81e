// The clock shows what the kernel keeps, and counts by itself: it goes on when the kernel is busy or away.

const TICK = 250; // ms
const ON_THE_WALL = 'nv-wall';

/** @param {number} seconds */
const digits = seconds => {
  const whole = Math.ceil(seconds - 1e-6);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};

/** @type {AudioContext | undefined} */
let audio;

// Browsers let a page sound only after a press, so the first press opens the way.
function openSound() {
  audio ??= new AudioContext();
  audio.resume();
}

function chime() {
  if (audio?.state !== 'running') return;
  for (const [after, tone] of [
    [0, 523.25],
    [0.35, 659.25]
  ]) {
    const note = audio.createOscillator();
    const loud = audio.createGain();
    const begins = audio.currentTime + after;
    note.frequency.value = tone;
    loud.gain.setValueAtTime(0.0001, begins);
    loud.gain.exponentialRampToValueAtTime(0.08, begins + 0.05);
    loud.gain.exponentialRampToValueAtTime(0.0001, begins + 1.2);
    note.connect(loud).connect(audio.destination);
    note.start(begins);
    note.stop(begins + 1.3);
  }
}

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

// The clock over the whole screen. A dialogue lies above all of JupyterLab, whose panels would hold a fixed
// element inside them. The window remembers it, not the kernel: a reload brings it back here and nowhere else.
/**
 * @param {HTMLElement} root
 * @param {HTMLElement} el
 * @param {Record<string, string>} words
 */
function wallFor(root, el, words) {
  const wall = document.createElement('dialog');
  wall.className = 'nv-clock-wall';
  wall.dataset.lmSuppressShortcuts = 'true';
  wall.setAttribute('aria-label', words.wall);
  el.append(wall);
  let gone = false;

  /**
   * @param {string} label
   * @param {() => unknown} action
   */
  const button = (label, action) => {
    const made = make('button', 'jupyter-widgets jupyter-button widget-button nv-quiet', root);
    made.type = 'button';
    made.textContent = label;
    made.onclick = action;
    return made;
  };

  function hang() {
    if (gone || wall.open) return;
    if (!wall.isConnected) {
      requestAnimationFrame(hang);
      return;
    }
    sessionStorage.setItem(ON_THE_WALL, 'true');
    wall.append(root);
    wall.showModal();
    opener.hidden = true;
    closer.hidden = false;
    closer.focus(); // a key pressed by mistake must not begin the rounds again
  }

  const opener = button(words.wall, () => {
    // First the screen: what is made full after the dialogue would lie over it.
    document.documentElement
      .requestFullscreen()
      .catch(() => {})
      .finally(hang);
  });
  const closer = button(words.wall_close, () => wall.close());
  closer.hidden = true;
  wall.onclose = () => {
    sessionStorage.removeItem(ON_THE_WALL);
    if (document.fullscreenElement) document.exitFullscreen();
    el.prepend(root);
    opener.hidden = false;
    closer.hidden = true;
    opener.focus();
  };
  if (sessionStorage.getItem(ON_THE_WALL)) hang();
  return () => {
    gone = true;
  };
}

export default {
  /** @param {{ model: Model, el: HTMLElement }} widget */
  render({ model, el }) {
    const root = make('div', 'nv-clock', el);
    root.dataset.lmSuppressShortcuts = 'true';
    const list = make('ol', '', root);
    const time = make('p', 'nv-clock-time', root);
    time.setAttribute('role', 'timer');
    time.setAttribute('aria-live', 'off');
    const said = make('p', 'nv-clock-now', root);
    said.setAttribute('role', 'status');
    const words = model.get('words');
    const phases = model.get('phases');
    const seats = make('div', 'nv-clock-seats', root);
    const row = make('div', 'nv-clock-buttons', root);
    /**
     * @param {string} sentence
     * @param {Record<string, string>} names
     */
    const fill = (sentence, names) => sentence.replace(/\{(\w+)\}/g, (_, name) => names[name]);

    for (const [, , , listed] of phases) {
      make('li', '', list).textContent = listed;
    }

    /**
     * @param {string} what
     * @param {string} label
     * @param {boolean} [main]
     */
    const button = (what, label, main) => {
      const made = make(
        'button',
        `jupyter-widgets jupyter-button widget-button ${main ? 'nv-primary' : 'nv-quiet'}`,
        row
      );
      made.type = 'button';
      made.dataset.what = what;
      made.textContent = label;
      made.onclick = () => {
        if (model.get('state').sound) openSound();
        model.send({ what, now: Date.now() / 1000 });
      };
    };

    // Who sits where, for those who stand in the middle of the room and look up.
    /** @param {number} at */
    function seat(at) {
      seats.replaceChildren();
      const [, , , , tables] = phases[Math.min(at, phases.length - 1)];
      for (const [table, names] of tables ?? []) {
        const one = make('div', '', seats);
        make('h4', '', one).textContent = table;
        const people = make('ul', '', one);
        for (const name of names) make('li', '', people).textContent = name;
      }
    }

    const takeDown = words.wall ? wallFor(root, el, words) : () => {};

    /** @type {number | null | undefined} */
    let shown; // the phase whose minutes have been counted here, and how far
    let before = Infinity;

    /** @param {any} state */
    const under = state => state.phase !== null && state.phase < phases.length;
    /** @param {any} state */
    const left = state => (state.ends === null ? state.left : Math.max(0, state.ends - Date.now() / 1000));

    /** @param {string} sentence */
    function say(sentence) {
      if (said.textContent !== sentence) said.textContent = sentence;
    }

    function tick() {
      const state = model.get('state');
      if (!under(state)) return;
      const rest = left(state);
      const [name, todo] = phases[state.phase];
      time.textContent = digits(rest);
      const up = rest <= 0;
      if (state.ends === null) say(fill(words.paused, { name }));
      else if (up) say(fill(words.up, { name }));
      else if (rest <= model.get('warn')) say(fill(words.warn, { name }));
      else say(fill(words.now, { name, do: todo }));
      // A clock that ran out while nobody looked keeps silent.
      if (up && before > 0 && before < Infinity && state.sound) chime();
      before = rest;
    }

    function draw() {
      const state = model.get('state');
      if (shown !== state.phase) {
        shown = state.phase;
        before = Infinity;
        seat(state.phase ?? 0);
      }
      [...list.children].forEach((item, at) => {
        item.className = state.phase !== null && at < state.phase ? 'nv-past' : '';
        if (at === state.phase) item.setAttribute('aria-current', 'step');
        else item.removeAttribute('aria-current');
      });
      const active = /** @type {HTMLElement | null} */ (document.activeElement);
      const held = active && row.contains(active) ? active.dataset.what : undefined;
      row.replaceChildren();
      if (under(state)) {
        button('next', state.phase + 1 < phases.length ? words.next : words.finish, true);
        if (state.ends === null) button('resume', words.resume);
        else button('pause', words.pause);
        if (state.phase > 0) button('back', words.back);
        button('again', words.again);
      } else if (state.phase === null) {
        button('start', words.start, true);
        time.textContent = digits(phases[0][2]);
        say(words.ready);
      } else {
        button('again', words.again, true);
        time.textContent = digits(0);
        say(words.done);
      }
      if (held) {
        const other = held === 'pause' ? 'resume' : held === 'resume' ? 'pause' : undefined;
        const again = [held, other].map(what => row.querySelector(`[data-what="${what}"]`)).find(Boolean);
        (again ?? /** @type {HTMLElement | null} */ (row.firstElementChild))?.focus();
      }
      tick();
    }

    draw();
    const opened = () => model.get('state').sound && openSound();
    document.addEventListener('pointerdown', opened);
    document.addEventListener('keydown', opened);
    const ticking = setInterval(tick, TICK);
    model.on('change:state', draw);
    return () => {
      takeDown();
      clearInterval(ticking);
      document.removeEventListener('pointerdown', opened);
      document.removeEventListener('keydown', opened);
      model.off('change:state', draw);
    };
  }
};
