// The thread: other orders and more comments without a reload.
// The address follows what is shown, so that Back and a reload find it again.

import { showAges } from "./relative-times.js";
import { announce, clicked, fetchFragment, find, parseHtml } from "./fragments.js";
import { commentForm, hiddenField } from "./form.js";
import { moveUnder } from "./reply.js";

/** Makes the orders, "Show more" and "In reply to" work without leaving the page. */
export function turnPagesInPlace() {
  document.addEventListener("click", (event) => {
    const sort = clicked(event, "[data-sort]");
    const more = clicked(event, "[data-more]");
    const above = clicked(event, "[data-in-reply]");
    if (sort) {
      event.preventDefault();
      void turn(sort, "thread", swap);
    } else if (more) {
      event.preventDefault();
      void turn(more, "more", append);
    } else if (above) {
      const hash = `#comment-${above.dataset["inReply"]}`;
      // Its page may have been put above meanwhile; else the link leads there.
      if (find(hash)) {
        above.href = hash;
      }
    }
  });
  addEventListener("hashchange", () => void goToComment());
  void goToComment();
}

/** Leads to the comment that the address names, where it stands on another page of the thread. */
async function goToComment() {
  const named = /^#comment-(\d+)$/.exec(location.hash);
  if (!named || find(named[0]) || location.search.includes("cursor=")) {
    return;
  }
  const page = `/comments/${named[1]}${location.search || "?"}&here=1`;
  const answer = await fetch(page, { redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect") {
    location.replace(page); // it is there
  }
}

/**
 * @param {HTMLAnchorElement} link
 * @param {"thread" | "more"} piece
 * @param {(fresh: HTMLElement, link: HTMLAnchorElement) => void} put
 */
async function turn(link, piece, put) {
  const list = find("[data-comments]");
  if (list?.getAttribute("aria-busy") === "true") {
    return;
  }
  list?.setAttribute("aria-busy", "true");
  try {
    const response = await fetchFragment(link.href, piece);
    const fresh = find("[data-thread]", parseHtml(await response.text()));
    if (!response.ok || !fresh) {
      throw new Error("no thread came");
    }
    put(fresh, link);
    history.replaceState(history.state, "", link.pathname + link.search);
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
