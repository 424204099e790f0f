// What of a thread is made only once its reader comes to it: the comments further down, and what the
// comment form has below its first line. A part of embed.js, which the server sends as one script.

import { parse } from "./embed-server.js";
import { showAges } from "./relative-times.js";

// How far below the window the comments are made. They are here already: nobody waits for them.
const MADE_AHEAD = "300px";
// As high as a comment is taken to be until it is laid out; about as in embed.css.
const TAKEN_PX = 240;
// Then they are made in any case: to be found by a search in the page, and told by a screen reader.
const AT_LAST_MS = 4000;

/**
 * Keeps room for the comments further down, and makes them before they are scrolled to.
 * @param {ShadowRoot} root
 */
export function makeRestInTime(root) {
  const rest = /** @type {HTMLElement | null} */ (root.querySelector("[data-rest]"));
  if (!rest) {
    return;
  }
  rest.style.height = `${TAKEN_PX * Number(rest.dataset["rest"])}px`;
  const nearing = new IntersectionObserver(
    (entries) => {
      if (entries.some((each) => each.isIntersecting)) {
        makeRest(root);
      }
    },
    { rootMargin: MADE_AHEAD },
  );
  nearing.observe(rest);
  setTimeout(() => makeRest(root), AT_LAST_MS);
}

/** @param {ShadowRoot} root whose comments are all wanted now */
export function makeRest(root) {
  const rest = root.querySelector("[data-rest]");
  if (rest) {
    root.querySelector("[data-comments]")?.append(parse(rest.textContent ?? ""));
    rest.remove();
    showAges(root);
  }
}

/**
 * The form is one line until somebody is in it.
 * @param {ShadowRoot} root
 */
export function unfoldForm(root) {
  root.addEventListener("focusin", unfold);
  root.addEventListener("input", unfold); // a draft is put into it
}

/** @param {Event} event */
function unfold({ target }) {
  const form = target instanceof Element ? target.closest(".folded") : null;
  const rest = form?.querySelector("script");
  form?.classList.remove("folded");
  rest?.replaceWith(parse(rest.text));
}
