// One comment that is shown, and what became of it.

import { find } from "./fragments.js";
import { showAges } from "./relative-times.js";

/** @param {HTMLElement} comment */
export function isPublished(comment) {
  return comment.dataset["state"] === "published";
}

/** @param {HTMLElement} comment */
function words(comment) {
  return find(":scope > .comment-inner, :scope > .comment-gone", comment);
}

/** @param {HTMLElement} comment */
function says(comment) {
  const { state, author } = comment.dataset;
  const marks = ["pinned", "pick"].filter((each) =>
    find(`:scope > .comment-inner > .comment-${each}`, comment),
  );
  return `${state} ${author} ${marks} ${(find(".comment-body", comment) ?? words(comment))?.innerHTML}`;
}

/**
 * Another text in place of a comment's; the form that stands under it stays as it is.
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 */
export function renew(old, fresh) {
  const now = words(fresh);
  if (now && says(old) !== says(fresh)) {
    for (const name of ["class", "data-state", "data-author"]) {
      old.setAttribute(name, fresh.getAttribute(name) ?? "");
    }
    replace(old, now);
    showAges(old);
  }
}

/**
 * A few words in place of a comment.
 * @param {HTMLElement} comment
 * @param {string} message
 */
export function takeAway(comment, message) {
  const gone = document.createElement("p");
  gone.className = "comment-gone";
  gone.textContent = message;
  comment.classList.add("gone");
  comment.dataset["state"] = "removed";
  replace(comment, gone);
}

/**
 * @param {HTMLElement} comment
 * @param {HTMLElement} now
 */
function replace(comment, now) {
  const old = words(comment);
  const focused = old?.matches(":focus-within");
  old?.replaceWith(now);
  if (focused) {
    comment.focus({ preventScroll: true });
  }
}
