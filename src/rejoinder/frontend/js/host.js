// What a thread stands in: a page of ours, or an element in somebody else's page (embedded-thread.js).

import { fetchFragment, find, parseHtml } from "./fragments.js";

/** @typedef {"posted" | "thread" | "more" | "panel"} Piece */

/**
 * What a thread's scripts need to know of where they are.
 * @typedef {object} Host
 * @property {Document | ShadowRoot} root all of the thread's nodes are in it
 * @property {string} draftKey under which this tab keeps what was typed
 * @property {(address: string, piece: Piece, options?: RequestInit) => Promise<Response>} ask
 * @property {() => Promise<Response>} again what is shown, as it is now
 * @property {(html: string) => DocumentFragment} parse
 * @property {(link: HTMLAnchorElement) => void} follow the thread now shows what this link leads to
 * @property {(link: HTMLAnchorElement) => void} leave it could not be shown here
 * @property {(comment: HTMLElement | null, state: string) => void} posted something was posted
 */

/**
 * A page of ours. Its address follows what is shown, so that Back and a reload find it again.
 * @returns {Host}
 */
export function ownPage() {
  return {
    root: document,
    draftKey: `rejoinder-draft:${location.pathname}`,
    ask: fetchFragment,
    // The whole page is kept for everybody, a piece of it for nobody.
    again: () => fetch(location.pathname + location.search, { cache: "no-cache" }),
    parse: parseHtml,
    follow: (link) => history.replaceState(history.state, "", link.pathname + link.search),
    leave: (link) => location.assign(link.href), // the plain way still works, or tells why not
    posted: () => {},
  };
}

/** Leads to the comment that the page's address names, also where it stands on another page. */
export function keepToAddress() {
  addEventListener("hashchange", () => void goToComment());
  void goToComment();
}

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
