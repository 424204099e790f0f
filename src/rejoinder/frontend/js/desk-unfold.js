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
