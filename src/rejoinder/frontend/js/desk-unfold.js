// What stands around a comment, unfolded under it: its conversation, its article, earlier texts.

import { fetchFragment, find, parseHtml } from "./fragments.js";

/**
 * Shows where a link leads under the links of its card; once more, and it is folded again.
 * @param {HTMLAnchorElement} link
 */
export async function unfold(link) {
  const card = link.closest("details.card");
  const place = card && find("[data-unfolded]", card);
  if (!place) {
    return;
  }
  const own = link.closest(".unfold") !== null;
  if (own && place.dataset["unfolded"] === link.href) {
    fold(place);
    return;
  }
  try {
    const response = await fetchFragment(link.href, "desk");
    const piece = find("[data-piece]", parseHtml(await response.text()));
    if (!response.ok || !piece) {
      throw new Error("no piece in the answer");
    }
    place.replaceChildren(piece);
    place.dataset["unfolded"] = own ? link.href : place.dataset["unfolded"];
    piece.focus({ preventScroll: true });
    (find(".here, .mark-evidence", piece) ?? piece).scrollIntoView({ block: "nearest" });
  } catch {
    location.assign(link.href);
  }
}

/** @param {HTMLElement} place */
function fold(place) {
  place.replaceChildren();
  place.dataset["unfolded"] = "";
  find("summary", /** @type {Element} */ (place.closest("details.card")))?.focus({
    preventScroll: true,
  });
}

/**
 * Shows what else waits and says nearly the same as a card that was opened, where anything does.
 * @param {HTMLDetailsElement} card
 */
export async function showAlike(card) {
  const place = find("[data-alike]", card);
  const link = /** @type {HTMLAnchorElement | null} */ (place && find("a", place));
  // A card that comes open says so once more as it is opened; of one that was left nobody asks.
  if (!place || !link || place.dataset["alike"] || !card.open) {
    return;
  }
  place.dataset["alike"] = "asked";
  try {
    const response = await fetchFragment(link.href, "desk");
    const piece = find("[data-piece]", parseHtml(await response.text()));
    if (response.ok && piece) {
      place.replaceChildren(...(find("ul", piece) ? [piece] : []));
    }
  } catch {
    // The link stays.
  }
}
