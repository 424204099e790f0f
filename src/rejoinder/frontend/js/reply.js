// The one comment form moves under the comment that it answers, and home again.

import { commentForm, hiddenField, textOf } from "./form.js";
import { clicked, find } from "./fragments.js";

/**
 * Puts the form under a comment that is shown.
 * @param {import("./host.js").Host} host
 * @param {string} id
 * @returns {boolean} whether the comment is here
 */
export function moveUnder({ root }, id) {
  const form = commentForm(root);
  const comment = root.getElementById(`comment-${id}`);
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

/**
 * Takes the form back to the top of the thread, answering nobody.
 * @param {import("./host.js").Host} host
 */
export function moveHome({ root }) {
  const form = commentForm(root);
  const home = find("[data-form-home]", root);
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

/**
 * Cancels the reply; focus returns to where it began.
 * @param {import("./host.js").Host} host
 */
function cancel(host) {
  const form = commentForm(host.root);
  const id = form && hiddenField(form, "parent_id").value;
  if (!form || !id) {
    return;
  }
  moveHome(host);
  const began = find(`#comment-${CSS.escape(id)} [data-reply]`, host.root);
  (began ?? textOf(form)).focus();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * Makes Reply, ✕ and Escape work without leaving the page.
 * @param {import("./host.js").Host} host
 */
export function replyInPlace(host) {
  const { root } = host;
  root.addEventListener("click", (event) => {
    const link = clicked(event, "[data-reply]");
    const form = commentForm(root);
    if (link && form) {
      const id = /** @type {HTMLElement | null} */ (link.closest("[data-id]"))?.dataset["id"] ?? "";
      if (moveUnder(host, id)) {
        event.preventDefault();
        textOf(form).focus();
        form.scrollIntoView({ block: "nearest" });
      }
    } else if (form && clicked(event, "[data-cancel]")) {
      event.preventDefault();
      cancel(host);
    }
  });
  root.addEventListener("keydown", (event) => {
    const inForm = event.target instanceof Node && commentForm(root)?.contains(event.target);
    if (event instanceof KeyboardEvent && event.key === "Escape" && inForm && !event.isComposing) {
      cancel(host);
    }
  });
}
