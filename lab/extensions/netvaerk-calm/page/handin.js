// The foot of a reflection: check, hand in, read feedback. nbgrader's own server extension does the work.

import { el, freshId, pause } from './dom.js';
import { run, shown } from './exercises.js';
import { COURSE, ask, fileAddress, isAlone, isOffline, pageAddress, statusOf } from './lab.js';

const CHECK = 'application/vnd.netvaerk.check+json';
const KERNEL_UP = 30_000;

export class HandIn {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    const { say } = page;
    const heading = el('h2', { id: freshId('handin') }, say('handin_title'));
    this._status = el('p', { class: 'nv-status', role: 'status' });
    this._fixes = el('div', { class: 'nv-fixes', role: 'status' });
    this._more = el('p', { class: 'nv-more' });
    this._check = this._button('check_button', 'nv-quiet', () => this.check());
    this._send = this._button('handin_button', 'nv-primary', () => this.handIn());
    this._feedback = this._button('feedback_button', 'nv-quiet', () => this.readFeedback());
    this._feedback.hidden = true;
    this._since = el('p', { class: 'nv-since', role: 'status', hidden: true }, say('status_since'));
    this._unread = el('p', { class: 'nv-unread', hidden: true }, say('status_unread'));
    this._earlier = el('details', { class: 'nv-earlier', hidden: true });
    this._other = el('p', { class: 'nv-other', hidden: true });
    this.node = el(
      'section',
      { class: 'nv-handin', 'aria-labelledby': heading.id },
      heading,
      this._deadlineLine(),
      this._status,
      this._since,
      this._other,
      this._unread,
      this._fixes,
      el('div', { class: 'nv-buttons' }, this._check, this._send, this._feedback),
      this._more,
      isAlone() && this._alone(),
      this._earlier
    );
    /** @type {Submission[]} */
    this._submissions = [];
  }

  open() {
    for (const cell of this.page.cells('check')) {
      cell.node.classList.add('nv-check');
    }
    this.refresh();
  }

  /** Say how it stands: not handed in, handed in when, feedback or none. */
  async refresh() {
    try {
      this._take(await this._listing());
      this._sayStatus();
    } catch (error) {
      this._put('status_unknown');
      if (statusOf(error) === 404) {
        this._putOff('handin_unavailable');
      }
    }
  }

  /** Save, run the check cells, and show what to mend; returns the list, or null where the check broke down. */
  async check() {
    return this._busy('checking', async () => {
      const fixes = await this._run();
      this._sayStatus();
      if (fixes === null) {
        this._put('check_failed');
      } else {
        this._showFixes(fixes);
      }
      return fixes;
    });
  }

  async handIn() {
    await this._busy('handing_in', async () => {
      this._fixes.replaceChildren();
      this._more.replaceChildren();
      const failed = await this.page.leave().catch(error => error);
      if (failed) {
        this._sayStatus();
        this._put(isOffline(failed) ? 'handin_offline' : 'handin_unsaved');
        return;
      }
      const fixes = await this._run();
      // A check that broke down must not stand in the way: it is a help, not a gate.
      if (fixes?.length) {
        this._showFixes(fixes);
        if (!(await this._ask(fixes))) {
          this._sayStatus();
          this.page.answers?.focus();
          return;
        }
      }
      await this._submit();
    });
  }

  /**
   * Open the feedback on one hand-in, the latest that has any unless its time is given.
   * @param {string} [timestamp]
   */
  async readFeedback(timestamp) {
    const wanted = () =>
      timestamp ? this._submissions.find(item => item.timestamp === timestamp) : this._latestFeedback();
    this.page.hush('feedback_failed');
    // Opened at once, while the browser still knows that somebody clicked.
    const tab = window.open('', '_blank');
    try {
      let submission = wanted();
      if (!submission?.has_local_feedback || submission.feedback_updated) {
        this._take(listed(await this._post('assignments/fetch_feedback')));
        submission = wanted();
      }
      if (!submission?.local_feedback_path) {
        throw new Error('feedback did not arrive');
      }
      const folder = submission.local_feedback_path.replaceAll('\\', '/');
      const url = fileAddress(`${folder}/${submission.notebooks[0].notebook_id}.html`);
      if (tab) {
        tab.opener = null;
        tab.location.replace(url);
      } else {
        this._more.replaceChildren(
          this.page.say('feedback_blocked'),
          ' ',
          el('a', { href: url, target: '_blank', rel: 'noopener' }, this.page.say('feedback_button'))
        );
      }
    } catch {
      tab?.close();
      this.page.tell('feedback_failed', { trouble: true });
    }
  }

  async _submit() {
    const before = new Set(this._submissions.map(({ timestamp }) => timestamp));
    let arrived;
    try {
      await this.page.leave();
      listed(await this._post('assignments/submit'));
      this._take(await this._listing());
      arrived = this._submissions.filter(({ timestamp }) => !before.has(timestamp)).at(-1);
    } catch (error) {
      this._sayStatus();
      if (isOffline(error)) {
        this._put('handin_offline');
      } else {
        this._putOff(statusOf(error) === 404 ? 'handin_unavailable' : 'handin_failed');
      }
      return;
    }
    if (!arrived) {
      this._putOff('handin_unconfirmed');
      return;
    }
    this._sayStatus();
  }

  /** What the check cells find, or null. */
  async _run() {
    const session = this.page.context.sessionContext;
    try {
      await this.page.leave();
      // A quick hand may come before the kernel is up, and an unchecked hand-in would not say what is missing.
      const { dataset } = this.page.panel.node;
      for (
        let waited = 0;
        dataset.nvReady !== 'true' && !dataset.nvTrouble && waited < KERNEL_UP;
        waited += 100
      ) {
        await pause(100);
      }
      const cells = this.page.cells('check');
      if (!cells.every(cell => cell.model.trusted)) {
        return null;
      }
      const fixes = [];
      for (const cell of cells) {
        await run(cell, session);
        const results = shown(cell).filter(data => CHECK in data);
        if (!results.length) {
          return null;
        }
        fixes.push(...results.flatMap(data => data[CHECK].fixes));
      }
      this.page.answers?.miss(cells);
      return fixes;
    } catch {
      return null;
    }
  }

  /**
   * Hand in with something missing? Resolves to the learner's choice; Escape means no.
   * @param {string[]} fixes
   */
  _ask(fixes) {
    const { say } = this.page;
    const title = el('h2', { id: freshId('dialog') }, say('dialog_title'));
    const list = el('ul', { id: freshId('dialog') }, ...fixes.map(fix => el('li', {}, fix)));
    /** @type {HTMLDialogElement} */
    const dialog = el(
      'dialog',
      { class: 'nv-dialog', 'aria-labelledby': title.id, 'aria-describedby': list.id },
      title,
      el('p', {}, say('dialog_body')),
      list,
      el(
        'div',
        { class: 'nv-buttons' },
        el(
          'button',
          { type: 'button', class: 'nv-primary', autofocus: true, onclick: () => dialog.close('') },
          say('dialog_back')
        ),
        el(
          'button',
          { type: 'button', class: 'nv-quiet', onclick: () => dialog.close('send') },
          say('dialog_send')
        )
      )
    );
    this.page.panel.node.append(dialog);
    dialog.showModal();
    return new Promise(resolve => {
      dialog.addEventListener('close', () => {
        dialog.remove();
        resolve(dialog.returnValue === 'send');
      });
    });
  }

  /**
   * @param {string} key
   * @param {() => Promise<any>} work
   */
  async _busy(key, work) {
    if (this._working) {
      return undefined;
    }
    this._working = true;
    const buttons = [this._check, this._send];
    buttons.forEach(button => button.setAttribute('aria-disabled', 'true'));
    this._put(key);
    try {
      return await work();
    } finally {
      this._working = false;
      buttons.forEach(button => button.removeAttribute('aria-disabled'));
    }
  }

  async _listing() {
    return listed(await ask(this.page.server, 'assignments', { query: { course_id: COURSE } }));
  }

  /** @param {string} endpoint */
  _post(endpoint) {
    return ask(this.page.server, endpoint, {
      method: 'POST',
      body: { course_id: COURSE, assignment_id: this.page.course.assignment }
    });
  }

  /** @param {Assignment[]} assignments */
  _take(assignments) {
    const { assignment } = this.page.course;
    const mine = assignments.find(item => item.status === 'submitted' && item.assignment_id === assignment);
    this._submissions = mine?.submissions ?? [];
    const { twin } = this.page;
    const other = assignments.find(item => item.status === 'submitted' && item.assignment_id === twin);
    this._sayOther(twin === assignment ? undefined : other?.submissions.at(-1));
  }

  /**
   * What was handed in in the other language counts here: nothing has to be written twice.
   * @param {Submission | undefined} submission
   */
  _sayOther(submission) {
    const { page } = this;
    const shownHere = submission && !this._submissions.length;
    this._other.hidden = !shownHere;
    if (shownHere) {
      const link = page.links.to(page.twinPath, pageAddress(page.twinPath), {}, page.say('other_open'));
      this._other.replaceChildren(page.say('other_handed_in', this._when(submission)), ' ', link);
    }
    this._elsewhere = Boolean(shownHere);
  }

  /** Nobody collects on this machine: say so, and what to do instead. */
  _alone() {
    const { page } = this;
    const figures = page.path.replace(/[^/]+$/, 'figures.json');
    /**
     * @param {string} path
     * @param {string} key
     */
    const link = (path, key) =>
      el(
        'a',
        { href: fileAddress(path, { download: true }), download: path.split('/').at(-1) },
        page.say(key)
      );
    const mail = el('li', {}, page.say('alone_mail'), ' ', link(page.path, 'handin_download'));
    page.has(figures).then(
      there => there && mail.append(' ', link(figures, 'handin_download_figures')),
      () => {}
    );
    const ways = [el('li', {}, page.say('alone_yourself')), mail, el('li', {}, page.say('alone_cohort'))];
    return el('div', { class: 'nv-alone' }, el('p', {}, page.say('alone')), el('ul', {}, ...ways));
  }

  _answered() {
    return this._submissions.filter(item => item.has_local_feedback || item.has_exchange_feedback);
  }

  _latestFeedback() {
    return this._answered().at(-1);
  }

  /** Handing in again takes nothing away: what was answered before can still be read. */
  _sayEarlier() {
    const { say } = this.page;
    const earlier = this._answered().slice(0, -1);
    /** @param {any} one */
    const item = one =>
      el(
        'li',
        {},
        this._button('feedback_earlier', 'nv-quiet', () => this.readFeedback(one.timestamp), this._when(one))
      );
    this._earlier.hidden = !earlier.length;
    this._earlier.replaceChildren(
      el('summary', {}, say('earlier_title')),
      el('ul', {}, ...earlier.map(item))
    );
  }

  _sayStatus() {
    const { say } = this.page;
    const latest = this._submissions.at(-1);
    const feedback = this._latestFeedback();
    // what was handed in in the other language stands on a line of its own
    const not = this._elsewhere ? '' : say('status_not');
    const lines = [latest ? say(this._arrived(latest), this._when(latest)) : not];
    if (feedback) {
      lines.push(say('feedback_ready', this._when(feedback)));
    }
    this._status.textContent = lines.join(' ');
    this._send.textContent = say(latest ? 'handin_again' : 'handin_button');
    this._feedback.hidden = !feedback;
    // Nobody tells this page when somebody begins to read: only the feedback shows it.
    this._unread.hidden = !latest || feedback === latest || isAlone();
    this.saySince();
    this._sayEarlier();
  }

  /** What was written after the last hand-in has gone nowhere: said from the first letter on. */
  saySince() {
    const latest = this._submissions.at(-1);
    this._since.hidden = !latest || isAlone() || !this.page.saver?.writtenAfter(moment(latest));
  }

  /**
   * nbgrader keeps a copy of a hand-in once it lies where it is collected: what it lists has arrived.
   * @param {Submission} submission
   */
  _arrived(submission) {
    if (isAlone()) {
      return 'handed_in_alone';
    }
    return this._late(moment(submission)) ? 'handed_in_late' : 'handed_in';
  }

  /**
   * @param {string} key
   * @param {Names} [values]
   */
  _put(key, values) {
    this._status.textContent = this.page.say(key, values);
  }

  /**
   * It cannot be handed in from here: the file itself is the way, and its figures with it.
   * @param {string} key
   */
  async _putOff(key) {
    const { page } = this;
    const figures = page.path.replace(/[^/]+$/, 'figures.json');
    /**
     * @param {string} path
     * @param {string} name
     */
    const link = (path, name) =>
      el(
        'a',
        { href: fileAddress(path, { download: true }), download: path.split('/').at(-1) },
        page.say(name)
      );
    this._put(key);
    this._more.replaceChildren(link(page.path, 'handin_download'));
    if (await page.has(figures).catch(() => false)) {
      this._more.append(' ', link(figures, 'handin_download_figures'));
    }
  }

  /** @param {string[]} fixes */
  _showFixes(fixes) {
    const { say } = this.page;
    this._fixes.replaceChildren(
      ...(fixes.length
        ? [el('h3', {}, say('check_fixes')), el('ul', {}, ...fixes.map(fix => el('li', {}, fix)))]
        : [el('p', { class: 'nv-fine' }, say('check_fine'))])
    );
  }

  _deadlineLine() {
    const { deadline } = this.page.course;
    if (!deadline) {
      return null;
    }
    const day = new Date(`${deadline}T23:59:59`);
    const key = this._late(new Date()) ? 'deadline_passed' : 'deadline';
    return el('p', { class: 'nv-deadline' }, this.page.say(key, { date: this.page.words.date(day) }));
  }

  /** @param {Date} date */
  _late(date) {
    const { deadline } = this.page.course;
    return Boolean(deadline) && date > new Date(`${deadline}T23:59:59`);
  }

  /** @param {Submission} submission */
  _when(submission) {
    const date = moment(submission);
    return { time: this.page.words.time(date), date: this.page.words.date(date) };
  }

  /**
   * @param {string} key
   * @param {string} cls
   * @param {() => unknown} action
   * @param {Names} [values]
   */
  _button(key, cls, action, values) {
    return el('button', { type: 'button', class: cls, onclick: () => action() }, this.page.say(key, values));
  }
}

/**
 * nbgrader's list, or an error where it says no.
 * @param {any} reply
 */
function listed(reply) {
  if (!Array.isArray(reply) && !reply.success) {
    throw new Error('nbgrader refused');
  }
  return reply.value ?? reply;
}

/**
 * nbgrader writes 2027-01-15 13:32:05.123456 UTC.
 * @param {{ timestamp: string }} given
 */
function moment({ timestamp }) {
  const [day, time, zone] = timestamp.split(' ');
  return new Date(`${day}T${time.slice(0, 12)}${zone === 'UTC' ? 'Z' : ''}`);
}
