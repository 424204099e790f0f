// What was typed outlives a reload or a wrong turn, in this tab only, until it is posted.

import { commentForm, hiddenField, textOf } from "./form.js";
import { moveUnder } from "./reply.js";

/** @typedef {{ text: string, parent: string }} Draft */

/**
 * Forgets the draft: it has been posted.
 * @param {import("./host.js").Host} host
 */
export function forgetDraft({ draftKey }) {
  write(draftKey, null);
}

/**
 * Brings a draft back, then keeps it with every key.
 * @param {import("./host.js").Host} host
 */
export function keepDraft(host) {
  restoreDraft(host);
  host.root.addEventListener("input", () => {
    const form = commentForm(host.root);
    if (form) {
      const text = textOf(form).value;
      const parent = hiddenField(form, "parent_id").value;
      write(host.draftKey, text.trim() ? { text, parent } : null);
    }
  });
}

/** @param {import("./host.js").Host} host */
export function restoreDraft(host) {
  const form = commentForm(host.root);
  const draft = read(host.draftKey);
  // What the server put into the form, or a reply just begun, goes before what we remember.
  if (!form || !draft || textOf(form).value || hiddenField(form, "parent_id").value) {
    return;
  }
  if (draft.parent && !moveUnder(host, draft.parent)) {
    return;
  }
  textOf(form).value = draft.text;
}

/**
 * @param {string} key
 * @returns {Draft | null}
 */
function read(key) {
  try {
    const stored = JSON.parse(sessionStorage.getItem(key) ?? "null");
    return typeof stored?.text === "string" && typeof stored?.parent === "string" ? stored : null;
  } catch {
    return null; // no storage for us, or not ours
  }
}

/**
 * @param {string} key
 * @param {Draft | null} draft
 */
function write(key, draft) {
  try {
    if (draft) {
      sessionStorage.setItem(key, JSON.stringify(draft));
    } else {
      sessionStorage.removeItem(key);
    }
  } catch {
    // Full or forbidden: the words are still in the form.
  }
}
