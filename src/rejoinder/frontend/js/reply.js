// The one comment form moves under the comment that it answers, and home again.

import { clicked, one } from "./fragments.js";

/** @returns {HTMLFormElement | null} the page's comment form; null where the thread is closed */
export function theForm() {
  return /** @type {HTMLFormElement | null} */ (one("[data-comment-form]"));
}

/**
 * @param {HTMLFormElement} form
 * @returns {HTMLTextAreaElement}
 */
export function textOf(form) {
  return /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("text"));
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {HTMLInputElement}
 */
export function hiddenField(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/**
 * Puts the form under a comment of this page.
 * @param {string} id
 * @returns {boolean} whether the comment is here
 */
export function placeUnder(id) {
  const form = theForm();
  const comment = document.getElementById(`comment-${id}`);
  if (!form || !comment) {
    return false;
  }
  const chip = one("[data-chip]", form);
  const words = one("[data-chip-words]", form);
  if (chip && words) {
    words.textContent = (chip.dataset["words"] ?? "").replace("{name}", comment.dataset["author"] ?? "");
    chip.hidden = false;
  }
  hiddenField(form, "parent_id").value = id;
  comment.append(form);
  return true;
}

/** Takes the form back to the top of the thread, answering nobody. */
export function placeHome() {
  const form = theForm();
  const home = one("[data-form-home]");
  if (!form || !home) {
    return;
  }
  const chip = one("[data-chip]", form);
  if (chip) {
    chip.hidden = true;
  }
  hiddenField(form, "parent_id").value = "";
  home.append(form);
}

/** Cancels the reply; focus returns to where it began. */
function cancel() {
  const form = theForm();
  const id = form && hiddenField(form, "parent_id").value;
  if (!form || !id) {
    return;
  }
  placeHome();
  const began = one(`#comment-${CSS.escape(id)} [data-reply]`);
  (began ?? textOf(form)).focus();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Makes Reply, ✕ and Escape work without leaving the page. */
export function replyInPlace() {
  document.addEventListener("click", (event) => {
    const link = clicked(event, "[data-reply]");
    const form = theForm();
    if (link && form) {
      const id = /** @type {HTMLElement | null} */ (link.closest("[data-id]"))?.dataset["id"] ?? "";
      if (placeUnder(id)) {
        event.preventDefault();
        textOf(form).focus();
        form.scrollIntoView({ block: "nearest" });
      }
    } else if (form && clicked(event, "[data-cancel]")) {
      event.preventDefault();
      cancel();
    }
  });
  document.addEventListener("keydown", (event) => {
    const inForm = event.target instanceof Node && theForm()?.contains(event.target);
    if (event.key === "Escape" && inForm && !event.isComposing) {
      cancel();
    }
  });
}
