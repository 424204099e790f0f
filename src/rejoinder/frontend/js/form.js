// The fields of a form: a thread's one comment form, and what any form sends.

import { find } from "./fragments.js";

/**
 * @param {ParentNode} root
 * @returns {HTMLFormElement | null} its comment form; null where the thread is closed
 */
export function commentForm(root) {
  return /** @type {HTMLFormElement | null} */ (find("[data-comment-form]", root));
}

/**
 * @param {HTMLFormElement} form
 * @returns {HTMLTextAreaElement}
 */
export function textOf(form) {
  return /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("text"));
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {HTMLInputElement}
 */
export function hiddenField(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/**
 * What a form sends, as the browser itself would.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} [submitter] the button that was pressed
 * @returns {URLSearchParams}
 */
export function bodyOf(form, submitter = null) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    body.append(name, String(value));
  }
  if (submitter instanceof HTMLButtonElement && submitter.name) {
    body.append(submitter.name, submitter.value);
  }
  return body;
}

/** @returns {string} a key that only this browser knows, as the server takes it: 160 random bits */
export function randomKey() {
  // randomUUID is only there where the page came over https.
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
