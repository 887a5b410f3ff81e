// The browser's address: one step in its history for each page, the place on it, and a bad address that stops nobody.
import assert from 'node:assert/strict';
import test from 'node:test';

const steps = [];
globalThis.location = { href: 'http://localhost:8888/lab/tree/01-why.ipynb#idea', hash: '#idea' };
globalThis.history = {
  pushState: (_, __, url) => steps.push(['push', url]),
  replaceState: (_, __, url) => steps.push(['replace', url])
};
const heard = {};
globalThis.window = { addEventListener: (name, handler) => (heard[name] = handler) };
globalThis.document = { querySelector: () => null, documentElement: {}, body: null };

const { edition, lab } = await import(`${process.env.PAGE}/lab.js`);
edition.pathOf = href => decodeURIComponent(new URL(href).pathname.replace(/^\/lab\/tree\//, ''));
edition.addressOf = path => `/lab/tree/${path}`;
lab.coreutils = {
  PageConfig: {
    getBaseUrl: () => 'http://localhost:8888/',
    getUrl: ({ treePath }) => `/lab/tree/${treePath}`
  },
  URLExt: { encodeParts: path => path, join: (...parts) => parts.join('/').replace(/([^:])\/+/g, '$1/') }
};
const { keepAddress, nowAt, placeInAddress, stepTo } = await import(`${process.env.PAGE}/address.js`);

test('the place that the browser came with is read once', () => {
  assert.equal(placeInAddress('01-why.ipynb'), 'idea');
});

test('an address that cannot be decoded names no place', () => {
  globalThis.location.hash = '#%E0%A4%A';
  assert.equal(placeInAddress('01-why.ipynb'), '');
  globalThis.location.hash = '';
});

test('a page that is opened is one step, and showing where one is is none', () => {
  steps.length = 0;
  stepTo('02-skill.ipynb', 'øvelse');
  nowAt('02-skill.ipynb');
  assert.deepEqual(
    steps.map(([kind]) => kind),
    ['push', 'replace']
  );
  assert.ok(
    steps.every(([, url]) => url.endsWith(`#${encodeURIComponent('øvelse')}`)),
    JSON.stringify(steps)
  );
});

test('Back opens the page that the address names, and not the one that is open', () => {
  const opened = [];
  keepAddress({ navigate: () => {} }, path => opened.push(path));
  heard.popstate();
  heard.popstate();
  assert.deepEqual(opened, ['01-why.ipynb']);
});
