// "12 minutes ago" in place of the day and hour, which stay in the title. Used on every page.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
// Older than this, a date says more than a number of days.
const LONGEST = 7 * DAY;
const LONGEST_WAIT_MS = 3000;

const language = document.documentElement.lang || "en";
const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

// By how many milliseconds this browser's clock is ahead of the server's, as far as we know.
let ahead = 0;

/** Asks the server's clock, past caches: a page may be old, a reader's clock wrong. */
async function compareClocks() {
  try {
    const { headers } = await fetch(import.meta.url, {
      cache: "no-store",
      signal: AbortSignal.timeout(LONGEST_WAIT_MS),
    });
    const server = Date.parse(headers.get("Date") ?? "") + 1000 * Number(headers.get("Age"));
    // A second or two is the way between us.
    if (Math.abs(Date.now() - server) > MINUTE * 500) {
      ahead = Date.now() - server;
    }
  } catch {
    // Without an answer the reader's own clock must do.
  }
}

/**
 * A past moment in words.
 * @param {number} seconds how long ago
 * @returns {string}
 */
export function ago(seconds) {
  if (seconds < MINUTE) {
    return format.format(0, "second");
  }
  if (seconds < HOUR) {
    return format.format(-Math.floor(seconds / MINUTE), "minute");
  }
  if (seconds < DAY) {
    return format.format(-Math.floor(seconds / HOUR), "hour");
  }
  return format.format(-Math.floor(seconds / DAY), "day");
}

/**
 * Rewrites the times under a node.
 * @param {ParentNode} root
 */
export function showAges(root) {
  const now = Date.now() - ahead;
  for (const time of /** @type {NodeListOf<HTMLTimeElement>} */ (
    root.querySelectorAll("time[data-ago]")
  )) {
    const seconds = (now - Date.parse(time.dateTime)) / 1000;
    time.title ||= time.textContent?.trim() ?? "";
    // A clock that is wrong by a little must not promise the future.
    const text = seconds < LONGEST ? ago(Math.max(0, seconds)) : time.title;
    if (time.textContent !== text) {
      time.textContent = text;
    }
  }
}

/** Rewrites all times, as soon as the clocks are compared, and once a minute. */
export async function keepTimesFresh() {
  await compareClocks();
  showAges(document);
  setInterval(() => showAges(document), MINUTE * 1000);
}
