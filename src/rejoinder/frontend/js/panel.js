// Small pages about one comment, opened under it: its report, and what its author can do with it.

import { bodyOf } from "./form.js";
import { announce, clicked, find } from "./fragments.js";

/** @typedef {import("./host.js").Host} Host */

// Links to such pages, in a comment and in what was opened under it.
const LINKS = "[data-report], [data-own], [data-notice] a, .opened a";

/**
 * Opens these pages in place.
 * @param {Host} host
 */
export function openInPlace(host) {
  host.root.addEventListener("click", (event) => {
    const link = clicked(event, LINKS);
    const under = link?.closest(".comment, .comment-form");
    if (link && under instanceof HTMLElement && isOurs(link)) {
      event.preventDefault();
      void open(host, under, () => host.ask(link.href, "panel"));
    }
    const panel = clicked(event, "[data-close]")?.closest(".opened");
    if (panel) {
      close(panel);
    }
  });
  host.root.addEventListener("submit", (event) => {
    const form = event.target;
    const under = form instanceof HTMLFormElement && form.closest(".opened")?.parentElement;
    if (form instanceof HTMLFormElement && under) {
      event.preventDefault();
      const body = bodyOf(form, /** @type {SubmitEvent} */ (event).submitter);
      void open(host, under, () => host.ask(form.action, "panel", { method: "POST", body }));
    }
  });
  host.root.addEventListener("keydown", (event) => {
    const panel = event.target instanceof Element && event.target.closest(".opened");
    if (panel && event instanceof KeyboardEvent && event.key === "Escape") {
      close(panel);
    }
  });
}

/**
 * @param {HTMLAnchorElement} link
 * @returns {boolean} whether it leads to a page about a comment, and not away
 */
function isOurs(link) {
  return /\/(?:report|your-comment\/[^/]+(?:\/withdrawal)?)$/.test(link.pathname);
}

/**
 * @param {Host} host
 * @param {HTMLElement} under
 * @param {() => Promise<Response>} asking
 */
async function open(host, under, asking) {
  try {
    const answer = await asking();
    const page = find("[data-panel]", host.parse(await answer.text()));
    if (!page) {
      throw new Error("no page came");
    }
    find(".opened", host.root)?.remove();
    page.classList.add("opened");
    under.append(page);
    page.focus({ preventScroll: true });
    page.scrollIntoView({ block: "nearest" });
    announce(find("[data-notice-title], .page-title", page)?.textContent?.trim() ?? "", host.root);
    showChanged(page);
  } catch {
    announce(find("[data-thread]", host.root)?.dataset["unreached"] ?? "", host.root);
  }
}

/** @param {Element} panel */
function close(panel) {
  const comment = panel.parentElement;
  panel.remove();
  comment?.focus();
}

/**
 * The comment above its author's page says what that page says.
 * @param {HTMLElement} page
 */
function showChanged(page) {
  const now = find("article .comment-body", page);
  const above = page.parentElement && find(":scope > article .comment-body", page.parentElement);
  const became = find("[data-notice]", page)?.dataset["state"];
  if (above && became) {
    above.hidden = became === "withdrawn";
    above.replaceChildren(...(now?.cloneNode(true).childNodes ?? []));
  }
}
