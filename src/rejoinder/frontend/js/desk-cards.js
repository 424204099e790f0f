// The queue's cards on the desk's page: which there are, which is open, and moving between them.

import { find } from "./fragments.js";

const cards = /** @type {HTMLElement} */ (document.getElementById("cards"));

/** @returns {HTMLDetailsElement[]} the cards in their order */
export function allCards() {
  return [...cards.querySelectorAll("details")].filter((each) => "card" in each.dataset);
}

/** @returns {HTMLDetailsElement | undefined} the open card, else the first */
export function currentCard() {
  const all = allCards();
  return all.find((card) => card.open) ?? all[0];
}

/**
 * Opens a card, and no other, and takes the focus there.
 * @param {HTMLDetailsElement | undefined} card
 */
export function show(card) {
  if (!card) {
    return;
  }
  // Browsers without exclusive <details> leave the others open.
  for (const other of allCards()) {
    other.open = other === card;
  }
  find("summary", card)?.focus({ preventScroll: true });
  card.scrollIntoView({ block: "start" });
}

/**
 * Opens the card so many further down, or up.
 * @param {number} steps
 */
export function moveBy(steps) {
  const all = allCards();
  const open = all.findIndex((card) => card.open);
  show(all[Math.min(Math.max(open + steps, 0), all.length - 1)]);
}

/**
 * Puts a card on top, in place of the same card where it stands.
 * @param {HTMLDetailsElement} card
 */
export function prepend(card) {
  document.getElementById(card.id)?.remove();
  cards.prepend(card);
}
