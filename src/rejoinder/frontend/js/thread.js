// The thread: other orders and more comments without a reload, and a new comment in its place.

import { showAges } from "./relative-times.js";
import { announce, clicked, fetchFragment, find, parseHtml } from "./fragments.js";
import { commentForm, hiddenField } from "./form.js";
import { moveUnder } from "./reply.js";

// The style sheet knows as many steps; deeper replies stand where these do.
const DEEPEST_INDENT = 4;

/** Makes the orders and "Show more" work without leaving the page. */
export function turnPagesInPlace() {
  document.addEventListener("click", (event) => {
    const sort = clicked(event, "[data-sort]");
    const more = clicked(event, "[data-more]");
    if (sort) {
      event.preventDefault();
      void turn(sort, swap);
    } else if (more) {
      event.preventDefault();
      void turn(more, append);
    }
  });
}

/**
 * @param {HTMLAnchorElement} link
 * @param {(fresh: HTMLElement, link: HTMLAnchorElement) => void} put
 */
async function turn(link, put) {
  const list = find("[data-comments]");
  if (list?.getAttribute("aria-busy") === "true") {
    return;
  }
  list?.setAttribute("aria-busy", "true");
  try {
    const response = await fetchFragment(link.href, "thread");
    const fresh = find("[data-thread]", parseHtml(await response.text()));
    if (!response.ok || !fresh) {
      throw new Error("no thread came");
    }
    put(fresh, link);
    history.replaceState(history.state, "", link.href);
  } catch {
    location.assign(link.href); // the plain way still works, or tells why not
  } finally {
    list?.removeAttribute("aria-busy");
  }
}

/**
 * Puts another order in place of this one. The form, with what is typed in it, stays itself.
 * @param {HTMLElement} fresh
 * @param {HTMLAnchorElement} link
 */
function swap(fresh, link) {
  const form = commentForm();
  const parent = form ? hiddenField(form, "parent_id").value : "";
  const theirs = find("[data-comment-form]", fresh);
  const home = find("[data-form-home]", fresh);
  if (form && home) {
    theirs?.remove();
    home.append(form);
  }
  find("[data-thread]")?.replaceWith(fresh);
  if (parent) {
    moveUnder(parent);
  }
  showAges(fresh);
  const now = find(`[data-sort="${CSS.escape(link.dataset["sort"] ?? "")}"]`, fresh);
  now?.focus({ preventScroll: true });
  announce(now?.textContent ?? "");
}

/**
 * Puts the next comments under these.
 * @param {HTMLElement} fresh
 */
function append(fresh) {
  const list = find("[data-comments]");
  const old = find("[data-more-place]");
  const coming = [.../** @type {NodeListOf<HTMLElement>} */ (fresh.querySelectorAll("[data-id]"))];
  // One that was posted meanwhile may stand on both pages.
  const news = coming.filter((comment) => !document.getElementById(comment.id));
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
