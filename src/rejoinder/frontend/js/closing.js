// A thread in which nothing can be said any more, or again; and one that is gone with its article.

import { commentForm, textOf } from "./form.js";
import { announce, find } from "./fragments.js";
import { moveHome } from "./reply.js";

/** @typedef {import("./host.js").Host} Host */

/** Told at its root when a thread is gone. */
export const GONE = "rejoinder-gone";

/** @param {Host} host */
function isWriting({ root }) {
  const form = commentForm(root);
  return form !== null && textOf(form).value.trim() !== "";
}

/**
 * Shows whether comments are taken. Words that somebody has typed stay where they are.
 * @param {Host} host
 * @param {HTMLElement} fresh the thread as it is now
 */
export function openOrClose(host, fresh) {
  const { root } = host;
  const closed = find("[data-closed]", fresh);
  const ours = find("[data-closed]", root);
  if (Boolean(closed) === Boolean(ours)) {
    return;
  }
  renewActions(root, fresh);
  const home = find("[data-form-home]", root);
  const taken = find("[data-form-home]", fresh);
  if (closed && home && isWriting(host)) {
    home.before(closed);
  } else if (closed && home) {
    moveHome(host);
    home.replaceWith(closed);
  } else if (home || !taken) {
    ours?.remove();
  } else {
    ours?.replaceWith(taken);
  }
  announce(closed?.textContent ?? "", root);
}

/**
 * What can be done with each comment.
 * @param {Document | ShadowRoot} root
 * @param {HTMLElement} fresh
 */
function renewActions(root, fresh) {
  for (const now of fresh.querySelectorAll("[data-id] .comment-actions")) {
    const shown = root.getElementById(now.closest("[data-id]")?.id ?? "");
    if (shown) {
      find(".comment-actions", shown)?.replaceWith(now.cloneNode(true));
    }
  }
}

/**
 * The article was taken from its readers, and all that was said of it.
 * @param {Host} host
 */
export function takeAllAway(host) {
  const thread = find("[data-thread]", host.root);
  const writing = isWriting(host);
  moveHome(host);
  const form = writing ? commentForm(host.root) : null;
  const gone = document.createElement("p");
  gone.className = "closed furniture";
  gone.textContent = thread?.dataset["gone"] ?? "";
  thread?.replaceChildren(gone, ...(form ? [form] : []));
  announce(gone.textContent, host.root);
  host.root.dispatchEvent(new Event(GONE));
}
