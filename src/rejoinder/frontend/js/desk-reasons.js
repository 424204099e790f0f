// The reasons for declining: opened above the bar, chosen by key, closed again.

import { buttonFor, currentCard, show } from "./desk-cards.js";
import { find } from "./fragments.js";

/** @returns {HTMLDetailsElement | null | undefined} */
function reasonsPanel() {
  return currentCard()?.querySelector("details[data-panel]");
}

export function openReasons() {
  const card = currentCard();
  const panel = reasonsPanel();
  if (!card || !panel) {
    return;
  }
  if (!card.open) {
    show(card);
  }
  panel.open = true;
  focusReasons(panel);
}

/**
 * Takes the focus to the reasons, and brings them into view where their bar stands too high.
 * @param {HTMLDetailsElement} panel
 */
export function focusReasons(panel) {
  const reason = find("input:checked", panel) ?? find("[type=radio]", panel);
  reason?.focus({ preventScroll: true });
  const form = find("form", panel);
  if (form && form.getBoundingClientRect().top < 0) {
    form.scrollIntoView({ block: "start" });
  }
}

export function closeReasons() {
  const panel = reasonsPanel();
  if (panel?.open) {
    panel.open = false;
    find("summary", panel)?.focus();
  }
}

/** @param {string} key */
export function chooseReason(key) {
  const radio = buttonFor(key);
  if (radio instanceof HTMLInputElement && reasonsPanel()?.open) {
    radio.checked = true;
    radio.focus();
  }
}

/** Banning needs a reason too: without one its key opens the reasons. */
export function ban() {
  if (reasonsPanel()?.querySelector("input:checked")) {
    buttonFor("b")?.click();
  } else {
    openReasons();
  }
}
