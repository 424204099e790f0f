// Keeps the page of a job up to date while it is at work. Without it the page asks for itself anew.

import { fetchFragment, find, parseHtml } from "./fragments.js";

const EVERY_MS = 1500;

/** Asks how far it is, until it is at work no longer. */
async function follow() {
  const place = find("#job");
  if (!place || !place.querySelector("[data-state=running]")) {
    return;
  }
  try {
    const answer = await fetchFragment(String(place.dataset["job"]), "desk");
    // Somebody who is about to press a button must not have it taken from under the finger.
    if (answer.ok && !place.contains(document.activeElement)) {
      place.replaceChildren(parseHtml(await answer.text()));
    }
  } catch {
    // The server is away for a moment; the next time it may be there.
  }
  setTimeout(follow, EVERY_MS);
}

setTimeout(follow, EVERY_MS);
