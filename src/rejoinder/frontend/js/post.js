// Sends the comment without leaving the page, and puts what became of it where it belongs.

import { tellTimes } from "./ago.js";
import { forgetDraft } from "./draft.js";
import { announce, ask, one, parsed } from "./fragments.js";
import { hiddenField, placeHome, textOf, theForm } from "./reply.js";
import { insertComment, raiseCount } from "./thread.js";

/** Takes over the form's sending. */
export function sendWithoutReload() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form instanceof HTMLFormElement && form.matches("[data-comment-form]")) {
      event.preventDefault();
      void send(form);
    }
  });
}

/** @param {HTMLFormElement} form */
async function send(form) {
  const button = /** @type {HTMLButtonElement | null} */ (one("button[type=submit]", form));
  if (!button || button.getAttribute("aria-busy") === "true") {
    return;
  }
  const label = button.textContent;
  button.setAttribute("aria-busy", "true");
  button.textContent = form.dataset["sending"] ?? label;
  try {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      body.append(name, String(value));
    }
    const response = await ask(form.action, "posted", { method: "POST", body });
    take(form, response.ok, await response.text());
  } catch {
    complain(form, form.dataset["unreached"] ?? "");
  } finally {
    button.removeAttribute("aria-busy");
    button.textContent = label;
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {boolean} taken
 * @param {string} html
 */
function take(form, taken, html) {
  const answer = parsed(html);
  const posted = one("[data-posted]", answer);
  const again = one("[data-comment-form]", answer);
  for (const old of document.querySelectorAll("[data-notice]")) {
    old.remove(); // it told of an earlier comment
  }
  if (taken && posted) {
    celebrate(form, posted);
  } else if (again) {
    form.replaceWith(again);
    const wrong = one("[data-notice], [aria-invalid=true]", again) ?? one("textarea", again);
    wrong?.focus();
    announce(one("[data-notice-title], .problem", again)?.textContent ?? "");
  } else {
    complain(form, form.dataset["refused"] ?? "");
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} posted
 */
function celebrate(form, posted) {
  const notice = one("[data-notice]", posted);
  const comment = one("[data-id]", posted);
  forgetDraft();
  textOf(form).value = "";
  hiddenField(form, "key").value = crypto.randomUUID();
  clear(form);
  placeHome();
  if (comment) {
    insertComment(comment);
    tellTimes(comment);
    if (notice) {
      comment.prepend(notice);
    }
    if (comment.dataset["state"] === "published") {
      raiseCount();
    }
    comment.focus({ preventScroll: true });
    comment.scrollIntoView({ block: "center" });
  } else if (notice) {
    form.prepend(notice);
    notice.focus();
  }
  announce(
    [one("[data-notice-title]", notice ?? posted), one("[data-notice-message]", notice ?? posted)]
      .map((part) => part?.textContent?.trim() ?? "")
      .join(" "),
  );
}

/** @param {HTMLFormElement} form */
function clear(form) {
  one("[data-problems]", form)?.replaceChildren();
  for (const problem of form.querySelectorAll(".problem")) {
    problem.remove();
  }
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
  }
}

/**
 * Says on the form that sending failed. The words stay in it.
 * @param {HTMLFormElement} form
 * @param {string} words
 */
function complain(form, words) {
  const told = document.createElement("p");
  told.className = "problem";
  told.textContent = words;
  one("[data-problems]", form)?.replaceChildren(told);
  announce(words);
  if (theForm() === form) {
    one("button[type=submit]", form)?.focus();
  }
}
