// Which article a page of somebody else's has its thread of, and which comment its address names: a
// part of embed.js, which the server sends as one script.

const NAMED = /^#comment-(\d+)$/;

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
  const comment = id && root.getElementById(`comment-${id}`);
  if (comment) {
    comment.setAttribute("data-named", "");
    comment.scrollIntoView({ block: "center" });
  }
  return !id || Boolean(comment);
}
