// Sends the comment without leaving the page, and puts what became of it where it belongs.

import { showAges } from "./relative-times.js";
import { forgetDraft } from "./draft.js";
import { announce, fetchFragment, find, parseHtml } from "./fragments.js";
import { bodyOf, commentForm, hiddenField, randomKey, textOf } from "./form.js";
import { moveHome } from "./reply.js";
import { insertComment, raiseCount } from "./new-comment.js";

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
  const button = /** @type {HTMLButtonElement | null} */ (find("button[type=submit]", form));
  if (!button || button.getAttribute("aria-busy") === "true") {
    return;
  }
  const label = button.textContent;
  button.setAttribute("aria-busy", "true");
  button.textContent = form.dataset["sending"] ?? label;
  try {
    // The same if this has to be sent again; nobody else must know it.
    hiddenField(form, "key").value ||= randomKey();
    const body = bodyOf(form);
    const response = await fetchFragment(form.action, "posted", { method: "POST", body });
    showAnswer(form, response.ok, await response.text());
  } catch {
    showProblem(form, form.dataset["unreached"] ?? "");
  } finally {
    button.removeAttribute("aria-busy");
    button.textContent = label;
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {boolean} ok
 * @param {string} html
 */
function showAnswer(form, ok, html) {
  const answer = parseHtml(html);
  const posted = find("[data-posted]", answer);
  const again = find("[data-comment-form]", answer);
  removeNotices();
  if (ok && posted) {
    showPosted(form, posted);
  } else if (again) {
    form.replaceWith(again);
    const wrong = find("[aria-invalid=true], [data-notice]", again) ?? find("textarea", again);
    wrong?.focus();
    announce(find("[data-notice-title], .problem", again)?.textContent ?? "");
  } else {
    showProblem(form, form.dataset["refused"] ?? "");
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} posted
 */
function showPosted(form, posted) {
  const notice = find("[data-notice]", posted);
  const comment = find("[data-id]", posted);
  forgetDraft();
  textOf(form).value = "";
  hiddenField(form, "key").value = "";
  clearProblems(form);
  showFirstName(form, comment?.dataset["author"] ?? "");
  moveHome();
  if (comment) {
    insertComment(comment);
    showAges(comment);
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
    [find("[data-notice-title]", notice ?? posted), find("[data-notice-message]", notice ?? posted)]
      .map((part) => part?.textContent?.trim() ?? "")
      .join(" "),
  );
}

/**
 * A signed-in reader's first comment gave them their name: it is not asked for again.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function showFirstName(form, name) {
  const asked = find("[data-first-name]", form);
  const nameless = find("[data-nameless]");
  if (asked && nameless && name) {
    asked.remove();
    nameless.textContent = name;
    nameless.removeAttribute("data-nameless");
  }
}

/** What they tell is of an earlier comment. */
function removeNotices() {
  for (const old of document.querySelectorAll("[data-notice]")) {
    old.remove();
  }
}

/** @param {HTMLFormElement} form */
function clearProblems(form) {
  find("[data-problems]", form)?.replaceChildren();
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
 * @param {string} message
 */
function showProblem(form, message) {
  removeNotices();
  const problem = document.createElement("p");
  problem.className = "problem";
  problem.textContent = message;
  find("[data-problems]", form)?.replaceChildren(problem);
  announce(message);
  if (commentForm() === form) {
    find("button[type=submit]", form)?.focus();
  }
}
