// Handing in where there is no server: one file for the learner to send, and the answer opened from a file.

import { Python } from './python.js';
import { Say } from './say.js';

const NAME = 'netvaerk-name';
// What the facilitator's desk takes for a learner's name (facilitation/taking_in.py).
const FIT = /^[\p{L}\p{N}](?:[\p{L}\p{N}_ .@-]{0,62}[\p{L}\p{N}_])?$/u;
const MOST_FEEDBACK = 20_000_000;

/**
 * @param {any} HandIn the calm page's own foot of a reflection; some of its methods take other things here
 * @param {{ el: El, freshId: (stem: string) => string, files: import('./files.js').Files, address: string }} page
 *   el and freshId are the page's own
 */
export function handInByFile(HandIn, { el, freshId, files, address }) {
  return class extends HandIn {
    /** @param {Page} page */
    constructor(page) {
      super(page);
      this._words = new Say(page.course.lang);
      const say = this._words.say.bind(this._words);
      this._name = el('input', {
        id: freshId('name'),
        type: 'text',
        autocomplete: 'name',
        maxlength: 64,
        value: localStorage.getItem(NAME) ?? ''
      });
      this._name.addEventListener('change', () => localStorage.setItem(NAME, this._name.value.trim()));
      this._said = el('p', { class: 'nv-note', role: 'alert', hidden: true });
      this._answer = el('input', { id: freshId('answer'), type: 'file', accept: '.html,text/html' });
      this._answer.addEventListener('change', () => this._take(this._answer.files?.[0]));
      const buttons = this.node.querySelector('.nv-buttons');
      buttons.before(
        el('p', { class: 'nv-sending' }, say(address ? 'how' : 'how_nowhere', { address })),
        el('p', {}, el('label', { for: this._name.id }, say('name')), ' ', this._name),
        this._said
      );
      this.node.append(
        el(
          'details',
          { class: 'nv-answer' },
          el('summary', {}, say('answer_title')),
          el('p', {}, el('label', { for: this._answer.id }, say('answer_open')), ' ', this._answer)
        )
      );
    }

    async refresh() {
      const { path } = this.page;
      this._sent = await files.read(`${folderOf(path)}/handed-in.json`, []);
      this._answers = (await files.list(`${folderOf(path)}/feedback`)).filter((/** @type {string} */ name) =>
        name.endsWith('.html')
      );
      this._sayStatus();
    }

    /** @param {string} name */
    async readFeedback(name) {
      const wanted = typeof name === 'string' ? name : this._answers.at(-1);
      const text = await files.text(`${folderOf(this.page.path)}/feedback/${wanted}`);
      this._show(text);
    }

    async _run() {
      try {
        await this.page.leave();
        await files.toPython(this.page);
      } catch {
        return null; // the page says what is wrong
      }
      return super._run();
    }

    async handIn() {
      const name = this._called();
      this._said.hidden = FIT.test(name);
      if (!FIT.test(name)) {
        this._said.textContent = this._words.say(name ? 'name_unfit' : 'name_missing');
        this._name.focus();
        return;
      }
      await super.handIn();
    }

    _called() {
      return this._name.value.trim().replace(/\s+/g, ' ');
    }

    async _submit() {
      const say = this._words.say.bind(this._words);
      const name = this._called();
      try {
        await this.page.leave();
        await files.toPython(this.page);
        const content = await Python.current?.ask('call', { name: 'hand_in', args: [this.page.path, name] });
        const file = `${name} - ${this.page.course.stem}.zip`;
        give(content, file);
        this._sent = [...(this._sent ?? []), new Date().toISOString()];
        await files.write(`${folderOf(this.page.path)}/handed-in.json`, this._sent);
        this._sayStatus();
        this._status.textContent = say('made', { file });
        this._more.replaceChildren(...this._where(file));
      } catch {
        this._sayStatus();
        this._status.textContent = say('not_made');
      }
    }

    /**
     * Where it goes from here: nothing has arrived anywhere yet.
     * @param {string} file
     */
    _where(file) {
      const say = this._words.say.bind(this._words);
      if (!address) {
        return [say('send_nowhere')];
      }
      if (address.startsWith('https://')) {
        return [
          say('send_web'),
          ' ',
          el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, address)
        ];
      }
      const subject = encodeURIComponent(`${this.page.course.title}`);
      const body = encodeURIComponent(say('mail_body', { file }));
      const link = el('a', { href: `mailto:${address}?subject=${subject}&body=${body}` }, address);
      return [say('send_mail'), ' ', link];
    }

    _sayStatus() {
      if (!this._sent) {
        return;
      }
      const say = this._words.say.bind(this._words);
      const last = this._sent.at(-1);
      const { words } = this.page;
      const date = last && new Date(last);
      const lines = [
        last ? say('status_made', { date: words.date(date), time: words.time(date) }) : say('status_not')
      ];
      if (this._answers.length) {
        lines.push(say('answer_here'));
      }
      this._status.textContent = lines.join(' ');
      this._send.textContent = say(last ? 'again' : 'make');
      this._feedback.hidden = !this._answers.length;
      this._unread.hidden = true;
    }

    /** @param {File | undefined} file */
    async _take(file) {
      const say = this._words.say.bind(this._words);
      const text = file && file.size < MOST_FEEDBACK ? await file.text() : '';
      if (!/<html[\s>]/i.test(text)) {
        this._said.hidden = false;
        this._said.textContent = say('answer_unfit');
        return;
      }
      this._said.hidden = true;
      await files.writeText(
        `${folderOf(this.page.path)}/feedback/${new Date().toISOString().replaceAll(':', '.')}.html`,
        text
      );
      await this.refresh();
      this._show(text);
    }

    /**
     * In the page's own place, without scripts and without this page's rights.
     * @param {string} text
     */
    _show(text) {
      const say = this._words.say.bind(this._words);
      const frame = el('iframe', { sandbox: '', srcdoc: text, title: say('answer_title') });
      const close = el(
        'button',
        { type: 'button', class: 'nv-primary', autofocus: true },
        say('answer_close')
      );
      const dialog = el(
        'dialog',
        { class: 'nv-dialog nv-answer-dialog', 'aria-label': say('answer_title') },
        close,
        frame
      );
      close.addEventListener('click', () => dialog.close());
      dialog.addEventListener('close', () => dialog.remove());
      this.page.panel.node.append(dialog);
      dialog.showModal();
    }
  };
}

/** @param {string} path */
function folderOf(path) {
  return path.split('/').slice(0, -1).join('/');
}

/**
 * Give the learner a file; `content` is base64.
 * @param {string} content
 * @param {string} file
 */
export function give(content, file, kind = 'application/zip') {
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type: kind }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
