// Which article a page of somebody else's has its thread of, and which comment its address names: a
// part of embed.js, which the server sends as one script.

import { makeRest } from "./embed-rest.js";

const NAMED = /^#comment-(\d+)$/;
// So long a thread takes to be laid out around a comment that is named, unless its reader moves on.
const SETTLED_MS = 1500;
const MOVES = ["wheel", "touchmove", "pointerdown", "keydown"];

// What tells of each address that a page gives itself; in older browsers of Back and Forward alone.
const { navigation } = /** @type {{ navigation?: EventTarget }} */ (
  /** @type {unknown} */ (globalThis)
);

/** @param {EventListenerObject} element that hears of each other address of its page */
export function followAddress(element) {
  addEventListener("hashchange", element);
  addEventListener("popstate", element);
  navigation?.addEventListener("currententrychange", element);
}

/** @param {EventListenerObject} element */
export function leaveAddress(element) {
  removeEventListener("hashchange", element);
  removeEventListener("popstate", element);
  navigation?.removeEventListener("currententrychange", element);
}

/**
 * @param {HTMLElement} element
 * @returns {Record<string, string>} how the server is told of the article and of the page around
 */
export function namesOf(element) {
  const canonical = /** @type {HTMLLinkElement | null} */ (
    document.querySelector("link[rel=canonical]")
  );
  const told = element.getAttribute("url") ?? canonical?.href ?? location.href;
  const { origin, pathname, search } = new URL(told, location.href);
  const id = element.getAttribute("article-id");
  return { ...(id && { "article-id": id }), url: origin + pathname + search };
}

/**
 * @param {HTMLElement} element
 * @returns {Record<string, string>} the same, and the comment that the page's address names
 */
export function soughtBy(element) {
  const comment = namedComment();
  return { ...namesOf(element), ...(comment && { comment }) };
}

/**
 * @param {HTMLElement} element
 * @returns {string} what it is of as one word, to be compared
 */
export function askedOf(element) {
  return new URLSearchParams(namesOf(element)).toString();
}

/**
 * @param {HTMLElement} element
 * @param {string} asked what it shows
 * @returns {boolean} whether its page goes on with another article, and tells it by its address alone
 */
export function goesOn(element, asked) {
  const told = element.hasAttribute("article-id") || element.hasAttribute("url");
  return !told && asked !== askedOf(element);
}

/** @returns {string | undefined} the number of the comment that the page's address names, if any */
export function namedComment() {
  return NAMED.exec(location.hash)?.[1];
}

/**
 * Shows the comment that the page's address names.
 * @param {ShadowRoot} root
 * @returns {boolean} whether it is here, if there is one
 */
export function goToNamed(root) {
  const id = namedComment();
  for (const old of root.querySelectorAll("[data-named]")) {
    old.removeAttribute("data-named");
  }
  if (id) {
    makeRest(root);
  }
  const comment = id && root.getElementById(`comment-${id}`);
  if (comment) {
    comment.setAttribute("data-named", "");
    bring(comment);
    keepThere(comment);
  }
  return !id || Boolean(comment);
}

/**
 * Those around it are laid out only now that they are near, and are as high as nobody knew.
 * @param {Element} comment
 */
function keepThere(comment) {
  const heights = new ResizeObserver(() => bring(comment));
  heights.observe(comment.parentElement ?? comment);
  const end = () => heights.disconnect();
  setTimeout(end, SETTLED_MS);
  for (const type of MOVES) {
    addEventListener(type, end, { once: true, passive: true });
  }
}

/** @param {Element} comment brought before the reader, as long as it is the one that is named */
function bring(comment) {
  if (comment.hasAttribute("data-named")) {
    comment.scrollIntoView({ block: "center" });
  }
}
