// Sends the desk's forms, and puts what comes back (notice, counts) in its place.

import { say } from "./desk-undo.js";
import { bodyOf } from "./form.js";
import { fetchFragment, find, parseHtml } from "./fragments.js";

/**
 * @typedef {object} Answer
 * @property {boolean} decided whether it did what the form asks
 * @property {HTMLDetailsElement | null} card a card that comes back: undone, or changed meanwhile
 * @property {string[]} gone the ids of cards that go: decided, passed on, or left
 * @property {boolean} comesLast whether they come back after all others
 */

/** @type {Answer} */
const NO_ANSWER = { decided: false, card: null, gone: [], comesLast: false };

const notice = /** @type {HTMLElement} */ (document.getElementById("notice"));
/** @type {WeakSet<HTMLFormElement>} */
const underWay = new WeakSet();

/** @type {Promise<unknown>} the answer to what was sent last */
let latest = Promise.resolve();

/** @returns {Promise<unknown>} once what was sent last is answered, and its way back is there */
export function answered() {
  return latest;
}

/**
 * Sends a form once at a time.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter the button, whose name and value are sent too
 * @returns {Promise<Answer>}
 */
export function sendDecision(form, submitter) {
  if (underWay.has(form)) {
    return Promise.resolve(NO_ANSWER);
  }
  const answer = send(form, submitter);
  latest = answer;
  return answer;
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 * @returns {Promise<Answer>}
 */
async function send(form, submitter) {
  underWay.add(form);
  submitter?.setAttribute("aria-busy", "true");
  try {
    const body = bodyOf(form, submitter);
    const response = await fetchFragment(form.action, "desk", { method: "POST", body });
    return showAnswer(response.ok, await response.text(), form);
  } catch {
    showProblem(notice.dataset["offline"] ?? "");
    return NO_ANSWER;
  } finally {
    underWay.delete(form);
    submitter?.removeAttribute("aria-busy");
  }
}

/**
 * @param {boolean} ok
 * @param {string} html the fragment, or a whole page where something else went wrong
 * @param {HTMLFormElement} form what was sent
 * @returns {Answer}
 */
function showAnswer(ok, html, form) {
  const answer = parseHtml(html);
  const fresh = find('[data-part="notice"]', answer);
  if (!fresh) {
    // Signed out meanwhile, or our own mistake: the page that came says which.
    const reason = find("main h1 ~ p", answer)?.textContent?.trim();
    showProblem(reason || (notice.dataset["offline"] ?? ""));
    return NO_ANSWER;
  }
  say(fresh.childNodes, form);
  const tabs = find('[data-part="tabs"] > *', answer);
  if (tabs) {
    find("#tabs")?.replaceWith(tabs);
  }
  const card = find('[data-part="card"] > details', answer);
  const goes = find('[data-part="gone"]', answer)?.dataset ?? {};
  return {
    decided: ok,
    card: card instanceof HTMLDetailsElement ? card : null,
    gone: (goes["gone"]?.split(" ") ?? []).map((number) => `comment-${number}`),
    comesLast: "comesLast" in goes,
  };
}

/** @param {string} message */
function showProblem(message) {
  const line = document.createElement("p");
  line.textContent = message;
  const box = document.createElement("div");
  box.className = "notice desk-notice notice-problem";
  box.append(line);
  say([box]);
}
