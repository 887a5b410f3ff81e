// Keeps the course in the browser, so that it works without the network.
//
// Every file of an edition is in its own cache before that edition is used, and an edition is used until the last
// window is closed: a page never meets files of another edition. What learners write is not here.

// The build writes it here, so that this file differs whenever the course does.
const VERSION = '{version}';
const PREFIX = 'netvaerk-';
const MINE = PREFIX + VERSION;
const root = new URL('./', self.location.href);

self.addEventListener('install', (/** @type {any} */ event) => event.waitUntil(fill()));
self.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(tidy()));
self.addEventListener('fetch', (/** @type {any} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method === 'GET' && url.origin === root.origin && url.pathname.startsWith(root.pathname)) {
    event.respondWith(answer(request, url));
  }
});

async function fill() {
  const reply = await fetch(new URL('precache.json', root), { cache: 'no-store' });
  const { version, files } = await reply.json();
  if (version !== VERSION) {
    throw new Error('the host is being changed just now');
  }
  const cache = await caches.open(MINE);
  const before = await Promise.all(
    (await editions()).filter(name => name !== MINE).map(name => caches.open(name))
  );
  const names = Object.keys(files);
  /** @param {string} name */
  const fetchOne = async name => {
    const url = new URL(name, root);
    const key = new URL(`?${files[name]}`, url).href;
    if (await cache.match(key)) {
      return;
    }
    for (const old of before) {
      const same = await old.match(key);
      if (same) {
        await cache.put(key, same);
        return;
      }
    }
    // a host that dates its files by the second says of one changed within it that nothing is new: ask anew
    for (const mode of /** @type {RequestCache[]} */ (['no-cache', 'reload'])) {
      const reply = await fetch(url, { cache: mode });
      if (!reply.ok) {
        throw new Error(`${name}: ${reply.status}`);
      }
      if ((await digest(reply.clone())) === files[name]) {
        await cache.put(key, reply);
        return;
      }
    }
    // of another edition: the host was changed meanwhile, or not all of it has come
    throw new Error(`${name}: not of this edition`);
  };
  // a few at a time: somebody is reading meanwhile
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while (names.length) {
        await fetchOne(names.shift() ?? '');
      }
    })
  );
  await cache.put(new URL('precache.json', root), new Response(JSON.stringify(files)));
}

/**
 * As facilitation/site/precache.py reckons it.
 * @param {Response} reply
 */
async function digest(reply) {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await reply.arrayBuffer()));
  return [...bytes.slice(0, 8)].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

async function editions() {
  return (await caches.keys()).filter(name => name.startsWith(PREFIX));
}

/** No window has an older edition any more. */
async function tidy() {
  for (const name of await editions()) {
    if (name !== MINE) {
      await caches.delete(name);
    }
  }
  // a window that was there before its first edition needs no second visit
  await /** @type {any} */ (self).clients.claim();
}

/** @type {{ cache: Cache, files: Record<string, string> } | null} */
let kept = null;

async function edition() {
  if (!kept) {
    const cache = await caches.open(MINE);
    const list = await cache.match(new URL('precache.json', root));
    kept = { cache, files: list ? await list.json() : {} };
  }
  return kept;
}

/**
 * @param {Request} request
 * @param {URL} url
 */
async function answer(request, url) {
  const { cache, files } = await edition();
  let name = decodeURIComponent(url.pathname.slice(root.pathname.length));
  if (name === '' || name.endsWith('/')) {
    name += 'index.html';
  }
  const digest = files[name];
  const reply = digest && (await cache.match(new URL(`?${digest}`, new URL(name, root)).href));
  return reply || fetch(request);
}
