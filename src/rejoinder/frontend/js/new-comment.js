// A comment that was just posted, in its place in the thread.

import { find } from "./fragments.js";
import { languageOf } from "./relative-times.js";

// The style sheet knows as many steps; deeper replies stand where these do.
const DEEPEST_INDENT = 4;

/**
 * Puts a new comment at the end of what answers its parent, or on top.
 * @param {import("./host.js").Host} host
 * @param {HTMLElement} comment
 */
export function insertComment({ root }, comment) {
  const list = find("[data-comments]", root);
  if (!list) {
    return;
  }
  root.getElementById(comment.id)?.remove(); // the same, sent twice
  list.hidden = false;
  find("[data-empty]", root)?.remove();
  const parent = root.getElementById(`comment-${comment.dataset["parent"] || "none"}`);
  if (!parent) {
    list.prepend(comment);
    return;
  }
  const depth = depthOf(parent) + 1;
  comment.dataset["depth"] = String(depth);
  comment.className = comment.className.replace(
    /indent-\d+/,
    `indent-${Math.min(depth, DEEPEST_INDENT)}`,
  );
  let last = /** @type {Element} */ (parent);
  while (last.nextElementSibling && depthOf(last.nextElementSibling) >= depth) {
    last = last.nextElementSibling;
  }
  last.after(comment);
}

/**
 * So many in the heading.
 * @param {ParentNode} root
 * @param {number} [published] one more than there were, where nobody told; NaN where nothing did
 */
export function showCount(root, published) {
  const count = find("[data-count]", root);
  const shown = published ?? Number(count?.dataset["count"]) + 1;
  if (count && shown >= 0) {
    count.dataset["count"] = String(shown);
    count.textContent = new Intl.NumberFormat(languageOf(count)).format(shown);
  }
}

/**
 * @param {Element} comment
 * @returns {number}
 */
function depthOf(comment) {
  return comment instanceof HTMLElement ? Number(comment.dataset["depth"]) : 0;
}
