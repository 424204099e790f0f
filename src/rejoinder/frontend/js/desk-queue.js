// Keeps the queue's page filled: as cards leave it, the next ones come.

import { addFrom, allCards, show } from "./desk-cards.js";
import { fetchFragment, find, parseHtml } from "./fragments.js";

// With fewer on the page the next ones are asked for, so that nobody comes to the end of them.
const FEW = 10;

/** Asks for the most urgent ones where few are left on the page. */
export async function refill() {
  const here = allCards().length;
  // An answer may have come before a decision that was on its way.
  offerMore();
  if (here > 0 && (here >= FEW || here >= waiting())) {
    return;
  }
  try {
    // Never above the open one, which somebody is reading.
    await load(
      0,
      allCards().find((card) => card.open),
    );
  } catch {
    // What stands can still be decided; where nothing does, the browser says what is wrong.
    if (here === 0) {
      location.reload();
    }
  }
}

/**
 * Puts the next stretch below the last card, and opens its first.
 * @param {HTMLAnchorElement} link which leads to it as a page of its own
 */
export async function showNext(link) {
  const start = Number(new URLSearchParams(location.search).get("from"));
  try {
    const here = allCards();
    show(await load(start + here.length, here.at(-1)));
  } catch {
    location.assign(link.href);
  }
}

/** @returns {number} how many wait in this part of the queue */
function waiting() {
  return Number(find("#tabs [data-waiting]")?.dataset["waiting"]);
}

/**
 * Puts on the page what waits from a place in the queue on.
 * @param {number} from how many are passed over
 * @param {HTMLDetailsElement | undefined} after the card above which none of them comes
 */
async function load(from, after) {
  const address = new URL(location.href);
  address.searchParams.set("from", String(from));
  address.searchParams.delete("done");
  const response = await fetchFragment(address.href, "desk");
  const answer = parseHtml(await response.text());
  const cards = find("#cards", answer);
  const tabs = find("#tabs", answer);
  if (!response.ok || !cards || !tabs) {
    throw new Error("no cards in the answer");
  }
  const first = addFrom(cards, after);
  find("#tabs")?.replaceWith(tabs);
  offerMore();
  return first;
}

/** Shows the way to the next ones where there are any that are not on the page. */
function offerMore() {
  find("#more")?.toggleAttribute("hidden", allCards().length >= waiting());
}
