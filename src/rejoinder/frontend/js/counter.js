// Says how much room is left when a comment grows long. Nothing is ever cut off.

import { find } from "./fragments.js";
import { commentForm, textOf } from "./form.js";

// Nobody needs to know before this share of the room is used.
const SHOWN_FROM = 0.8;

/** Keeps the counter under the text. */
export function countCharacters() {
  document.addEventListener("input", show);
  show();
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

function show() {
  const form = commentForm();
  const counter = form && find("[data-counter]", form);
  if (!form || !counter) {
    return;
  }
  const text = textOf(form);
  const longest = Number(text.dataset["longest"]);
  const left = longest - characters(text.value.trim());
  counter.hidden = left > longest * (1 - SHOWN_FROM);
  counter.classList.toggle("over", left < 0);
  counter.textContent = (counter.dataset["words"] ?? "").replace("{count}", String(left));
}
