// What stands around the queue's cards: the counts, who is here, what has just happened.

import { find } from "./fragments.js";

// Whoever goes on has read it, unless it was said because of their going on.
const READ_MS = 1_500;
let saidAt = 0;

/** Takes away what was said, once it has been read. */
export function fallSilent() {
  if (Date.now() - saidAt > READ_MS) {
    tell("");
  }
}

/**
 * Says something above the cards.
 * @param {"next" | "gone" | ""} what one of the things that the page has words for, or none
 * @param {string} [words]
 */
export function tell(what, words = "") {
  const line = find("#news");
  if (line) {
    saidAt = Date.now();
    line.textContent = words || (what && (line.dataset[what] ?? ""));
  }
}

/**
 * Puts a piece of an answer in place of the one that stands, unless somebody is in it.
 * @param {HTMLElement | null} piece
 */
export function replacePiece(piece) {
  const here = piece && document.getElementById(piece.id);
  if (here && !here.contains(document.activeElement)) {
    here.replaceWith(piece);
  }
}
