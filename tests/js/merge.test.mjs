// One answer written in two windows: nothing that somebody wrote is dropped.
import assert from 'node:assert/strict';
import test from 'node:test';

const { merge } = await import(`${process.env.PAGE}/merge.js`);

const CASES = [
  ['nothing changed', 'a', 'a', 'a', 'a'],
  ['I alone wrote', 'a', 'a\nb', 'a', 'a\nb'],
  ['they alone wrote', 'a', 'a', 'c\na', 'c\na'],
  ['both wrote the same', 'a', 'b', 'b', 'b'],
  ['different lines are both taken', 'a\nb\nc', 'A\nb\nc', 'a\nb\nC', 'A\nb\nC'],
  ['theirs first where both changed one line', 'a', 'mine', 'theirs', 'theirs\n\n---\n\nmine'],
  ['one holds the other', '', 'hello', 'hello\nyou', 'hello\nyou'],
  ['both wrote into an empty box', '', 'x', 'y', 'y\n\n---\n\nx'],
  ['a line that one took away and the other left is gone', 'a\nb', 'a', 'a\nb\nc', 'a\nc']
];

for (const [name, base, mine, theirs, kept] of CASES) {
  test(name, () => assert.equal(merge(base, mine, theirs), kept));
}

/** A generator with a seed (mulberry32), so that a failure can be seen again. */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

test('every line that either of them wrote is kept, in 20,000 random pairs of changes', () => {
  const draw = random(7);
  const pick = n => Math.floor(draw() * n);
  for (let round = 0; round < 20000; round += 1) {
    const base = Array.from({ length: pick(6) }, () => `old ${pick(4)}`);
    const written = who => {
      const lines = [...base];
      const start = pick(lines.length + 1);
      const fresh = Array.from({ length: pick(3) }, (_, n) => `${who} ${round} ${n}`);
      lines.splice(start, pick(lines.length - start + 1), ...fresh);
      return { text: lines.join('\n'), fresh };
    };
    const [mine, theirs] = [written('mine'), written('theirs')];
    const kept = merge(base.join('\n'), mine.text, theirs.text).split('\n');
    for (const line of [...mine.fresh, ...theirs.fresh]) {
      assert.ok(kept.includes(line), JSON.stringify({ base, mine, theirs, kept }));
    }
  }
});
