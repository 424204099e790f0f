// What was typed outlives a reload or a wrong turn, in this tab only, until it is posted.

import { commentForm, hiddenField, textOf } from "./form.js";
import { moveUnder } from "./reply.js";

/** @typedef {{ text: string, parent: string }} Draft */

const KEY = `rejoinder-draft:${location.pathname}`;

/** Forgets the draft: it has been posted. */
export function forgetDraft() {
  write(null);
}

/** Brings a draft back, then keeps it with every key. */
export function keepDraft() {
  restore();
  document.addEventListener("input", () => {
    const form = commentForm();
    if (form) {
      const text = textOf(form).value;
      const parent = hiddenField(form, "parent_id").value;
      write(text.trim() ? { text, parent } : null);
    }
  });
}

function restore() {
  const form = commentForm();
  const draft = read();
  // What the server put into the form, or a reply just begun, goes before what we remember.
  if (!form || !draft || textOf(form).value || hiddenField(form, "parent_id").value) {
    return;
  }
  if (draft.parent && !moveUnder(draft.parent)) {
    return;
  }
  textOf(form).value = draft.text;
}

/** @returns {Draft | null} */
function read() {
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return typeof stored?.text === "string" && typeof stored?.parent === "string" ? stored : null;
  } catch {
    return null; // no storage for us, or not ours
  }
}

/** @param {Draft | null} draft */
function write(draft) {
  try {
    if (draft) {
      sessionStorage.setItem(KEY, JSON.stringify(draft));
    } else {
      sessionStorage.removeItem(KEY);
    }
  } catch {
    // Full or forbidden: the words are still in the form.
  }
}
