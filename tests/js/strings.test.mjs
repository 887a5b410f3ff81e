// The page's own sentences, numbers of words, times and dates in both languages.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';

const table = JSON.parse(await readFile(`${process.env.PAGE}/strings.json`, 'utf-8'));
globalThis.fetch = async () => ({ json: async () => table });
const { Words } = await import(`${process.env.PAGE}/strings.js`);

test('every sentence has its sister, and both fill in the same names', () => {
  const names = sentence => [...sentence.matchAll(/\{(\w+)\}/g)].map(found => found[1]).sort();
  for (const [key, both] of Object.entries(table)) {
    assert.ok(both.da && both.en, key);
    assert.deepEqual(names(both.da), names(both.en), key);
  }
});

test('one is as well said as many', () => {
  assert.equal(new Words('da').count(1), '1 ord');
  assert.equal(new Words('en').count(1), '1 word');
  assert.equal(new Words('en').count(63), '63 words');
});

test('times and dates are written as the language writes them', () => {
  const then = new Date(2001, 10, 23, 9, 5);
  assert.equal(new Words('da').time(then), '09.05');
  assert.equal(new Words('en').time(then), '09:05');
  assert.equal(new Words('da').date(then), '23. november 2001');
  assert.equal(new Words('en').date(then), '23 November 2001');
});

test('a language that the course has not is read in Danish', () => {
  assert.equal(new Words('fr').lang, 'da');
});
