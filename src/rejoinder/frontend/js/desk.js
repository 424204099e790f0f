// The desk by keyboard: moving between cards, choosing, deciding. Without it the forms still work.

import { allCards, buttonFor, currentCard, moveBy, prepend, show, takeAway } from "./desk-cards.js";
import { bringBack, setAside } from "./desk-deciding.js";
import { sendDecision } from "./desk-decision.js";
import {
  ban,
  chooseReason,
  closePanels,
  focusPanel,
  openField,
  openPanel,
  press,
  takeBack,
} from "./desk-panels.js";
import { PAINTED_MS, refill, showNext } from "./desk-queue.js";
import { countDownFirst } from "./desk-undo.js";
import { showAlike, unfold } from "./desk-unfold.js";
import { clicked, find } from "./fragments.js";

const keys = /** @type {HTMLDialogElement} */ (document.getElementById("keys"));

/** @type {Record<string, () => void>} whatever else is a letter presses the button that has it */
const SHORTCUTS = {
  j: () => moveBy(1),
  k: () => moveBy(-1),
  r: () => openPanel("reasons"),
  m: () => openPanel("more"),
  n: () => openField("n"),
  O: () => openField("O"),
  g: () => openField("g"),
  b: ban,
  u: () => void takeBack(),
  Escape: closePanels,
  "?": () => keys.showModal(),
};

/** @param {KeyboardEvent} event */
function onKey(event) {
  const field = event.target;
  const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.repeat;
  if (sends && field instanceof HTMLTextAreaElement && field.form) {
    event.preventDefault();
    field.form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || keys.open) {
    return;
  }
  const focused = event.target instanceof HTMLElement ? event.target : document.body;
  const typing = focused.matches("textarea, select, input:not([type=radio], [type=hidden])");
  if (typing && event.key !== "Escape") {
    return;
  }
  if (/^[1-9]$/.test(event.key)) {
    chooseReason(event.key);
  } else if (Object.hasOwn(SHORTCUTS, event.key)) {
    SHORTCUTS[event.key]?.();
  } else {
    const button = /^[a-z]$/i.test(event.key) ? buttonFor(event.key) : null;
    if (!button) {
      return;
    }
    press(button);
  }
  event.preventDefault();
}

/** @param {Event} event a <details> opened or closed, by whatever means */
function onToggle({ target }) {
  const opened = target instanceof HTMLDetailsElement && target.open ? target : null;
  // Where a key opened it, that has taken the focus into its own field already.
  if (opened && "panel" in opened.dataset && !find("form :focus", opened)) {
    focusPanel(opened);
  }
  if (opened && "card" in opened.dataset) {
    setTimeout(() => void showAlike(opened), PAINTED_MS);
  }
}

/** @param {SubmitEvent} event */
async function onSubmit(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !("decision" in form.dataset)) {
    return;
  }
  event.preventDefault();
  const opens = event.submitter?.dataset["opens"];
  if (opens) {
    openPanel(opens);
    return;
  }
  const card = /** @type {HTMLDetailsElement | null} */ (form.closest("details.card"));
  const below = card ? allCards().slice(allCards().indexOf(card) + 1) : [];
  const sent = sendDecision(form, event.submitter);
  const aside = setAside(form);
  const answer = await sent;
  const here = answer.card && document.getElementById(answer.card.id);
  if (aside && !answer.decided) {
    bringBack(aside);
  }
  if (answer.card && here) {
    // Where it is, nothing jumps away.
    here.replaceWith(answer.card);
    if (!aside) {
      show(answer.card);
    }
  } else if (answer.card) {
    prepend(answer.card);
    show(answer.card);
  } else if (answer.decided) {
    for (const each of allCards().filter((one) => one === card || answer.gone.includes(one.id))) {
      takeAway(each, answer.comesLast);
    }
    if (!aside) {
      show(below.find((each) => each.isConnected) ?? currentCard());
    }
    await refill(answer.comesLast);
    if (!currentCard()?.open) {
      show(currentCard());
    }
  }
}

/** @param {MouseEvent} event */
function onClick(event) {
  const link = clicked(event, "[data-more]");
  if (link) {
    event.preventDefault();
    void showNext(link);
  }
  const way = clicked(event, "[data-unfold]");
  if (way?.closest("details.card")) {
    event.preventDefault();
    void unfold(way);
  }
}

document.body.classList.add("with-keys");
countDownFirst();
allCards().forEach((card) => void showAlike(card));
for (const button of document.querySelectorAll("[data-keys]")) {
  button.removeAttribute("hidden");
  button.addEventListener("click", () => keys.showModal());
}
document.addEventListener("keydown", onKey);
document.addEventListener("submit", onSubmit);
document.addEventListener("click", onClick);
document.addEventListener("toggle", onToggle, true); // it does not bubble
