// The one comment form moves under the comment that it answers, and home again.

import { commentForm, hiddenField, textOf } from "./form.js";
import { clicked, find } from "./fragments.js";

/**
 * Puts the form under a comment of this page.
 * @param {string} id
 * @returns {boolean} whether the comment is here
 */
export function moveUnder(id) {
  const form = commentForm();
  const comment = document.getElementById(`comment-${id}`);
  if (!form || !comment) {
    return false;
  }
  const chip = find("[data-chip]", form);
  const words = find("[data-chip-words]", form);
  if (chip && words) {
    words.textContent = (chip.dataset["words"] ?? "").replace(
      "{name}",
      comment.dataset["author"] ?? "",
    );
    chip.hidden = false;
  }
  hiddenField(form, "parent_id").value = id;
  comment.append(form);
  return true;
}

/** Takes the form back to the top of the thread, answering nobody. */
export function moveHome() {
  const form = commentForm();
  const home = find("[data-form-home]");
  if (!form || !home) {
    return;
  }
  const chip = find("[data-chip]", form);
  if (chip) {
    chip.hidden = true;
  }
  hiddenField(form, "parent_id").value = "";
  home.append(form);
}

/** Cancels the reply; focus returns to where it began. */
function cancel() {
  const form = commentForm();
  const id = form && hiddenField(form, "parent_id").value;
  if (!form || !id) {
    return;
  }
  moveHome();
  const began = find(`#comment-${CSS.escape(id)} [data-reply]`);
  (began ?? textOf(form)).focus();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Makes Reply, ✕ and Escape work without leaving the page. */
export function replyInPlace() {
  document.addEventListener("click", (event) => {
    const link = clicked(event, "[data-reply]");
    const form = commentForm();
    if (link && form) {
      const id = /** @type {HTMLElement | null} */ (link.closest("[data-id]"))?.dataset["id"] ?? "";
      if (moveUnder(id)) {
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
    const inForm = event.target instanceof Node && commentForm()?.contains(event.target);
    if (event.key === "Escape" && inForm && !event.isComposing) {
      cancel();
    }
  });
}
