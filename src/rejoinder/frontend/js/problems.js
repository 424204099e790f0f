// What was wrong with a comment, at its form: told, and taken away again.

import { commentForm } from "./form.js";
import { announce, find } from "./fragments.js";

/**
 * What they tell is of an earlier comment.
 * @param {import("./host.js").Host} host
 */
export function removeNotices({ root }) {
  for (const old of root.querySelectorAll("[data-notice]")) {
    old.remove();
  }
}

/** @param {HTMLFormElement} form */
export function clearProblems(form) {
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
 * @param {import("./host.js").Host} host
 * @param {HTMLFormElement} form
 * @param {string} message
 */
export function showProblem(host, form, message) {
  removeNotices(host);
  const problem = document.createElement("p");
  problem.className = "problem";
  problem.textContent = message;
  find("[data-problems]", form)?.replaceChildren(problem);
  announce(message, host.root);
  if (commentForm(host.root) === form) {
    find("button[type=submit]", form)?.focus();
  }
}
