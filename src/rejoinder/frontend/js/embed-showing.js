// What stands in an element: room, what the page itself says there, or the thread. A part of
// embed.js, which the server sends as one script.

// Room is kept until the thread is here, so that nothing jumps.
const WAITING = ":host{display:block;min-height:100svh}slot{display:none}";

/** @param {ShadowRoot} root */
export function showRoom(root) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(WAITING);
  show(root, sheet, document.createElement("slot"));
}

/**
 * What the page itself says in the element, while there is no thread to be had.
 * @param {ShadowRoot} root
 */
export function showOwnWords(root) {
  show(root, new CSSStyleSheet(), document.createElement("slot"));
}

/**
 * @param {ShadowRoot} root
 * @param {CSSStyleSheet} sheet
 * @param {HTMLElement} thread
 */
export function showThread(root, sheet, thread) {
  const announcer = document.createElement("p");
  announcer.className = "unseen";
  announcer.role = "status";
  announcer.dataset["announcer"] = "";
  show(root, sheet, thread, announcer);
}

/**
 * @param {ShadowRoot} root
 * @param {CSSStyleSheet} sheet
 * @param {HTMLElement[]} nodes
 */
function show(root, sheet, ...nodes) {
  root.replaceChildren(...nodes);
  root.adoptedStyleSheets = [sheet];
}
