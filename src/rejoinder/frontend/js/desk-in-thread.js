// For staff who read the paper: the desk's actions under a comment of the thread, in place.

import { bodyOf } from "./form.js";
import { announce, clicked, fetchFragment, find, parseHtml } from "./fragments.js";
import { ownPage } from "./host.js";
import { fetchAgain } from "./merge.js";

const page = ownPage();

/**
 * @param {HTMLElement} comment
 * @param {() => Promise<Response>} asking
 * @returns {Promise<boolean>} whether the panel came
 */
async function open(comment, asking) {
  try {
    const answer = await asking();
    const panel = find("[data-panel]", parseHtml(await answer.text()));
    if (!panel) {
      throw new Error("no panel came");
    }
    find(".at-desk")?.remove();
    comment.append(panel);
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
    return answer.ok;
  } catch {
    announce(find("[data-thread]")?.dataset["unreached"] ?? "");
    return false;
  }
}

/** @param {MouseEvent} event */
function onClick(event) {
  const link = clicked(event, "[data-desk]");
  const comment = /** @type {HTMLElement | null | undefined} */ (link?.closest(".comment"));
  if (link && comment) {
    event.preventDefault();
    void open(comment, () => fetchFragment(`${link.href}/in-thread`, "panel"));
  }
  close(clicked(event, "[data-close]")?.closest(".at-desk"));
}

/** @param {SubmitEvent} event */
async function onSubmit(event) {
  const form = event.target;
  const panel = form instanceof HTMLFormElement && form.closest(".at-desk");
  if (!(form instanceof HTMLFormElement) || !panel) {
    return;
  }
  event.preventDefault();
  const comment = /** @type {HTMLElement} */ (panel.parentElement);
  const body = bodyOf(form, event.submitter);
  const asking = () => fetchFragment(form.action, "panel", { method: "POST", body });
  if (await open(comment, asking)) {
    // What readers see of it now stands above the panel at once.
    await fetchAgain(page).catch(() => null);
  }
}

/** @param {Element | null | undefined} panel */
function close(panel) {
  const comment = panel?.parentElement;
  panel?.remove();
  comment?.focus();
}

document.addEventListener("click", onClick);
document.addEventListener("submit", onSubmit);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target instanceof Element) {
    close(event.target.closest(".at-desk"));
  }
});
