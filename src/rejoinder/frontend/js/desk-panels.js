// What opens above a card's bar, such as the reasons for declining: by key, and closed again.

import { buttonFor, currentCard, show } from "./desk-cards.js";
import { answered } from "./desk-decision.js";
import { putFormsBack } from "./desk-forms.js";
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

/**
 * @param {string} name
 * @param {string} [key] of the field in it that takes the focus; else the first does
 */
export function openPanel(name, key) {
  const card = currentCard();
  const panel = panelCalled(name);
  if (!card || !panel) {
    return;
  }
  if (!card.open) {
    show(card);
  }
  putFormsBack(card);
  panel.open = true;
  focusPanel(panel);
  if (key) {
    find(`[data-key="${key}"]`, panel)?.focus({ preventScroll: true });
  }
}

/**
 * Opens what else can be done, in the field of this key; where the card has none, nothing opens.
 * @param {string} key
 */
export function openField(key) {
  if (buttonFor(key)) {
    openPanel("more", key);
  }
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
  const fields = "form :is(input:not([type=hidden]), textarea, button)";
  const field = find("input:checked", panel) ?? find(fields, panel);
  field?.focus({ preventScroll: true });
  const sheet = find(".sheet", panel);
  if (sheet && sheet.getBoundingClientRect().top < 0) {
    sheet.scrollIntoView({ block: "start" });
  }
}

export function closePanels() {
  const panel = panels().find((each) => each.open);
  if (panel) {
    panel.open = false;
    find("summary", panel)?.focus();
  }
}

/**
 * Presses a button; where its form lacks something, that has the focus instead.
 * @param {HTMLElement} button
 */
export function press(button) {
  const form = button instanceof HTMLButtonElement ? button.form : null;
  const panel = form?.closest("details");
  if (form && panel && "panel" in panel.dataset && !form.checkValidity()) {
    panel.open = true;
    focusPanel(panel);
    find(":invalid", form)?.focus({ preventScroll: true });
  } else {
    button.click();
  }
}

/** Takes back what was done last: before it is answered, the way back is that of something else. */
export async function takeBack() {
  await answered();
  const button = buttonFor("u");
  if (button) {
    press(button);
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
