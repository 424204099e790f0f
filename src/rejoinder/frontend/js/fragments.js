// Pieces of a page: asked for, read, and announced. Used by every script that asks the server.

// Longer than any answer of ours takes; then it is better to say so than to keep turning.
const TIMEOUT_MS = 20_000;

/**
 * Asks the server for one piece of a page. Never stored by the browser, whose Back would otherwise
 * show the piece in place of the page at the same address.
 * @param {string} address
 * @param {"desk" | import("./host.js").Piece} piece
 * @param {RequestInit} [options]
 * @returns {Promise<Response>}
 */
export function fetchFragment(address, piece, options = {}) {
  return fetch(address, {
    ...options,
    headers: { "X-Fragment": piece, Accept: "text/html" },
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}

/**
 * Our own server's HTML as nodes.
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function parseHtml(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return document.importNode(template.content, true);
}

/**
 * Says something to those who listen to the page.
 * @param {string} message
 * @param {ParentNode} [root]
 */
export function announce(message, root = document) {
  const announcer = root.querySelector("[data-announcer]");
  if (announcer) {
    announcer.textContent = message;
  }
}

/**
 * The element that a selector names, if it is there.
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {HTMLElement | null}
 */
export function find(selector, root = document) {
  return root.querySelector(selector);
}

/**
 * What was clicked, or what it stands in, if a selector names it and the click is a plain one.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLAnchorElement | null}
 */
export function clicked(event, selector) {
  const plain =
    event instanceof MouseEvent &&
    event.button === 0 &&
    !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  return plain && event.target instanceof Element ? event.target.closest(selector) : null;
}
