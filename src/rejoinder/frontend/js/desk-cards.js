// The queue's cards on the desk's page: which there are, which is open, and moving between them.

import { find } from "./fragments.js";

const cards = /** @type {HTMLElement} */ (document.getElementById("cards"));
/** @type {Set<string>} the cards that were decided here, which an answer under way may still have */
const decided = new Set();

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
 * What a key presses: in the notice for `u`, else in the card in focus.
 * @param {string} key
 * @returns {HTMLElement | null}
 */
export function buttonFor(key) {
  const root = key === "u" ? find("#notice") : currentCard();
  return root ? find(`[data-key="${key}"]`, root) : null;
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
  decided.delete(card.id);
  document.getElementById(card.id)?.remove();
  cards.querySelector(".all-clear")?.remove();
  cards.prepend(card);
}

/** @param {HTMLDetailsElement} card one that was decided */
export function takeAway(card) {
  decided.add(card.id);
  card.remove();
}

/**
 * Puts the cards of an answer among those that stand, in the answer's order.
 * @param {HTMLElement} answer
 * @param {HTMLDetailsElement | undefined} after none of them comes above this one
 * @returns {HTMLDetailsElement | undefined} the first that was not there before
 */
export function addFrom(answer, after) {
  const fresh = [...answer.querySelectorAll("details")].filter((each) => "card" in each.dataset);
  if (fresh.length === 0 && allCards().length === 0) {
    cards.replaceChildren(...answer.childNodes);
    return undefined;
  }
  let before = after;
  /** @type {HTMLDetailsElement | undefined} */
  let first;
  for (const card of fresh) {
    const here = document.getElementById(card.id);
    if (here instanceof HTMLDetailsElement) {
      before = !before || isBefore(before, here) ? here : before;
    } else if (!decided.has(card.id)) {
      if (before) {
        before.after(card);
      } else {
        cards.prepend(card);
      }
      before = card;
      first ??= card;
    }
  }
  return first;
}

/**
 * @param {Node} one
 * @param {Node} other
 */
function isBefore(one, other) {
  return Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
}
