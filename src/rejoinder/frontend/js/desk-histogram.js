// A range dragged over a histogram of scores. Without it the two fields beside it choose the same.

import { fetchFragment, find, parseHtml } from "./fragments.js";

// As wide as a bar: no finer range could be seen in the picture.
const STEP = 0.025;

// What is typed in one go is asked for once.
const PAUSE_MS = 400;

/** @type {number | null} where the drag began, 0 to 1 */
let begun = null;
let pausing = 0;
/** How often a range was asked for: only the last answer is shown. */
let asking = 0;

/**
 * Where a pointer is over the picture.
 * @param {PointerEvent} event
 * @returns {number} a score, 0 to 1
 */
function scoreAt(event) {
  const area = find("[data-histogram] .drag-area")?.getBoundingClientRect();
  if (!area) {
    return 0;
  }
  return Math.min(Math.max((event.clientX - area.left) / area.width, 0), 1);
}

/**
 * Puts a range into the fields and marks its bars.
 * @param {number} from
 * @param {number} to
 */
function choose(from, to) {
  // A hair's breadth aside: a bar's own edge is none of the next one's.
  const low = Math.floor(Math.min(from, to) / STEP + 1e-6) * STEP;
  const high = Math.ceil(Math.max(from, to) / STEP - 1e-6) * STEP;
  field("low").value = String(Number(low.toFixed(3)));
  field("high").value = String(Number(Math.min(high, 1).toFixed(3)));
  mark(low, high);
}

/**
 * Marks the bars of a range.
 * @param {number} low
 * @param {number} high
 */
function mark(low, high) {
  const area = find("[data-histogram] .drag-area")?.getBoundingClientRect();
  for (const bar of document.querySelectorAll("[data-histogram] .score-in, .score-out")) {
    const box = bar.getBoundingClientRect();
    const at = area ? (box.left + box.width / 2 - area.left) / area.width : 0;
    bar.setAttribute("class", at >= low && at <= high ? "score-in" : "score-out");
  }
}

/**
 * @param {string} name
 * @returns {HTMLInputElement}
 */
function field(name) {
  return /** @type {HTMLInputElement} */ (find(`[data-range-form] [name=${name}]`));
}

/** Shows what is in the range, in the place of what was in the last one. */
async function showRange() {
  const form = /** @type {HTMLFormElement} */ (find("[data-range-form]"));
  const told = [...new FormData(form)].filter(([, value]) => value !== "");
  const asked = new URLSearchParams(/** @type {[string, string][]} */ (told));
  const address = `${form.action}?${asked}`;
  const range = find("#range");
  const mine = ++asking;
  clearTimeout(pausing);
  range?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetchFragment(address, "desk");
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    const shown = parseHtml(await answer.text());
    if (mine !== asking || begun !== null) {
      return; // another one is on its way, or being drawn
    }
    const focused = document.activeElement?.getAttribute("name");
    range?.replaceChildren(shown);
    range?.removeAttribute("aria-busy");
    // Whoever chooses by keys goes on from where they were.
    if (focused === "low" || focused === "high") {
      field(focused).focus();
    }
    history.replaceState(null, "", address);
  } catch {
    location.assign(address);
  }
}

/** @param {PointerEvent} event */
function onDown(event) {
  if (event.button === 0 && event.target instanceof Element && event.target.closest(".drag-area")) {
    event.target.setPointerCapture(event.pointerId);
    begun = scoreAt(event);
    choose(begun, begun + STEP / 2);
    event.preventDefault();
  }
}

/** @param {PointerEvent} event */
function onMove(event) {
  if (begun !== null) {
    choose(begun, scoreAt(event));
  }
}

function onUp() {
  if (begun !== null) {
    begun = null;
    void showRange();
  }
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  if (event.target instanceof Element && event.target.matches("[data-range-form]")) {
    event.preventDefault();
    void showRange();
  }
}

/** @param {KeyboardEvent} event one bar up or down by an arrow, in one of the two fields */
function onKey(event) {
  const step = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
  const [low, high] = [field("low"), field("high")];
  const at = [low, high].find((each) => each === event.target);
  if (step && at) {
    event.preventDefault();
    const [least, most] = at === low ? [0, Number(high.value)] : [Number(low.value), 1];
    at.value = String(Number(Math.min(Math.max(Number(at.value) + step, least), most).toFixed(3)));
    mark(Number(low.value), Number(high.value));
    clearTimeout(pausing);
    pausing = setTimeout(showRange, PAUSE_MS);
  }
}

document.addEventListener("pointerdown", onDown);
document.addEventListener("pointermove", onMove);
document.addEventListener("pointerup", onUp);
document.addEventListener("pointercancel", onUp);
document.addEventListener("keydown", onKey);
document.addEventListener("submit", onSubmit);
