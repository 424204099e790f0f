// Sends the comment without leaving the page, and puts what became of it where it belongs.

import { showAges } from "./relative-times.js";
import { forgetDraft } from "./draft.js";
import { announce, find } from "./fragments.js";
import { bodyOf, hiddenField, randomKey, textOf } from "./form.js";
import { moveHome } from "./reply.js";
import { insertComment, showCount } from "./new-comment.js";
import { clearProblems, removeNotices, showProblem } from "./problems.js";

/** @typedef {import("./host.js").Host} Host */

/**
 * Takes over the form's sending.
 * @param {Host} host
 */
export function sendWithoutReload(host) {
  host.root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form instanceof HTMLFormElement && form.matches("[data-comment-form]")) {
      event.preventDefault();
      void send(host, form);
    }
  });
}

/**
 * @param {Host} host
 * @param {HTMLFormElement} form
 */
async function send(host, form) {
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
    const response = await host.ask(form.action, "posted", { method: "POST", body });
    showAnswer(host, form, response.ok, await response.text());
  } catch {
    showProblem(host, form, form.dataset["unreached"] ?? "");
  } finally {
    button.removeAttribute("aria-busy");
    button.textContent = label;
  }
}

/**
 * @param {Host} host
 * @param {HTMLFormElement} form
 * @param {boolean} ok
 * @param {string} html
 */
function showAnswer(host, form, ok, html) {
  const answer = host.parse(html);
  const posted = find("[data-posted]", answer);
  // Where only subscribers write, a line that says so, with what was typed.
  const again = find("[data-comment-form], [data-for-subscribers]", answer);
  removeNotices(host);
  if (ok && posted) {
    showPosted(host, form, posted);
  } else if (again) {
    form.replaceWith(again);
    const wrong = find("[aria-invalid=true], [data-notice]", again) ?? find("textarea", again);
    wrong?.focus();
    const said = "[data-notice-title], .problem, .for-subscribers";
    announce(find(said, again)?.textContent ?? "", host.root);
  } else {
    showProblem(host, form, form.dataset["refused"] ?? "");
  }
}

/**
 * @param {Host} host
 * @param {HTMLFormElement} form
 * @param {HTMLElement} posted
 */
function showPosted(host, form, posted) {
  const notice = find("[data-notice]", posted);
  const comment = find("[data-id]", posted);
  forgetDraft(host);
  textOf(form).value = "";
  hiddenField(form, "key").value = "";
  clearProblems(form);
  showFirstName(host, form, comment?.dataset["author"] ?? "");
  moveHome(host);
  if (comment) {
    insertComment(host, comment);
    showAges(comment);
    if (notice) {
      comment.prepend(notice);
    }
    if (comment.dataset["state"] === "published") {
      showCount(host.root);
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
    host.root,
  );
  host.posted(comment, notice?.dataset["state"] ?? "");
}

/**
 * A signed-in reader's first comment gave them their name: it is not asked for again.
 * @param {Host} host
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function showFirstName({ root }, form, name) {
  const asked = find("[data-first-name]", form);
  const nameless = find("[data-nameless]", root);
  if (asked && nameless && name) {
    asked.remove();
    nameless.textContent = name;
    nameless.removeAttribute("data-nameless");
  }
}
