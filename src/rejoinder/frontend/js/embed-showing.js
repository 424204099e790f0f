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
 * What the page itself says in the element stands there while there is no thread to be had.
 * @param {HTMLElement & { root: ShadowRoot, load: () => Promise<void> }} element
 * @param {unknown} problem
 */
export function showProblem(element, problem) {
  if (!element.root.querySelector("[data-thread]")) {
    show(element.root, new CSSStyleSheet(), document.createElement("slot"));
    addEventListener("online", () => void element.load(), { once: true });
  }
  element.dispatchEvent(new CustomEvent("rejoinder-error", { bubbles: true, detail: { problem } }));
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
