// Fills <rejoinder-count> and <rejoinder-most-read>. Their words stand in the page itself, in its
// own style; until they come, and where they cannot, what the page says in the element stands there.

// As many as one address may ask for, well below how long one may be.
const AT_ONCE = 20;

/** @typedef {(html: string) => DocumentFragment} Parse */

/** @type {Map<string, HTMLElement[]>} */
let waiting = new Map();

/**
 * @param {HTMLElement} element
 * @param {string} home our origin
 * @param {Parse} parse
 */
export async function fill(element, home, parse) {
  if (element.localName === "rejoinder-count") {
    waitForOthers(element, home, parse);
    return;
  }
  const limit = element.getAttribute("limit") ?? "";
  const list = await ask(`${home}/embed/most-read?limit=${encodeURIComponent(limit)}`, parse);
  if (list.querySelector("li")) {
    element.replaceChildren(...list.children);
  }
}

/**
 * All counts that come near at the same moment are asked for together.
 * @param {HTMLElement} element
 * @param {string} home
 * @param {Parse} parse
 */
function waitForOthers(element, home, parse) {
  const of = element.getAttribute("article-id") || element.getAttribute("url");
  if (!of) {
    return;
  }
  const name = of.startsWith("/") ? new URL(of, location.href).href : of;
  if (waiting.size === 0) {
    setTimeout(() => void askForAll(home, parse));
  }
  waiting.set(name, [...(waiting.get(name) ?? []), element]);
}

/**
 * @param {string} home
 * @param {Parse} parse
 */
async function askForAll(home, parse) {
  const all = [...waiting];
  waiting = new Map();
  const parts = [];
  while (all.length > 0) {
    parts.push(showCounts(all.splice(0, AT_ONCE), home, parse));
  }
  await Promise.all(parts);
}

/**
 * @param {[string, HTMLElement[]][]} some
 * @param {string} home
 * @param {Parse} parse
 */
async function showCounts(some, home, parse) {
  const query = new URLSearchParams(some.map(([name]) => ["of", name]));
  const counts = await ask(`${home}/embed/counts?${query}`, parse);
  const told = counts.querySelectorAll("data");
  some.forEach(([, elements], place) => {
    const { value = "", textContent } = told[place] ?? {};
    for (const element of elements) {
      element.textContent = element.hasAttribute("number") ? value : (textContent?.trim() ?? "");
    }
  });
}

/**
 * @param {string} address
 * @param {Parse} parse
 * @returns {Promise<DocumentFragment>}
 */
async function ask(address, parse) {
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) {
    throw new Error(`rejoinder: ${answer.status}`);
  }
  return parse(await answer.text());
}
