// What comes among the queue's cards, and what leaves, while somebody reads one of them.

import { allCards, numberOf } from "./desk-cards.js";
import { takeFormsOut } from "./desk-forms.js";
import { beginAnew, hasLeft, isPassedOver, leaves } from "./desk-left.js";
import { find } from "./fragments.js";

// So many that somebody passed over stay above the open one, for whoever goes back.
const MOST_ABOVE = 20;

const cards = /** @type {HTMLElement} */ (document.getElementById("cards"));

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
    } else if (!hasLeft(card.id) && !("known" in card.dataset)) {
      if (before) {
        before.after(card);
      } else {
        cards.querySelector(".all-clear, .none")?.remove();
        cards.prepend(card);
      }
      takeFormsOut(card);
      before = card;
      first ??= card;
    }
  }
  return first;
}

/**
 * Takes out what waits no more. The open one stays, marked, until its reader goes on; and one that is
 * just being decided here until the answer to that says what became of it.
 * @param {string[]} numbers
 * @returns {boolean} whether the open one is among them, and its reader is not just deciding it
 */
export function takeOut(numbers) {
  let open = false;
  for (const number of numbers) {
    const card = document.getElementById(`comment-${number}`);
    if (card && "deciding" in card.dataset) {
      continue;
    }
    leaves(`comment-${number}`);
    if (card instanceof HTMLDetailsElement && !card.open) {
      card.remove();
    } else if (card && !find('[aria-busy="true"]', card)) {
      card.dataset["gone"] = "";
      open = true;
    }
  }
  return open;
}

/** Keeps the page small: what was passed over long ago leaves, and what others decided. */
export function tidyUp() {
  const all = allCards();
  const open = all.findIndex((card) => card.open);
  for (const card of all.slice(0, Math.max(open - MOST_ABOVE, 0))) {
    isPassedOver(card.id);
    card.remove();
    find("[data-first]")?.removeAttribute("hidden");
  }
  for (const card of all.filter((each) => "gone" in each.dataset && !each.open)) {
    card.remove();
  }
}

/** Empties the page for those that come first. */
export function clear() {
  beginAnew();
  cards.replaceChildren();
}

/**
 * Says on each card which colleague has it.
 * @param {Record<string, string>} taken words for it, by the comment's number
 * @param {boolean} [all] whether no colleague has any other: where it is not known what is decided,
 *   a card that was somebody's is not yet ours
 */
export function markTaken(taken, all = true) {
  for (const card of allCards()) {
    const words = taken[numberOf(card)];
    if (words || all) {
      card.querySelector(".card-taken")?.remove();
      delete card.dataset["taken"];
    }
    if (words) {
      card.dataset["taken"] = "";
      const said = document.createElement("span");
      said.className = "card-taken";
      said.textContent = words;
      find(".card-why", card)?.after(said);
    }
  }
}

/**
 * @param {Node} one
 * @param {Node} other
 */
function isBefore(one, other) {
  return Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
}
