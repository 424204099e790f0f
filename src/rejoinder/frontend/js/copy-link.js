// "Link" copies a comment's address; where that cannot be, it is the link that it was.

import { announce, clicked } from "./fragments.js";

// Long enough to be read.
const SHOWN_MS = 2000;

/**
 * Makes "Link" copy.
 * @param {import("./host.js").Host} host
 */
export function copyLinks({ root }) {
  root.addEventListener("click", (event) => {
    const link = clicked(event, "[data-copy]");
    if (link && navigator.clipboard) {
      event.preventDefault();
      navigator.clipboard.writeText(link.href).then(
        () => showCopied(link, root),
        () => location.assign(link.href),
      );
    }
  });
}

/**
 * @param {HTMLAnchorElement} link
 * @param {ParentNode} root
 */
function showCopied(link, root) {
  const label = link.textContent;
  const copied = link.dataset["copied"] ?? label;
  if (label === copied) {
    return;
  }
  link.textContent = copied;
  announce(copied ?? "", root);
  setTimeout(() => {
    link.textContent = label;
  }, SHOWN_MS);
}
