// What an element waits for: that its reader comes near, and that they begin to use it. A part of
// embed.js, which the server sends as one script.

import { unfoldForm } from "./embed-rest.js";

// How far below the window a thread is asked for: about what is scrolled while it comes.
const AHEAD = "1200px";
// What somebody does who is about to use a thread, and not only to read it.
const USE = ["click", "submit", "focusin", "pointerover"];

/** @type {IntersectionObserver | undefined} */
let nearing;

/**
 * Loads an element when it comes near.
 * @param {Element & { load: () => Promise<void> }} element
 */
export function watch(element) {
  nearing ??= new IntersectionObserver(
    (entries) => {
      for (const { target } of entries.filter((each) => each.isIntersecting)) {
        nearing?.unobserve(target);
        void (/** @type {typeof element} */ (target).load());
      }
    },
    { rootMargin: AHEAD },
  );
  nearing.observe(element);
}

/** @param {Element} element that left the page */
export function unwatch(element) {
  nearing?.unobserve(element);
}

/**
 * Has the scripts loaded at the first use, and does what was asked for once they are here.
 * @param {ShadowRoot} root
 * @param {() => Promise<unknown>} load
 */
export function loadAtFirstUse(root, load) {
  const use = (/** @type {Event} */ event) => void begin(event, load);
  for (const type of USE) {
    root.addEventListener(type, use);
  }
  unfoldForm(root);
  root.addEventListener("rejoinder-in-use", () => {
    for (const type of USE) {
      root.removeEventListener(type, use);
    }
  });
}

/**
 * @param {Event} event
 * @param {() => Promise<unknown>} load
 */
async function begin(event, load) {
  const target = event.target instanceof Element ? event.target.closest("a,button,form") : null;
  if (!isMeant(event) || !(target instanceof HTMLElement)) {
    load().catch(() => {}); // it is tried again
    return;
  }
  event.preventDefault(); // what it does is on its way
  try {
    await load();
    repeat(target);
  } catch {
    doPlainly(target);
  }
}

/**
 * @param {Event} event
 * @returns {boolean} whether it asks for something, here and not in another tab
 */
function isMeant(event) {
  const elsewhere =
    event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey);
  return event.type === "submit" || (event.type === "click" && !elsewhere);
}

/** @param {HTMLElement} target */
function repeat(target) {
  if (target instanceof HTMLFormElement) {
    target.requestSubmit();
  } else {
    target.click();
  }
}

/**
 * What a page without scripts does.
 * @param {HTMLElement} target
 */
function doPlainly(target) {
  if (target instanceof HTMLAnchorElement) {
    location.assign(target.href);
  } else if (target instanceof HTMLFormElement) {
    target.submit();
  }
}
