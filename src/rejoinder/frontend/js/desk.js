// @ts-check
/** The desk by keyboard: moving between cards, choosing, deciding. Without it the forms still work. */

import { send } from "./desk-answer.js";

const cards = /** @type {HTMLElement} */ (document.getElementById("cards"));
const keys = /** @type {HTMLDialogElement} */ (document.getElementById("keys"));

/** @returns {HTMLDetailsElement[]} */
function all() {
  return [...cards.querySelectorAll("details")].filter((each) => "card" in each.dataset);
}

/** @returns {HTMLDetailsElement | undefined} */
function current() {
  const list = all();
  return list.find((card) => card.open) ?? list[0];
}

/** @param {HTMLDetailsElement | undefined} card */
function show(card) {
  if (!card) return;
  // Browsers without exclusive <details> leave the others open.
  for (const other of all()) other.open = other === card;
  card.querySelector("summary")?.focus({ preventScroll: true });
  card.scrollIntoView({ block: "start" });
}

/** @param {number} steps */
function go(steps) {
  const list = all();
  const open = list.findIndex((card) => card.open);
  show(list[Math.min(Math.max(open + steps, 0), list.length - 1)]);
}

/**
 * What a key presses: in the notice for `u`, else in the card in focus.
 * @param {string} key
 * @returns {HTMLElement | null}
 */
function target(key) {
  const place = key === "u" ? document.getElementById("notice") : current();
  return place?.querySelector(`[data-key="${key}"]`) ?? null;
}

/** @returns {HTMLDetailsElement | null | undefined} */
function panel() {
  return current()?.querySelector("details[data-panel]");
}

function openReasons() {
  const card = current();
  const reasons = panel();
  if (!card || !reasons) return;
  if (!card.open) show(card);
  reasons.open = true;
  /** @type {HTMLInputElement | null} */
  const chosen = reasons.querySelector("input:checked") ?? reasons.querySelector("[type=radio]");
  chosen?.focus();
}

function closeReasons() {
  const reasons = panel();
  if (!reasons?.open) return;
  reasons.open = false;
  reasons.querySelector("summary")?.focus();
}

/** @param {string} key */
function choose(key) {
  const radio = target(key);
  if (!(radio instanceof HTMLInputElement) || !panel()?.open) return;
  radio.checked = true;
  radio.focus();
}

/** Banning needs a reason too: without one its key opens the reasons. */
function ban() {
  if (!panel()?.querySelector("input:checked")) openReasons();
  else target("b")?.click();
}

/** @type {Record<string, () => void>} */
const does = {
  j: () => go(1),
  k: () => go(-1),
  p: () => target("p")?.click(),
  d: openReasons,
  b: ban,
  u: () => target("u")?.click(),
  Escape: closeReasons,
  "?": () => keys.showModal(),
};

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || keys.open) return;
  const place = event.target instanceof HTMLElement ? event.target : document.body;
  const typing = place.matches("textarea, select, input:not([type=radio], [type=hidden])");
  if (typing && event.key !== "Escape") return;
  if (/^[1-9]$/.test(event.key)) choose(event.key);
  else if (Object.hasOwn(does, event.key)) does[event.key]?.();
  else return;
  event.preventDefault();
}

/** @param {SubmitEvent} event */
async function onSubmit(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !("decision" in form.dataset)) return;
  event.preventDefault();
  const card = form.closest("details.card");
  const next = card ? all()[all().indexOf(/** @type {HTMLDetailsElement} */ (card)) + 1] : undefined;
  const answer = await send(form, event.submitter);
  if (!answer.reached) return;
  if (answer.card) {
    document.getElementById(answer.card.id)?.remove();
    cards.prepend(answer.card);
    show(answer.card);
  } else if (answer.decided) {
    card?.remove();
    if (all().length === 0) location.reload();
    else show(next?.isConnected ? next : current());
  }
}

document.body.classList.add("with-keys");
for (const button of document.querySelectorAll("[data-keys]")) {
  button.removeAttribute("hidden");
  button.addEventListener("click", () => keys.showModal());
}
document.addEventListener("keydown", onKey);
document.addEventListener("submit", onSubmit);
