// A thread as it is now, put into the thread that is shown: what changed, and what is new.

import { openOrClose, takeAllAway } from "./closing.js";
import { find } from "./fragments.js";
import { showAges } from "./relative-times.js";
import { renew } from "./renew.js";
import { swap } from "./thread.js";

/** @typedef {import("./host.js").Host} Host */

/**
 * @param {ParentNode} root
 * @returns {HTMLElement[]}
 */
function commentsIn(root) {
  return [...root.querySelectorAll("[data-id]")].filter((each) => each instanceof HTMLElement);
}

/**
 * The comments of a fresh thread that came since. After the last one that is shown here there may
 * be others that were always there, on the next page.
 * @param {Document | ShadowRoot} root
 * @param {HTMLElement} fresh
 * @returns {HTMLElement[]}
 */
export function coming(root, fresh) {
  const comments = commentsIn(fresh);
  const known = comments.map(({ id }) => root.getElementById(id) !== null);
  const end = find("[data-more-place]", root) ? known.lastIndexOf(true) : known.length;
  return comments.filter((_, index) => !known[index] && (index < end || end < 0));
}

/**
 * Puts the new comments into their places.
 * @param {Host} host
 * @param {HTMLElement} fresh
 * @param {Set<string>} told the ids of those that are looked for
 * @returns {HTMLElement[]} the new ones, in their order
 */
export function merge(host, fresh, told) {
  const { root } = host;
  const comments = commentsIn(fresh);
  const news = coming(root, fresh);
  if (news.length === comments.length) {
    swap(host, fresh); // nothing is left of what was shown
  } else {
    /** @type {HTMLElement | null} */
    let above = null;
    for (const comment of comments) {
      const here = news.includes(comment) ? comment : root.getElementById(comment.id);
      if (here === comment && above) {
        above.after(comment);
      } else if (here === comment) {
        find("[data-comments]", root)?.prepend(comment);
      }
      above = here ?? above;
    }
  }
  const more = find("[data-more-place]", fresh);
  if (
    more &&
    !find("[data-more-place]", root) &&
    [...told].some((id) => !root.getElementById(id))
  ) {
    find("[data-thread]", root)?.append(more);
  }
  root.querySelectorAll(".new").forEach((old) => old.classList.remove("new"));
  for (const comment of news) {
    comment.classList.add("new");
    showAges(comment);
  }
  return news;
}

/**
 * Asks for the thread as it is now, and renews what is shown of it.
 * @param {Host} host
 * @returns {Promise<HTMLElement | null>} null where there is none any more
 */
export async function fetchAgain(host) {
  const { root, parse, again } = host;
  const response = await again();
  if (response.status === 404 || response.status === 410) {
    takeAllAway(host);
    return null;
  }
  const fresh = find("[data-thread]", parse(await response.text()));
  const ours = find("[data-thread]", root);
  if (!response.ok || !fresh || !ours) {
    throw new Error("no thread came");
  }
  ours.dataset["version"] = fresh.dataset["version"] ?? "";
  for (const comment of commentsIn(fresh)) {
    const old = root.getElementById(comment.id);
    if (old) {
      renew(old, comment);
    }
  }
  openOrClose(host, fresh);
  return fresh;
}
