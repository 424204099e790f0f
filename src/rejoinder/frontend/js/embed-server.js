// What an element in somebody else's page asks of our server, and keeps of its reader: a part of
// embed.js, which the server sends as one script.

import { keep, recall } from "./browser-storage.js";
import { compareClocks } from "./relative-times.js";

/** Our own origin, whatever page this script is on. */
export const HOME = new URL(import.meta.url).origin;

const TIMEOUT_MS = 20_000;
const SESSION = `rejoinder-session:${HOME}`;

/** The reader's session on this page; empty where there is none. */
let kept = recall("localStorage", SESSION);

/** @returns {string} */
export function keptSession() {
  return kept;
}

/** @param {string} session empty to forget it */
export function keepSession(session) {
  kept = session;
  keep("localStorage", SESSION, session);
}

// The server puts the sheet itself here: asked for alone it would come a round trip later.
const STYLES = "/embed.css";

/** @type {CSSStyleSheet | undefined} */
let read;

/** @returns {CSSStyleSheet} the style sheet of all elements on this page */
function styles() {
  if (!read) {
    read = new CSSStyleSheet();
    read.replaceSync(STYLES);
  }
  return read;
}

// A page that asks for Trusted Types names this policy.
const trusted = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("rejoinder", {
  createHTML: (/** @type {string} */ html) => html,
});

/**
 * Our own server's HTML as nodes.
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = trusted?.createHTML(html) ?? html;
  return template.content;
}

/**
 * Asks our server for a piece, as whoever is known to read here. No cookie is sent.
 * @param {string} address of ours; the path counts alone, so nobody else is ever shown the session
 * @param {string} piece
 * @param {Record<string, string>} [more] further parameters
 * @param {RequestInit} [options]
 * @returns {Promise<Response>}
 */
export async function ask(address, piece, more = {}, options = {}) {
  const { pathname, search } = new URL(address, HOME);
  const path = pathname.startsWith("/embed/") ? pathname : `/embed${pathname}`;
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries({ ...more, piece })) {
    query.set(name, value);
  }
  const answer = await fetch(`${HOME}${path}?${query}`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...options,
    headers: kept ? { Authorization: `Bearer ${kept}` } : {},
    credentials: "omit",
  });
  const begun = answer.headers.get("rejoinder-session");
  if (begun) {
    keepSession(begun);
  }
  return answer;
}

/**
 * A thread as it is now for whoever reads here, with what shows it.
 * @param {Record<string, string>} names of the article, and of the comment that is looked for
 * @param {"first" | "thread"} piece whether some of it may wait until its reader comes to it
 * @returns {Promise<{ thread: HTMLElement, sheet: CSSStyleSheet }>}
 */
export async function fetchThread(names, piece) {
  const session = kept;
  const answered = ask("/embed/thread", piece, names);
  const sheet = styles(); // read while the answer is on its way
  const answer = await answered;
  const thread = parse(await answer.text()).querySelector("[data-thread]");
  if (!answer.ok || !(thread instanceof HTMLElement)) {
    throw new Error(`rejoinder: ${answer.status}`);
  }
  if (session && session === kept && !thread.dataset["reader"]) {
    keepSession(""); // it has ended
  }
  compareClocks(Date.parse(answer.headers.get("date") ?? ""));
  return { thread, sheet };
}
