// What was typed outlives a reload or a wrong turn, in this tab only, until it is posted.

import { hiddenField, placeUnder, textOf, theForm } from "./reply.js";

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
    const form = theForm();
    if (form) {
      const text = textOf(form).value;
      const parent = hiddenField(form, "parent_id").value;
      write(text.trim() ? { text, parent } : null);
    }
  });
}

function restore() {
  const form = theForm();
  const draft = read();
  // What the server put into the form, or a reply just begun, goes before what we remember.
  if (!form || !draft || textOf(form).value || hiddenField(form, "parent_id").value) {
    return;
  }
  if (draft.parent && !placeUnder(draft.parent)) {
    return;
  }
  textOf(form).value = draft.text;
}

/** @returns {Draft | null} */
function read() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return typeof kept?.text === "string" && typeof kept?.parent === "string" ? kept : null;
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
