// Native controls throughout: the browser's own keyboard, focus and names for screen readers come with them.

const QUIET = 900; // ms after the last key until a draft is kept
const BLANK = /…/g;
const TYPING = 'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=true]';
const ACTING = 'a, button, summary, select, textarea, input:not([type=radio])';

const fresh = () => `nv-${Math.random().toString(36).slice(2)}`;

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Properties} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else if (value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? '' : String(value));
    }
  }
  const there = children.filter(child => child !== undefined && child !== '');
  node.append(.../** @type {(Node | string)[]} */ (there));
  return node;
}

export default {
  /** @param {{ model: Model, el: HTMLElement }} widget */
  render({ model, el: host }) {
    const words = model.get('words');
    const id = fresh();
    /** @type {string | undefined} */
    let shownKey;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;

    // ---- the parts that stay ---------------------------------------------------------------------------

    const progress = el('p', { class: 'nv-reading-progress', role: 'status' });
    /** @type {HTMLSelectElement} */
    const go = el('select', { id: `${id}-go`, onchange: () => leave('go', { to: go.value }) });
    const bar = el(
      'nav',
      { class: 'nv-reading-bar', 'aria-label': words.nav },
      button(words.back, () => leave('back')),
      button(words.skip, () => leave('skip')),
      el('div', { class: 'nv-reading-go' }, el('label', { for: `${id}-go` }, words.go), go)
    );
    const heading = el('h2', { id: `${id}-h`, tabindex: '-1' });
    const note = el('p', { class: 'nv-note' });
    const prompt = el('div', { class: 'nv-reading-prompt' });
    const text = el('div', { class: 'nv-reading-text' });
    const figures = el('div');
    const figuresBox = el('details', { open: true }, el('summary', {}, words.figures), figures);
    const found = el('ul', { class: 'nv-reading-found' });
    const foundBox = el('aside', { 'aria-label': words.found }, el('h3', {}, words.found), found);
    const changes = el('div', { class: 'nv-reading-changes' });
    const changesBox = el(
      'details',
      {},
      el('summary', {}, words.changes),
      el('p', {}, words.changes_how),
      changes
    );
    const whole = el('div', { class: 'nv-reading-whole' });
    const wholeBox = el('details', {}, el('summary', {}, words.whole), whole);
    const before = el('ul', { class: 'nv-reading-found' });
    const beforeBox = el('details', {}, el('summary', {}, words.levels_before), before);
    // a press would take the marking away before it is looked at
    const stays = (/** @type {Event} */ event) => event.preventDefault();
    const quote = button(words.quote, quoteMarked, { onmousedown: stays });
    const sentences = el('ul', { class: 'nv-reading-sentences' });
    const sentencesBox = el('details', {}, el('summary', {}, words.sentences), sentences);
    const cards = el('div', { class: 'nv-reading-levels' });
    const legend = el('legend');
    const levels = el('fieldset', { onchange: changed }, legend, cards);
    const comment = el('textarea', { id: `${id}-c`, rows: '5', oninput: typed, onchange: changed });
    const overall = el('textarea', { id: `${id}-o`, rows: '3', oninput: typed, onchange: changed });
    const overallBox = el(
      'div',
      { class: 'nv-reading-comment' },
      el('label', { for: `${id}-o` }, words.overall),
      overall
    );
    const said = el('p', { class: 'nv-reading-said' });
    const keys = el('input', { type: 'checkbox', checked: true });
    const own = button(words.bank_add, () => send('bank_add', { text: comment.value, level: chosen() }));
    const bank = el('div', { class: 'nv-reading-bank' });
    const form = el(
      'form',
      { onsubmit: save, autocomplete: 'off' },
      levels,
      el('div', { class: 'nv-reading-comment' }, el('label', { for: `${id}-c` }, words.comment), comment),
      overallBox,
      el('div', { class: 'nv-buttons' }, el('button', { class: 'nv-primary', type: 'submit' }, words.save)),
      said,
      el('label', { class: 'nv-reading-keys' }, keys, el('span', {}, words.keys))
    );
    const sheet = el(
      'section',
      { 'aria-labelledby': `${id}-h` },
      heading,
      note,
      el('details', { open: true }, el('summary', {}, words.prompt), prompt),
      text,
      el('div', { class: 'nv-reading-quote' }, quote, sentencesBox),
      foundBox,
      changesBox,
      beforeBox,
      wholeBox,
      figuresBox,
      form,
      el(
        'details',
        { class: 'nv-reading-shelf', open: true },
        el('summary', {}, words.bank),
        el('p', {}, words.bank_hint),
        bank,
        own
      )
    );
    const root = el(
      'div',
      { class: 'nv-reading', 'data-lm-suppress-shortcuts': 'true' },
      progress,
      bar,
      sheet
    );
    host.append(root);

    // ---- a sentence to write about ---------------------------------------------------------------------

    const answers = () => [...text.querySelectorAll('.nv-reading-typed')];

    /** The words that are marked in one answer; of a marking that goes on beyond it, what lies inside. */
    function marking() {
      const selection = window.getSelection();
      const range = selection?.rangeCount ? selection.getRangeAt(0).cloneRange() : null;
      const inside = range && answers().find(one => range.intersectsNode(one));
      if (!range || !inside || range.collapsed) {
        return '';
      }
      if (!inside.contains(range.startContainer)) {
        range.setStart(inside, 0);
      }
      if (!inside.contains(range.endContainer)) {
        range.setEnd(inside, inside.childNodes.length);
      }
      return range.toString();
    }

    function quoteMarked() {
      const marked = marking().trim();
      if (marked) {
        writeAbout(marked);
        return;
      }
      say({ text: words.quote_how, wrong: true });
      sentencesBox.open = true;
      sentences.querySelector('button')?.focus();
    }

    /**
     * Put a learner's words into the comment as a quotation, with room to write under it.
     * @param {string} sentence
     */
    function writeAbout(sentence) {
      const already = comment.value.trimEnd();
      const plain = sentence.replace(/\s+/g, ' ').trim();
      comment.value = `${already}${already ? '\n\n' : ''}> ${plain}\n\n`;
      comment.focus();
      comment.setSelectionRange(comment.value.length, comment.value.length);
      say({});
      typed();
    }

    /** @param {any} answer */
    function drawSentences(answer) {
      const parting = new Intl.Segmenter(answer.lang, { granularity: 'sentence' });
      const all = answer.parts.flatMap((/** @type {[string, string]} */ [, typed]) =>
        [...parting.segment(typed)].map(({ segment }) => segment.trim())
      );
      /** @type {string[]} */
      const some = [...new Set(/** @type {string[]} */ (all).filter(one => /\p{L}/u.test(one)))];
      const pick = { class: 'nv-quiet nv-reading-pick' };
      sentences.replaceChildren(
        ...some.map(one =>
          el(
            'li',
            {},
            button(one, () => writeAbout(one), pick)
          )
        )
      );
      sentences.lang = answer.lang;
      sentencesBox.hidden = quote.hidden = !some.length;
    }

    /** Mark in the answer what the comment quotes of it. */
    function drawMarks() {
      /** @type {string[]} */
      const quotations = [''];
      for (const line of comment.value.split('\n')) {
        const quoted = /^> ?(.*)$/.exec(line);
        if (quoted) {
          quotations.push(`${quotations.pop()} ${quoted[1]}`);
        } else {
          quotations.push('');
        }
      }
      const sought = quotations.map(one => one.trim().split(/\s+/).map(escaped).join('\\s+')).filter(Boolean);
      for (const one of answers()) {
        const typed = one.textContent ?? '';
        const parts = sought.length ? typed.split(new RegExp(`(${sought.join('|')})`, 'u')) : [typed];
        if (one.childNodes.length !== 1 || parts.length > 1) {
          const shown = parts.map((part, at) => (at % 2 ? el('mark', {}, part) : part));
          one.replaceChildren(...shown.filter(part => part !== ''));
        }
      }
    }

    const escaped = (/** @type {string} */ words_) => words_.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

    /**
     * @param {string} label
     * @param {(event: MouseEvent) => unknown} onclick
     */
    function button(label, onclick, properties = {}) {
      return el('button', { type: 'button', class: 'nv-quiet', onclick, ...properties }, label);
    }

    // ---- what is told to the kernel --------------------------------------------------------------------

    const radios = () => [...cards.querySelectorAll('input')];
    const chosen = () => {
      const picked = radios().find(radio => radio.checked);
      return picked ? Number(picked.value) : null;
    };

    /** @param {string} what */
    function send(what, more = {}) {
      model.send({ do: what, ...more });
    }

    const state = () => ({
      key: shownKey,
      score: chosen(),
      comment: comment.value,
      overall: overall.value
    });

    function keep() {
      clearTimeout(timer);
      timer = undefined;
      send('draft', state());
    }

    function typed() {
      drawMarks();
      clearTimeout(timer);
      timer = setTimeout(keep, QUIET);
    }

    /** @param {any} event */
    function changed(event) {
      if (event.currentTarget === levels) {
        drawBank();
      }
      keep();
    }

    /**
     * @param {string} what
     * @param {object} [more]
     */
    function leave(what, more) {
      if (timer) {
        keep();
      }
      send(what, more);
    }

    /** @param {any} event */
    function save(event) {
      event.preventDefault();
      if (chosen() === null) {
        say({ text: words.choose, wrong: true });
        radios()[0]?.focus();
        return;
      }
      clearTimeout(timer);
      timer = undefined;
      send('save', state());
    }

    // ---- what the kernel tells -------------------------------------------------------------------------

    function draw() {
      const answer = model.get('answer');
      sheet.hidden = bar.hidden = !answer.key;
      if (!answer.key) {
        shownKey = undefined;
        return;
      }
      clearTimeout(timer);
      timer = undefined;
      const another = answer.key !== shownKey;
      shownKey = answer.key;
      heading.textContent = answer.heading;
      note.textContent = answer.note;
      note.hidden = !answer.note;
      prompt.lang = text.lang = cards.lang = bank.lang = answer.lang;
      prompt.innerHTML = answer.prompt;
      figures.innerHTML = answer.figures;
      figuresBox.hidden = !answer.figures;
      found.replaceChildren(...(answer.found ?? []).map((/** @type {string} */ one) => el('li', {}, one)));
      foundBox.hidden = !answer.found?.length;
      changes.innerHTML = answer.changes ?? '';
      changesBox.hidden = !answer.changes;
      whole.innerHTML = answer.whole ?? '';
      wholeBox.hidden = !answer.whole;
      before.replaceChildren(
        ...(answer.levels_before ?? []).map((/** @type {string} */ one) => el('li', {}, one))
      );
      beforeBox.hidden = !answer.levels_before?.length;
      changes.lang = whole.lang = answer.lang;
      if (another) {
        changesBox.open = wholeBox.open = beforeBox.open = sentencesBox.open = false;
      }
      text.replaceChildren(
        ...answer.parts.flatMap((/** @type {[string, string, string[]]} */ [title, typed, pictures]) =>
          part(title, typed, pictures, answer)
        )
      );
      legend.textContent = answer.legend;
      cards.replaceChildren(
        ...answer.levels.map((/** @type {[number, string, string]} */ level) => card(level, answer.score))
      );
      cards.classList.toggle(
        'nv-reading-plain',
        answer.levels.every((/** @type {[number, string, string]} */ [, , meaning]) => !meaning)
      );
      if (comment.value !== answer.comment) {
        comment.value = answer.comment;
      }
      overallBox.hidden = answer.overall === null || answer.overall === undefined;
      if (overall.value !== (answer.overall ?? '')) {
        overall.value = answer.overall ?? '';
      }
      drawSentences(answer);
      drawMarks();
      go.value = answer.key;
      drawBank();
      if (another && answer.focus) {
        heading.focus({ preventScroll: true });
        root.scrollIntoView({ block: 'start' });
      }
    }

    /**
     * @param {string} title
     * @param {string} typed
     * @param {string[]} pictures
     * @param {any} answer
     */
    function part(title, typed, pictures, answer) {
      const words_ = typed
        ? el('p', { class: 'nv-reading-typed' }, typed)
        : el('p', { class: 'nv-reading-empty', lang: root.closest('[lang]')?.lang }, words.empty);
      const shown = pictures.map((/** @type {string} */ src) =>
        el('img', { class: 'nv-reading-picture', src, alt: words.picture })
      );
      return [
        el('h3', {}, answer.parts.length > 1 ? title : words.answer),
        ...(typed || !shown.length ? [words_] : []),
        ...shown
      ];
    }

    /**
     * @param {[number, string, string]} given
     * @param {number | null} score
     */
    function card([value, name, meaning], score) {
      const radio = el('input', { type: 'radio', name: `${id}-level`, value: String(value) });
      radio.checked = value === score;
      return el(
        'label',
        { class: 'nv-reading-level' },
        radio,
        el('span', {}, el('b', {}, name), meaning ? el('span', { class: 'nv-reading-meaning' }, meaning) : '')
      );
    }

    function drawPlaces() {
      go.replaceChildren(
        ...model
          .get('places')
          .map((/** @type {[string, string]} */ [key, label]) => el('option', { value: key }, label))
      );
      go.value = shownKey ?? '';
      progress.textContent = model.get('progress');
    }

    function say({ text: sentence = '', wrong = false, blank = false }) {
      said.className = wrong ? 'nv-reading-said nv-note' : 'nv-reading-said nv-saved';
      said.setAttribute('role', wrong ? 'alert' : 'status');
      said.textContent = sentence;
      const quoted = (/** @type {number} */ at) =>
        comment.value.slice(0, at).split('\n').at(-1)?.startsWith('>');
      const blanks = blank ? [...comment.value.matchAll(BLANK)].map(({ index }) => index) : [];
      const at = blanks.find(one => !quoted(one)) ?? -1;
      if (at >= 0) {
        comment.focus();
        comment.setSelectionRange(at, at + 1);
      }
    }

    // ---- the bank --------------------------------------------------------------------------------------

    function drawBank() {
      const level = chosen();
      /** @type {Saying[]} */
      const all = model.get('bank');
      const groups = [
        [words.bank_level, all.filter(one => one.level !== null && one.level === level)],
        [words.bank_general, all.filter(one => one.level === null)]
      ];
      const others = all.filter(one => one.level !== null && one.level !== level);
      const open = bank.querySelector('details')?.open ?? false;
      bank.replaceChildren(
        ...groups.filter(([, some]) => some.length).flatMap(([title, some]) => group(title, some))
      );
      if (others.length) {
        bank.append(el('details', { open }, el('summary', {}, words.bank_other), list(others)));
      }
    }

    /**
     * @param {string} title
     * @param {any[]} some
     */
    const group = (title, some) => [el('h3', {}, title), list(some)];
    /** @param {any[]} some */
    const list = some => el('ul', {}, ...some.map(item));

    /** @param {any} one */
    function item(one) {
      const pick = button(one.text, () => insert(one.text), { class: 'nv-quiet nv-reading-pick' });
      const short = one.text.length > 40 ? `${one.text.slice(0, 40)}…` : one.text;
      const edit = button(words.bank_edit, () => row.replaceChildren(...editor(one, row)), {
        'aria-label': `${words.bank_edit}: ${short}`
      });
      const row = el(
        'li',
        {},
        pick,
        el('span', { class: 'nv-reading-tools' }, one.own ? el('span', {}, words.bank_own) : '', edit)
      );
      if (one.own) {
        row.lastElementChild?.append(
          button(words.bank_delete, sure, { 'aria-label': `${words.bank_delete}: ${short}` })
        );
      }
      /** @param {any} event */
      function sure(event) {
        const certain = button(words.bank_sure, () => send('bank_delete', { id: one.id }));
        event.currentTarget.replaceWith(certain);
        certain.focus();
      }
      return row;
    }

    /**
     * @param {any} one
     * @param {HTMLElement} row
     */
    function editor(one, row) {
      const box = el('textarea', { id: `${id}-${one.id}`, rows: '3' });
      box.value = one.text;
      const back = () => {
        const again = item(one);
        row.replaceWith(again);
        again.querySelector('.nv-reading-tools button')?.focus();
      };
      setTimeout(() => box.focus());
      return [
        el('label', { for: box.id }, words.bank_text),
        box,
        el(
          'span',
          { class: 'nv-buttons' },
          button(words.bank_keep, () => send('bank_change', { id: one.id, text: box.value })),
          button(words.bank_leave, back)
        )
      ];
    }

    /**
     * Put a comment where the cursor is (a box never entered has it at its end), and go to its blank.
     * @param {string} sentence
     */
    function insert(sentence) {
      const { value, selectionEnd: at } = comment;
      const place = document.activeElement === comment || at ? at : value.length;
      const before =
        place && !/\s$/.test(value.slice(0, place)) ? (place === value.length ? '\n\n' : ' ') : '';
      const after = place < value.length && !/^\s/.test(value.slice(place)) ? ' ' : '';
      comment.setRangeText(before + sentence + after, place, place, 'end');
      const start = place + before.length;
      const blank = sentence.indexOf('…');
      comment.focus();
      if (blank >= 0) {
        comment.setSelectionRange(start + blank, start + blank + 1);
      }
      typed();
    }

    // ---- keys ------------------------------------------------------------------------------------------

    /** @param {any} event */
    function pressed(event) {
      const { target, key } = event;
      if (event.defaultPrevented || event.altKey || event.metaKey || !root.checkVisibility() || !shownKey) {
        return;
      }
      if ((target === comment || target === overall) && key === 'Enter' && event.ctrlKey) {
        event.preventDefault();
        form.requestSubmit();
        return;
      }
      if ((target === comment || target === overall) && key === 'Enter' && !event.isComposing) {
        // inside JupyterLab Enter breaks no line by itself
        event.preventDefault();
        target.setRangeText('\n', target.selectionStart, target.selectionEnd, 'end');
        typed();
        return;
      }
      const page = root.closest('.jp-NotebookPanel, .jp-Notebook') ?? root;
      const elsewhere = target !== document.body && !page.contains(target);
      if (!keys.checked || event.ctrlKey || elsewhere || target.closest?.(TYPING)) {
        return;
      }
      const radio = radios().find(one => one.value === key);
      if (radio) {
        event.preventDefault();
        radio.click();
        radio.focus();
      } else if (key === 'Enter' && !target.closest?.(ACTING) && !event.repeat) {
        event.preventDefault();
        form.requestSubmit();
      }
    }

    const listeners = {
      'change:answer': draw,
      'change:places change:progress': drawPlaces,
      'change:bank': drawBank,
      'change:said': () => say(model.get('said'))
    };
    drawPlaces();
    draw();
    for (const [events, listener] of Object.entries(listeners)) {
      model.on(events, listener);
    }
    document.addEventListener('keydown', pressed);
    return () => {
      document.removeEventListener('keydown', pressed);
      for (const [events, listener] of Object.entries(listeners)) {
        model.off(events, listener);
      }
    };
  }
};
