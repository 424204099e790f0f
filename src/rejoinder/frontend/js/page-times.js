// How old things are, by the server's clock, on a page of ours.

import { compareClocks, showAges } from "./relative-times.js";

/**
 * The server's time now, by the headers of this page.
 * @returns {number} NaN where the browser has kept the page since we know not when
 */
function timeByThisPage() {
  const [page] = /** @type {PerformanceNavigationTiming[]} */ (
    performance.getEntriesByType("navigation")
  );
  const sent = page?.serverTiming.find((each) => each.name === "clock")?.description;
  return page && sent && page.transferSize > 0
    ? Number(sent) + performance.now() - page.responseStart
    : NaN;
}

/**
 * The same, by an answer that comes for this.
 * @returns {Promise<number>} NaN where none comes
 */
async function timeByAsking() {
  try {
    const signal = AbortSignal.timeout(3000);
    const { headers } = await fetch(import.meta.url, { cache: "no-store", signal });
    return Date.parse(headers.get("Date") ?? "") + 1000 * Number(headers.get("Age"));
  } catch {
    return NaN;
  }
}

/** Rewrites all times as soon as clocks are compared, and once a minute. */
export async function keepTimesFresh() {
  compareClocks(timeByThisPage() || (await timeByAsking()));
  showAges(document);
  setInterval(() => showAges(document), 60_000);
}
