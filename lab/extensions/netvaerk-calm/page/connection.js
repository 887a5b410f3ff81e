// Whether the server answers. Anyone who meets silence says so here; everyone who cares listens.

import { ask, edition } from './lab.js';

const EVERY = 1500;
/** @type {Set<(away: boolean) => void>} */
const listeners = new Set();
let away = false;

/**
 * Call `listener(away)` whenever the server goes or comes back; returns a function that ends it.
 * @param {(away: boolean) => void} listener
 */
export function watch(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function isAway() {
  return away;
}

/**
 * The IConnectionLost handler: JupyterLab calls it each time a request finds no server.
 * @param {App} app
 */
export async function connectionLost(app) {
  await suspect(app.serviceManager.serverSettings);
}

/**
 * Something failed: find out whether the server is there, and if not, keep asking until it is.
 * @param {Server} settings
 */
export async function suspect(settings) {
  if (away || (await answers(settings))) {
    return;
  }
  if (away) {
    return;
  }
  away = true;
  tell();
  const timer = setInterval(async () => {
    if (away && (await answers(settings))) {
      clearInterval(timer);
      away = false;
      tell();
    }
  }, EVERY);
}

/** @param {Server} settings */
async function answers(settings) {
  if (edition.alone) {
    return true; // there is no server that could go
  }
  try {
    await ask(settings, 'api/status');
    return true;
  } catch (error) {
    // A refusal is an answer: the server is there but no longer knows us.
    return Boolean(/** @type {any} */ (error).response);
  }
}

function tell() {
  for (const listener of [...listeners]) {
    listener(away);
  }
}
