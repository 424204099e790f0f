// "12 minutes ago" in place of the day and hour, which stay in the title.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** @typedef {[Intl.RelativeTimeFormatUnit, number, number]} Unit with its seconds, and its words' place */
/** @type {Unit[]} */
const UNITS = [
  ["day", DAY, 59 + 23],
  ["hour", HOUR, 59],
  ["minute", MINUTE, 0],
];
/** @type {Unit} */
const NOW = ["second", MINUTE, 0];
// Older than this, a date says more than a number of days.
const LONGEST = 7 * DAY;

/** @type {Intl.RelativeTimeFormat | undefined} in the page's language */
let format;
// By how many milliseconds this browser's clock is ahead of the server's, as far as we know.
let ahead = 0;

/**
 * Compares clocks: a reader's may be wrong by a day. Without an answer it must do.
 * @param {number} server its time now, in milliseconds since 1970; NaN where nobody told it
 */
export function compareClocks(server) {
  // A second or two is the way between us.
  if (Math.abs(Date.now() - server) > MINUTE * 500) {
    ahead = Date.now() - server;
  }
}

/** @returns {number} by how many milliseconds this browser's clock is ahead, as far as we know */
export function clockAhead() {
  return ahead;
}

/** @param {number} milliseconds as another part of this script's knows it */
export function setClockAhead(milliseconds) {
  ahead = milliseconds;
}

/**
 * The language in which an element's words are written.
 * @param {Element} element
 * @returns {string}
 */
export function languageOf(element) {
  const told = /** @type {HTMLElement | null} */ (element.closest("[lang]"));
  return told?.lang || "en";
}

/**
 * A past moment in words: the page's own, where it brings some. A telephone is long in opening what
 * its browser knows of languages.
 * @param {number} seconds how long ago
 * @param {string[]} words "now", then one for each minute, hour and day
 * @param {string} language
 * @returns {string}
 */
function ago(seconds, words, language) {
  const [unit, length, before] = UNITS.find((each) => seconds >= each[1]) ?? NOW;
  const count = Math.floor(seconds / length);
  const inWords = () => (format ??= new Intl.RelativeTimeFormat(language, { numeric: "auto" }));
  return words[before + count] ?? inWords().format(0 - count, unit);
}

/**
 * Rewrites the times under a node.
 * @param {ParentNode} root
 */
export function showAges(root) {
  const now = Date.now() - ahead;
  const times = /** @type {NodeListOf<HTMLTimeElement>} */ (
    root.querySelectorAll("time[data-ago]")
  );
  const [first] = times;
  const language = first ? languageOf(first) : "en";
  const told = /** @type {HTMLElement | null | undefined} */ (first?.closest("[data-ages]"));
  const words = told?.dataset["ages"]?.split("|") ?? [];
  for (const time of times) {
    const seconds = (now - Date.parse(time.dateTime)) / 1000;
    time.title ||= time.textContent?.trim() ?? "";
    // A clock that is wrong by a little must not promise the future.
    const text = seconds < LONGEST ? ago(Math.max(0, seconds), words, language) : time.title;
    if (time.textContent !== text) {
      time.textContent = text;
    }
  }
}

/** @type {WeakMap<Node, ReturnType<typeof setInterval>>} */
const minutes = new WeakMap();

/**
 * Rewrites them once a minute while it stands there.
 * @param {ShadowRoot} root
 */
export function keepAgesFresh(root) {
  clearInterval(minutes.get(root));
  const minute = setInterval(
    () => (root.isConnected ? showAges(root) : clearInterval(minute)),
    MINUTE * 1000,
  );
  minutes.set(root, minute);
}
