// Says how much room is left when a comment grows long. Nothing is ever cut off.

import { find } from "./fragments.js";
import { commentForm, textOf } from "./form.js";

// Nobody needs to know before this share of the room is used.
const SHOWN_FROM = 0.8;
// In code points: what is longer the server does not read, however few characters it shows.
const LONGEST_READ = 20_000;

/**
 * Keeps the counter under the text.
 * @param {import("./host.js").Host} host
 */
export function countCharacters({ root }) {
  root.addEventListener("input", () => show(root));
  show(root);
}

/**
 * How many characters a person sees, as the server counts them: a letter with its marks is one.
 * @param {string} text
 * @returns {number}
 */
function characters(text) {
  if (!("Segmenter" in Intl)) {
    return [...text.replaceAll(/\u200d.|\p{M}|\p{Emoji_Modifier}/gu, "")].length;
  }
  return [...new Intl.Segmenter().segment(text)].length;
}

/** @param {ParentNode} root */
function show(root) {
  const form = commentForm(root);
  const counter = form && find("[data-counter]", form);
  if (!form || !counter) {
    return;
  }
  const text = textOf(form);
  const longest = Number(text.dataset["longest"]);
  // The server leaves the marks of links out; it is never stricter than what is said here.
  const typed = text.value.trim();
  const left = Math.min(longest - characters(typed), LONGEST_READ - [...typed].length);
  counter.hidden = left > longest * (1 - SHOWN_FROM);
  counter.classList.toggle("over", left < 0);
  counter.textContent = (counter.dataset["words"] ?? "").replace("{count}", String(left));
}
