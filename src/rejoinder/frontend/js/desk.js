// The desk by keyboard: moving between cards, choosing, deciding. Without it the forms still work.

import { allCards, currentCard, moveBy, prepend, show } from "./desk-cards.js";
import { sendDecision } from "./desk-decision.js";
import { find } from "./fragments.js";

const keys = /** @type {HTMLDialogElement} */ (document.getElementById("keys"));

/** @type {Record<string, () => void>} */
const SHORTCUTS = {
  j: () => moveBy(1),
  k: () => moveBy(-1),
  p: () => buttonFor("p")?.click(),
  d: openReasons,
  b: ban,
  u: () => buttonFor("u")?.click(),
  Escape: closeReasons,
  "?": () => keys.showModal(),
};

/**
 * What a key presses: in the notice for `u`, else in the card in focus.
 * @param {string} key
 * @returns {HTMLElement | null}
 */
function buttonFor(key) {
  const root = key === "u" ? find("#notice") : currentCard();
  return root ? find(`[data-key="${key}"]`, root) : null;
}

/** @returns {HTMLDetailsElement | null | undefined} */
function reasonsPanel() {
  return currentCard()?.querySelector("details[data-panel]");
}

function openReasons() {
  const card = currentCard();
  const panel = reasonsPanel();
  if (!card || !panel) {
    return;
  }
  if (!card.open) {
    show(card);
  }
  panel.open = true;
  (find("input:checked", panel) ?? find("[type=radio]", panel))?.focus();
}

function closeReasons() {
  const panel = reasonsPanel();
  if (panel?.open) {
    panel.open = false;
    find("summary", panel)?.focus();
  }
}

/** @param {string} key */
function chooseReason(key) {
  const radio = buttonFor(key);
  if (radio instanceof HTMLInputElement && reasonsPanel()?.open) {
    radio.checked = true;
    radio.focus();
  }
}

/** Banning needs a reason too: without one its key opens the reasons. */
function ban() {
  if (reasonsPanel()?.querySelector("input:checked")) {
    buttonFor("b")?.click();
  } else {
    openReasons();
  }
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || keys.open) {
    return;
  }
  const focused = event.target instanceof HTMLElement ? event.target : document.body;
  const typing = focused.matches("textarea, select, input:not([type=radio], [type=hidden])");
  if (typing && event.key !== "Escape") {
    return;
  }
  if (/^[1-9]$/.test(event.key)) {
    chooseReason(event.key);
  } else if (Object.hasOwn(SHORTCUTS, event.key)) {
    SHORTCUTS[event.key]?.();
  } else {
    return;
  }
  event.preventDefault();
}

/** @param {SubmitEvent} event */
async function onSubmit(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !("decision" in form.dataset)) {
    return;
  }
  event.preventDefault();
  const card = /** @type {HTMLDetailsElement | null} */ (form.closest("details.card"));
  const next = card ? allCards()[allCards().indexOf(card) + 1] : undefined;
  const answer = await sendDecision(form, event.submitter);
  if (answer.card) {
    prepend(answer.card);
    show(answer.card);
  } else if (answer.decided) {
    card?.remove();
    if (allCards().length === 0) {
      location.reload();
    } else {
      show(next?.isConnected ? next : currentCard());
    }
  }
}

document.body.classList.add("with-keys");
for (const button of document.querySelectorAll("[data-keys]")) {
  button.removeAttribute("hidden");
  button.addEventListener("click", () => keys.showModal());
}
document.addEventListener("keydown", onKey);
document.addEventListener("submit", onSubmit);
