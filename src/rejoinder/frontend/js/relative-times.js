// "12 minutes ago" in place of the day and hour, which stay in the title. Used on every page.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
// Older than this, a date says more than a number of days.
const LONGEST = 7 * DAY;

const language = document.documentElement.lang || "en";
const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

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
  const now = Date.now();
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

/** Rewrites all times now and once a minute. */
export function keepTimesFresh() {
  showAges(document);
  setInterval(() => showAges(document), MINUTE * 1000);
}
