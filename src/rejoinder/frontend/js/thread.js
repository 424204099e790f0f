// The thread: other orders and more comments without a reload.

import { showAges } from "./relative-times.js";
import { announce, clicked, find } from "./fragments.js";
import { commentForm, hiddenField } from "./form.js";
import { moveUnder } from "./reply.js";

/** @typedef {import("./host.js").Host} Host */

/**
 * Makes the orders, "Show more" and "In reply to" work without leaving the page.
 * @param {Host} host
 */
export function turnPagesInPlace(host) {
  const { root } = host;
  root.addEventListener("click", (event) => {
    const sort = clicked(event, "[data-sort]");
    const more = clicked(event, "[data-more]");
    const above = clicked(event, "[data-in-reply]");
    if (sort) {
      event.preventDefault();
      void turn(host, sort, "thread");
    } else if (more) {
      event.preventDefault();
      void turn(host, more, "more");
    } else if (above) {
      const hash = `#comment-${above.dataset["inReply"]}`;
      // Its page may have been put above meanwhile; else the link leads there.
      if (find(hash, root)) {
        above.href = hash;
      }
    }
  });
}

/**
 * @param {Host} host
 * @param {HTMLAnchorElement} link
 * @param {"thread" | "more"} piece
 */
async function turn(host, link, piece) {
  const list = find("[data-comments]", host.root);
  if (list?.getAttribute("aria-busy") === "true") {
    return;
  }
  list?.setAttribute("aria-busy", "true");
  try {
    const response = await host.ask(link.href, piece);
    const fresh = find("[data-thread]", host.parse(await response.text()));
    if (!response.ok || !fresh) {
      throw new Error("no thread came");
    }
    if (piece === "more") {
      append(host, fresh);
    } else {
      swap(host, fresh);
      lookAt(host, fresh, link.dataset["sort"] ?? "");
    }
    host.follow(link);
  } catch {
    host.leave(link);
  } finally {
    list?.removeAttribute("aria-busy");
  }
}

/**
 * Puts another view of the thread in place of this one. The form, with what is typed in it, stays
 * itself.
 * @param {Host} host
 * @param {HTMLElement} fresh
 */
export function swap(host, fresh) {
  const form = commentForm(host.root);
  const parent = form ? hiddenField(form, "parent_id").value : "";
  const theirs = find("[data-comment-form]", fresh);
  const home = find("[data-form-home]", fresh);
  if (form && home) {
    theirs?.remove();
    home.append(form);
  }
  find("[data-thread]", host.root)?.replaceWith(fresh);
  if (parent) {
    moveUnder(host, parent);
  }
  showAges(fresh);
}

/**
 * @param {Host} host
 * @param {HTMLElement} fresh
 * @param {string} sort
 */
function lookAt(host, fresh, sort) {
  const now = find(`[data-sort="${CSS.escape(sort)}"]`, fresh);
  now?.focus({ preventScroll: true });
  announce(now?.textContent ?? "", host.root);
}

/**
 * Puts the next comments under these.
 * @param {Host} host
 * @param {HTMLElement} fresh
 */
function append({ root }, fresh) {
  const list = find("[data-comments]", root);
  const old = find("[data-more-place]", root);
  const coming = [.../** @type {NodeListOf<HTMLElement>} */ (fresh.querySelectorAll("[data-id]"))];
  // One that was posted meanwhile may stand on both pages.
  const news = coming.filter((comment) => !root.getElementById(comment.id));
  const next = find("[data-more-place]", fresh);
  list?.append(...news);
  if (next) {
    old?.replaceWith(next);
  } else {
    old?.remove();
  }
  news.forEach(showAges);
  news[0]?.focus({ preventScroll: true });
}
