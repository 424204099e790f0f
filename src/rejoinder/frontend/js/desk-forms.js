// The forms in a card's sheets are in the page only once one of them is opened, or a key presses
// something in it. A browser that offers to fill in forms reads all fields of the page anew after
// each change; of thirty cards that took up to 400 ms, for which the next key waited.

/** @type {WeakMap<Element, [Comment, HTMLFormElement][]>} by card, with all that somebody has typed */
const takenOut = new WeakMap();

/** @param {Element} card */
export function takeFormsOut(card) {
  const forms = takenOut.get(card) ?? [];
  for (const sheet of card.querySelectorAll("details:not([open])")) {
    for (const form of sheet.querySelectorAll("form")) {
      const place = document.createComment("");
      form.replaceWith(place);
      forms.push([place, form]);
    }
  }
  takenOut.set(card, forms);
}

/** @param {Element} card */
export function putFormsBack(card) {
  for (const [place, form] of takenOut.get(card) ?? []) {
    place.replaceWith(form);
  }
  takenOut.delete(card);
}

/** @param {Event} event before a sheet opens, by pointer or by key */
function onClick({ target }) {
  const summary = target instanceof Element && target.closest("details details > summary");
  const card = summary && summary.closest("details[data-card]");
  if (card) {
    putFormsBack(card);
  }
}

/** @param {Event} event a card was closed, or a sheet opened, by whatever means */
function onToggle({ target }) {
  if (!(target instanceof HTMLDetailsElement)) {
    return;
  }
  const card = target.closest("details[data-card]");
  if (card === target && !target.open) {
    takeFormsOut(card);
  } else if (card && card !== target && target.open) {
    putFormsBack(card);
  }
}

document.querySelectorAll("details[data-card]").forEach(takeFormsOut);
document.addEventListener("click", onClick, true);
document.addEventListener("toggle", onToggle, true); // it does not bubble
