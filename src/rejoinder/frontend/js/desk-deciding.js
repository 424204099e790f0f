// A decision on its way: the next card is there at once, and nobody waits for the server's answer.

import { allCards, isFree, openCard, show } from "./desk-cards.js";

/**
 * Takes a card out of sight until its answer is here, and opens the next one.
 * @param {HTMLFormElement} form what was sent
 * @returns {HTMLDetailsElement | null} the card; null where the form leaves it here, and where no
 *   other card is there to be read
 */
export function setAside(form) {
  const card = form.closest("details.card");
  if (
    !(card instanceof HTMLDetailsElement) ||
    !/\/(decisions|passings|answer|leaving)$/.test(form.action)
  ) {
    return null;
  }
  const all = allCards();
  const next = all.slice(all.indexOf(card) + 1).find(isFree);
  if (!next) {
    return null;
  }
  card.dataset["deciding"] = "";
  card.hidden = true;
  show(next);
  return card;
}

/**
 * Nothing was decided: the card stands where it stood. Whoever reads another one by now goes on with
 * that: a key that they are about to press is meant for it.
 * @param {HTMLDetailsElement} card
 */
export function bringBack(card) {
  delete card.dataset["deciding"];
  card.hidden = false;
  if (!openCard()) {
    show(card);
  }
}
