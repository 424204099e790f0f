// Keeps the queue's page filled: as cards leave it, the next ones come; and what is new is put in.

import { allCards, cardsAhead, numberOf, openCard, show } from "./desk-cards.js";
import { addFrom, clear, markTaken, takeOut } from "./desk-merge.js";
import { replacePiece, tell } from "./desk-pieces.js";
import { fetchFragment, find, parseHtml } from "./fragments.js";

// With fewer below the open card the next ones are asked for: nobody comes to the end of them.
const FEW = 10;
// What is asked for beside a card that was opened waits so long: until that is painted.
export const PAINTED_MS = 60;

/** Whether the last answer had nothing that is not on the page. */
let atTheEnd = false;
/** @type {Promise<unknown>} one question after the other */
let turn = Promise.resolve();
/** @type {Promise<HTMLDetailsElement | undefined> | null} what follows the last card */
let following = null;

/**
 * Asks for the next ones where few are left below the open card.
 * @param {boolean} [anew]
 */
export async function refill(anew) {
  if (anew || allCards().length === 0) {
    await renew();
  } else if (cardsAhead().length < FEW && !atTheEnd) {
    try {
      await loadNext();
    } catch {
      // What stands can still be decided; the next key asks again.
    }
  }
}

/**
 * Puts the next stretch below the last card, and opens its first.
 * @param {HTMLAnchorElement} link which leads to it as a page of its own
 */
export async function showNext(link) {
  try {
    show(await loadNext());
  } catch {
    location.assign(link.href);
  }
}

/** Begins anew with what comes first. */
export async function showFirst() {
  clear();
  await renew();
  show(allCards()[0]);
}

/**
 * Looks what has come and gone. Nothing comes above the open card, which somebody is reading.
 * @param {boolean} [says] whether it says so where what is next is another one now
 */
export async function renew(says = false) {
  const open = openCard();
  const next = cardsAhead()[0];
  try {
    const first = await load({}, open);
    if (says && first && next?.isConnected && cardsAhead()[0] !== next) {
      tell("next");
    }
    if (!open && first) {
      first.open = true; // without the focus, which may be in a field
    }
  } catch {
    // Where nothing stands, the browser says what is wrong.
    if (allCards().length === 0 && !find(".all-clear, .none")) {
      location.reload();
    }
  }
}

/** @returns {Promise<HTMLDetailsElement | undefined>} the first of those that follow the last card */
function loadNext() {
  const last = allCards().at(-1);
  return (following ??= load(last ? { after: numberOf(last) } : {}, last).finally(
    () => (following = null),
  ));
}

/**
 * Puts on the page what waits from a place in the queue on, when it is its turn.
 * @param {Record<string, string>} place
 * @param {HTMLDetailsElement | undefined} after the card above which none of them comes
 * @returns {Promise<HTMLDetailsElement | undefined>} the first that was not there before
 */
function load(place, after) {
  const loading = turn.then(() => loadNow(place, after));
  turn = loading.catch(() => undefined);
  return loading;
}

/**
 * @param {Record<string, string>} place
 * @param {HTMLDetailsElement | undefined} after
 */
async function loadNow(place, after) {
  const response = await fetchFragment(addressOf(place), "desk");
  if (response.status === 403) {
    location.reload(); // whoever may not be here any more
  }
  const answer = parseHtml(await response.text());
  const cards = find("#cards", answer);
  const told = find("[data-taken]", answer);
  if (!response.ok || !cards || !told) {
    throw new Error("no cards in the answer");
  }
  if (takeOut((told.dataset["gone"] ?? "").split("-").filter(Boolean))) {
    tell("gone");
  }
  const more = find("[data-more]", answer);
  const first = addFrom(cards, after?.isConnected ? after : undefined);
  markTaken(JSON.parse(told.dataset["taken"] ?? "{}"));
  replacePiece(find("#tabs", answer));
  replacePiece(find("#people", answer));
  atTheEnd = "after" in place ? !first && !more : false;
  find("[data-more]")?.toggleAttribute("hidden", atTheEnd || !(more || "after" in place));
  return first;
}

/**
 * @param {Record<string, string>} place
 * @returns {string} the page's own address, with what it has already
 */
function addressOf(place) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(place)) {
    address.searchParams.set(name, value);
  }
  address.searchParams.set("have", allCards().map(numberOf).join("-"));
  return address.href;
}
