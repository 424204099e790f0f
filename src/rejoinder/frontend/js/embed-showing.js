// What stands in an element: room, what the page itself says there, or the thread. A part of
// embed.js, which the server sends as one script.

import { followColours, schemeOf } from "./embed-colours.js";
import { reportRead } from "./read-beacon.js";
import { keepAgesFresh, showAges } from "./relative-times.js";

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
  followColours(root); // while the page is as it was, so that nothing is worked out twice
  const announcer = document.createElement("p");
  announcer.className = "unseen";
  announcer.role = "status";
  announcer.dataset["announcer"] = "";
  const typed = root.querySelector("[data-thread]") ? fieldsOf(root) : [];
  const focused = root.activeElement;
  show(root, sheet, thread, announcer);
  if (typed.length > 0) {
    keepTyped(typed, fieldsOf(root), focused);
  }
}

/** @param {ShadowRoot} root whose thread is made or came with its page: what scripts alone do there */
export function enliven(root) {
  if (!schemeOf(root)) {
    followColours(root);
  }
  showAges(root);
  keepAgesFresh(root);
  root.querySelector("[data-account]")?.removeAttribute("hidden");
  reportRead(root);
}

/**
 * @param {ShadowRoot} root
 * @returns {(HTMLInputElement | HTMLTextAreaElement)[]} what a reader types into the comment form
 */
function fieldsOf(root) {
  const fields = "[data-comment-form] :is(textarea, [type=text], [type=email])";
  return [...root.querySelectorAll(fields)].map(
    (each) => /** @type {HTMLInputElement | HTMLTextAreaElement} */ (each),
  );
}

/**
 * Whoever writes while the thread comes anew goes on writing.
 * @param {ReturnType<typeof fieldsOf>} typed
 * @param {ReturnType<typeof fieldsOf>} fields
 * @param {Element | null} focused
 */
function keepTyped(typed, fields, focused) {
  for (const old of typed) {
    const now = fields.find(({ name }) => name === old.name);
    if (now && !now.value) {
      now.value = old.value;
    }
    if (now && old === focused) {
      now.focus({ preventScroll: true });
    }
  }
}

/**
 * @param {ShadowRoot} root
 * @param {CSSStyleSheet} sheet
 * @param {HTMLElement[]} nodes
 */
function show(root, sheet, ...nodes) {
  root.replaceChildren(...nodes);
  root.adoptedStyleSheets = [sheet, ...(schemeOf(root) ?? [])];
}
