// "Link" copies a comment's address; where that cannot be, it is the link that it was.

import { announce, clicked } from "./fragments.js";

// Long enough to be read.
const SHOWN_MS = 2000;

/** Makes "Link" copy. */
export function copyLinks() {
  document.addEventListener("click", (event) => {
    const link = clicked(event, "[data-copy]");
    if (link && navigator.clipboard) {
      event.preventDefault();
      navigator.clipboard.writeText(link.href).then(
        () => showCopied(link),
        () => location.assign(link.href),
      );
    }
  });
}

/** @param {HTMLAnchorElement} link */
function showCopied(link) {
  const label = link.textContent;
  const copied = link.dataset["copied"] ?? label;
  if (label === copied) {
    return;
  }
  link.textContent = copied;
  announce(copied ?? "");
  setTimeout(() => {
    link.textContent = label;
  }, SHOWN_MS);
}
