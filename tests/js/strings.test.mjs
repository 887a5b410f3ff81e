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

test('a day is written with its weekday, and found again among words', () => {
  const then = new Date(2001, 10, 3);
  const said = { da: 'lørdag den 3. november 2001', en: 'Saturday 3 November 2001' };
  for (const [lang, text] of Object.entries(said)) {
    const words = new Words(lang);
    assert.equal(words.day(then), text);
    const [found, day, month, year] = words.dated.exec(`12 x ${text}.`);
    assert.deepEqual([found, day, words.months.indexOf(month.toLowerCase()), year], [text, '3', 10, '2001']);
  }
  assert.equal(new Words('da').dated.exec('3. maj eller 8. december')[0], '3. maj');
  assert.equal(new Words('en').dated.exec('At 4 on Mayday'), null);
});

test('a language that the course has not is read in Danish', () => {
  assert.equal(new Words('fr').lang, 'da');
});
