// What was just done, and the way back from it: for some seconds in sight, counted down.

import { find } from "./fragments.js";

// How long the way back stays in sight. Afterwards the comment's own page has it.
const SECONDS = 20;
// Of several quick decisions the last ones can be undone, one after the other.
const KEPT = 5;

const notice = /** @type {HTMLElement} */ (document.getElementById("notice"));

/**
 * Says what was done. The ways back from what was done just before wait behind it.
 * @param {Iterable<Node>} said
 * @param {HTMLFormElement | null} [form] which was sent; a way back that was gone is no longer one
 */
export function say(said, form = null) {
  form?.closest(".desk-notice")?.remove();
  for (const earlier of notices()) {
    if (wayBack(earlier)) {
      earlier.hidden = true;
    } else {
      earlier.remove();
    }
  }
  notice.prepend(...said);
  for (const old of notices().slice(KEPT)) {
    old.remove();
  }
  const first = notices()[0];
  if (first && wayBack(first)) {
    countDown(first);
  }
}

/** Counts down the way back that came with the page. */
export function countDownFirst() {
  const first = notices()[0];
  if (first && wayBack(first)) {
    countDown(first);
  }
}

/** @returns {HTMLElement[]} what was done, the newest first */
function notices() {
  return /** @type {HTMLElement[]} */ ([...notice.querySelectorAll(".desk-notice")]);
}

/** @param {HTMLElement} shown */
function wayBack(shown) {
  return find("form[data-decision]", shown);
}

/**
 * Takes the way back out of sight after its seconds; while it has the focus, or the pointer is over
 * it, they stand still.
 * @param {HTMLElement} shown
 */
function countDown(shown) {
  let left = SECONDS;
  const bar = document.createElement("progress");
  const figure = document.createElement("span");
  bar.max = SECONDS;
  figure.className = "countdown";
  // Whoever listens to the page need not hear each second.
  for (const each of [bar, figure]) {
    each.setAttribute("aria-hidden", "true");
  }
  const show = () => {
    bar.value = left;
    figure.textContent = String(left);
  };
  show();
  wayBack(shown)?.prepend(figure);
  shown.append(bar);
  const clock = setInterval(() => {
    if (!shown.isConnected) {
      clearInterval(clock);
    } else if (!shown.matches(":hover, :focus-within")) {
      left -= 1;
      show();
      if (left <= 0) {
        clearInterval(clock);
        end(shown, bar);
      }
    }
  }, 1000);
}

/**
 * @param {HTMLElement} shown
 * @param {HTMLElement} bar
 */
function end(shown, bar) {
  if (shown.hidden) {
    shown.remove();
    return;
  }
  bar.remove();
  wayBack(shown)?.remove();
  // It covers nothing any more.
  shown.classList.add("past");
}
