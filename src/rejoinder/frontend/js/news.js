// The button that says how many comments are new, and what is looked at once it was pressed.

import { announce, find } from "./fragments.js";

/**
 * @param {ParentNode} root
 * @param {number} count 0 takes the button away
 */
export function showNews(root, count) {
  const button = find("[data-news]", root);
  const labels = button?.dataset["words"]?.split("|") ?? [];
  const label = labels[Math.min(count, labels.length) - 1] ?? "";
  if (button && button.textContent !== label) {
    const first = button.hidden;
    button.hidden = !label;
    button.textContent = label;
    if (first) {
      announce(label, root); // and not again with each that comes
    }
  }
}

/**
 * Leads to the first new comment; where all stand further down, to the way there.
 * @param {ParentNode} root
 * @param {HTMLElement | undefined} comment
 * @param {string} label how many they are
 */
export function lookAt(root, comment, label) {
  const seen = comment ?? find("[data-more-place] a", root);
  seen?.focus({ preventScroll: true });
  seen?.scrollIntoView({ block: "center" });
  announce(comment ? label : (seen?.textContent ?? ""), root);
}
