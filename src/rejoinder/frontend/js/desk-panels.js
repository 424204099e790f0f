// What opens above a card's bar, such as the reasons for declining: by key, and closed again.

import { buttonFor, currentCard, show } from "./desk-cards.js";
import { find } from "./fragments.js";

/** @returns {HTMLDetailsElement[]} those of the open card */
function panels() {
  const card = currentCard();
  return card
    ? [...card.querySelectorAll("details")].filter((each) => "panel" in each.dataset)
    : [];
}

/**
 * @param {string} name
 * @returns {HTMLDetailsElement | undefined}
 */
function panelCalled(name) {
  return panels().find((each) => each.dataset["panel"] === name);
}

/** @param {string} name */
export function openPanel(name) {
  const card = currentCard();
  const panel = panelCalled(name);
  if (!card || !panel) {
    return;
  }
  if (!card.open) {
    show(card);
  }
  panel.open = true;
  focusPanel(panel);
}

/**
 * Takes the focus into what has opened, and brings it into view where its bar stands too high.
 * Whatever else was open above the bar closes.
 * @param {HTMLDetailsElement} panel
 */
export function focusPanel(panel) {
  for (const other of panels()) {
    other.open &&= other === panel;
  }
  const field =
    find("input:checked", panel) ?? find("form :is(input:not([type=hidden]), textarea)", panel);
  field?.focus({ preventScroll: true });
  const form = find("form", panel);
  if (form && form.getBoundingClientRect().top < 0) {
    form.scrollIntoView({ block: "start" });
  }
}

export function closePanels() {
  const panel = panels().find((each) => each.open);
  if (panel) {
    panel.open = false;
    find("summary", panel)?.focus();
  }
}

/** @param {string} key */
export function chooseReason(key) {
  const radio = buttonFor(key);
  if (radio instanceof HTMLInputElement && panelCalled("reasons")?.open) {
    radio.checked = true;
    radio.focus();
  }
}

/** Banning needs a reason too: without one its key opens the reasons. */
export function ban() {
  if (panelCalled("reasons")?.querySelector("input:checked")) {
    buttonFor("b")?.click();
  } else {
    openPanel("reasons");
  }
}
