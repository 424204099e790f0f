// @ts-check
/** Sends the desk's forms, and puts what comes back (notice, counts) in its place. */

/**
 * @typedef {object} Answer
 * @property {boolean} reached whether the server answered at all
 * @property {boolean} decided whether it did what the form asks
 * @property {HTMLDetailsElement | null} card a card that comes back: undone, or changed meanwhile
 */

const notice = /** @type {HTMLElement} */ (document.getElementById("notice"));
/** @type {WeakSet<HTMLFormElement>} */
const underWay = new WeakSet();

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter the button, whose name and value are sent too
 * @returns {Promise<Answer>}
 */
export async function send(form, submitter) {
  const nothing = { reached: false, decided: false, card: null };
  if (underWay.has(form)) return nothing;
  underWay.add(form);
  submitter?.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { "X-Fragment": "desk" },
      body: fields(form, submitter),
    });
    return taken(response.ok, await response.text());
  } catch {
    say(notice.dataset["offline"] ?? "");
    return nothing;
  } finally {
    underWay.delete(form);
    submitter?.removeAttribute("aria-busy");
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
function fields(form, submitter) {
  const sent = new URLSearchParams();
  for (const [name, value] of new FormData(form)) sent.append(name, String(value));
  if (submitter instanceof HTMLButtonElement && submitter.name) {
    sent.append(submitter.name, submitter.value);
  }
  return sent;
}

/**
 * @param {boolean} ok
 * @param {string} text the fragment, or a whole page where something else went wrong
 * @returns {Answer}
 */
function taken(ok, text) {
  const answer = new DOMParser().parseFromString(text, "text/html");
  const said = answer.querySelector('[data-part="notice"]');
  if (!said) {
    // Signed out meanwhile, or our own mistake: the page that came says which.
    say(answer.querySelector("main h1 ~ p")?.textContent?.trim() || (notice.dataset["offline"] ?? ""));
    return { reached: false, decided: false, card: null };
  }
  notice.replaceChildren(...said.childNodes);
  const tabs = answer.querySelector('[data-part="tabs"] > *');
  if (tabs) document.getElementById("tabs")?.replaceWith(tabs);
  const card = answer.querySelector('[data-part="card"] > details');
  return {
    reached: true,
    decided: ok,
    card: card instanceof HTMLDetailsElement ? card : null,
  };
}

/** @param {string} words */
function say(words) {
  const line = document.createElement("p");
  line.textContent = words;
  const box = document.createElement("div");
  box.className = "notice desk-notice notice-problem";
  box.append(line);
  notice.replaceChildren(box);
}
