// The queue's cards on the desk's page: which there are, which is open, and moving between them.

import { putFormsBack } from "./desk-forms.js";
import { comesBack, givenBack, leaves } from "./desk-left.js";
import { find } from "./fragments.js";

const cards = /** @type {HTMLElement} */ (document.getElementById("cards"));

/** @returns {HTMLDetailsElement[]} the cards in their order */
export function allCards() {
  return [...cards.querySelectorAll("details")].filter((each) => "card" in each.dataset);
}

/** @returns {HTMLDetailsElement | undefined} */
export function openCard() {
  return allCards().find((card) => card.open);
}

/** @returns {HTMLDetailsElement | undefined} the open card, else the first that nobody has */
export function currentCard() {
  return openCard() ?? allCards().find(isFree) ?? allCards()[0];
}

/** @returns {HTMLDetailsElement[]} those below the open one that no colleague has */
export function cardsAhead() {
  const all = allCards();
  return all.slice(all.findIndex((card) => card.open) + 1).filter(isFree);
}

/**
 * @param {HTMLDetailsElement} card
 * @returns {string} the number of its comment
 */
export function numberOf(card) {
  return card.id.replace("comment-", "");
}

/**
 * What a key presses: in the notice for `u`, else in the card in focus.
 * @param {string} key
 * @returns {HTMLElement | null}
 */
export function buttonFor(key) {
  const root = key === "u" ? find("#notice") : currentCard();
  if (!root) {
    return null;
  }
  const button = () => find(`[data-key="${key}"]`, root);
  const there = button();
  if (!there) {
    putFormsBack(root);
  }
  return there ?? button();
}

/**
 * Opens a card, and no other, and takes the focus there; where a colleague has it, the next one.
 * @param {HTMLDetailsElement | undefined} wanted
 */
export function show(wanted) {
  if (!wanted) {
    return;
  }
  const all = allCards();
  const card = all.slice(Math.max(all.indexOf(wanted), 0)).find(isFree) ?? wanted;
  // Browsers without exclusive <details> leave the others open.
  for (const other of all) {
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
  const all = allCards().filter((card) => card.open || isFree(card));
  const open = all.findIndex((card) => card.open);
  show(all[Math.min(Math.max(open + steps, 0), all.length - 1)]);
}

/**
 * Puts a card on top, in place of the same card where it stands.
 * @param {HTMLDetailsElement} card
 */
export function prepend(card) {
  comesBack(card.id);
  document.getElementById(card.id)?.remove();
  cards.querySelector(".all-clear")?.remove();
  cards.prepend(card);
}

/**
 * @param {HTMLDetailsElement} card
 * @param {boolean} comesLast
 */
export function takeAway(card, comesLast) {
  if (comesLast) {
    givenBack.add(numberOf(card));
  } else {
    leaves(card.id);
  }
  card.remove();
}

/** @param {HTMLDetailsElement} card one that waits, of which nothing is decided or about to be */
export function isFree({ dataset }) {
  return !("taken" in dataset) && !("gone" in dataset) && !("deciding" in dataset);
}
