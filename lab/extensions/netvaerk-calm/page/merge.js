// One answer written in two windows: what to keep. No word that somebody wrote is ever dropped.

const LINE = ['', '---', ''];

/**
 * The text to keep, given the last text both windows knew.
 *
 * Changes in different lines are both taken. Where both changed the same lines, both versions of these lines
 * are kept: theirs first, mine below a line.
 * @param {string} base
 * @param {string} mine
 * @param {string} theirs
 */
export function merge(base, mine, theirs) {
  if (mine === theirs || theirs === base) {
    return mine;
  }
  if (mine === base) {
    return theirs;
  }
  const old = base.split('\n');
  const m = change(old, mine.split('\n'));
  const t = change(old, theirs.split('\n'));
  if (m.start === t.start && m.end === t.end) {
    return put(old, m.start, m.end, both(t.lines, m.lines));
  }
  if (m.end <= t.start) {
    return put(put(old, t.start, t.end, t.lines).split('\n'), m.start, m.end, m.lines);
  }
  if (t.end <= m.start) {
    return put(put(old, m.start, m.end, m.lines).split('\n'), t.start, t.end, t.lines);
  }
  const start = Math.min(m.start, t.start);
  const end = Math.max(m.end, t.end);
  /** @param {{ start: number, end: number, lines: string[] }} part */
  const widen = part => [...old.slice(start, part.start), ...part.lines, ...old.slice(part.end, end)];
  return put(old, start, end, both(widen(t), widen(m)));
}

/**
 * The one stretch of lines that differs: old lines start..end became `lines`.
 * @param {string[]} old
 * @param {string[]} now
 */
function change(old, now) {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) {
    start += 1;
  }
  let tail = 0;
  while (
    tail < old.length - start &&
    tail < now.length - start &&
    old[old.length - 1 - tail] === now[now.length - 1 - tail]
  ) {
    tail += 1;
  }
  return { start, end: old.length - tail, lines: now.slice(start, now.length - tail) };
}

/**
 * @param {string[]} lines
 * @param {number} start
 * @param {number} end
 * @param {string[]} instead
 */
function put(lines, start, end, instead) {
  return [...lines.slice(0, start), ...instead, ...lines.slice(end)].join('\n');
}

/**
 * @param {string[]} theirs
 * @param {string[]} mine
 */
function both(theirs, mine) {
  if (contains(theirs, mine)) {
    return theirs;
  }
  if (contains(mine, theirs)) {
    return mine;
  }
  return [...theirs, ...LINE, ...mine];
}

/**
 * @param {string[]} whole
 * @param {string[]} part
 */
function contains(whole, part) {
  return `\n${whole.join('\n')}\n`.includes(`\n${part.join('\n')}\n`) || part.join('').trim() === '';
}
