// What was typed outlives a reload or a wrong turn, in this tab only, until it is posted.

import { keep, recall } from "./browser-storage.js";
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
 * Brings a draft back, then keeps it with every key; what was typed before this script came, too.
 * @param {import("./host.js").Host} host
 */
export function keepDraft(host) {
  restoreDraft(host);
  const typed = commentForm(host.root);
  if (typed && textOf(typed).value) {
    keepTyped(host);
  }
  host.root.addEventListener("input", () => keepTyped(host));
}

/** @param {import("./host.js").Host} host */
function keepTyped(host) {
  const form = commentForm(host.root);
  if (form) {
    const text = textOf(form).value;
    const parent = hiddenField(form, "parent_id").value;
    write(host.draftKey, text.trim() ? { text, parent } : null);
  }
}

/** @param {import("./host.js").Host} host */
export function restoreDraft(host) {
  const form = commentForm(host.root);
  const draft = read(host.draftKey);
  // What the server put into the form, or a reply just begun, goes before what we remember.
  if (!form || !draft || hiddenField(form, "parent_id").value) {
    return;
  }
  if (textOf(form).value && textOf(form).value !== draft.text) {
    return;
  }
  if (draft.parent && !moveUnder(host, draft.parent)) {
    return;
  }
  textOf(form).value = draft.text;
  textOf(form).dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * @param {string} key
 * @returns {Draft | null}
 */
function read(key) {
  try {
    const stored = JSON.parse(recall("sessionStorage", key) || "null");
    return typeof stored?.text === "string" && typeof stored?.parent === "string" ? stored : null;
  } catch {
    return null; // not ours
  }
}

/**
 * @param {string} key
 * @param {Draft | null} draft
 */
function write(key, draft) {
  keep("sessionStorage", key, draft ? JSON.stringify(draft) : "");
}
