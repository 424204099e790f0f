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

function show() {
  const form = commentForm();
  const counter = form && find("[data-counter]", form);
  if (!form || !counter) {
    return;
  }
  const text = textOf(form);
  const longest = Number(text.dataset["longest"]);
  // The server counts characters, not halves of them.
  const left = longest - [...text.value.trim()].length;
  counter.hidden = left > longest * (1 - SHOWN_FROM);
  counter.classList.toggle("over", left < 0);
  counter.textContent = (counter.dataset["words"] ?? "").replace("{count}", String(left));
}
