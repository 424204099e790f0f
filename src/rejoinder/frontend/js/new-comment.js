// A comment that was just posted, in its place in the thread.

import { find } from "./fragments.js";

// The style sheet knows as many steps; deeper replies stand where these do.
const DEEPEST_INDENT = 4;

/**
 * Puts a new comment at the end of what answers its parent, or on top.
 * @param {HTMLElement} comment
 */
export function insertComment(comment) {
  const list = find("[data-comments]");
  if (!list) {
    return;
  }
  document.getElementById(comment.id)?.remove(); // the same, sent twice
  list.hidden = false;
  find("[data-empty]")?.remove();
  const parent = document.getElementById(`comment-${comment.dataset["parent"] || "none"}`);
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

/** One more in the heading. */
export function raiseCount() {
  const count = find("[data-count]");
  if (count) {
    const raised = Number(count.dataset["count"]) + 1;
    count.dataset["count"] = String(raised);
    count.textContent = new Intl.NumberFormat(document.documentElement.lang || "en").format(raised);
  }
}

/**
 * @param {Element} comment
 * @returns {number}
 */
function depthOf(comment) {
  return comment instanceof HTMLElement ? Number(comment.dataset["depth"]) : 0;
}
