// Signing in from somebody else's page: by a window of ours, or by a token that the page brings.

import { keep, recall } from "./browser-storage.js";
import { clicked, find } from "./fragments.js";

/** @typedef {import("./embed.js").Embed} Embed */

const WINDOW = "popup,width=480,height=680";
const READER = "rejoinder-reader:";

/**
 * Makes "Sign in" and "Sign out" work.
 * @param {HTMLElement & { root: ShadowRoot }} element
 * @param {Embed} embed
 */
export function answerToAccount(element, embed) {
  element.root.addEventListener("click", (event) => {
    if (clicked(event, "[data-sign-in]")) {
      const asked = new CustomEvent("rejoinder-login", { bubbles: true, cancelable: true });
      if (element.dispatchEvent(asked)) {
        openWindow(embed); // the page does not see to it itself
      }
    } else if (clicked(event, "[data-sign-out]")) {
      void signInAs(embed, "");
    }
  });
}

/**
 * @param {Embed} embed
 * @param {string} token of the page's own; empty to sign out
 * @param {boolean} [stands] it stands in the page: an empty one ends a session that a token began,
 *   and none of a guest's or of our own window's, of whom the page knows nothing
 */
export async function signInAs(embed, token, stands) {
  if (stands && !token && !recall("localStorage", READER + embed.HOME)) {
    return;
  }
  const kept = embed.keptSession();
  const reader = token && readerOf(token);
  if (token && kept && reader === recall("localStorage", READER + embed.HOME)) {
    return; // their session of a page before
  }
  keep("localStorage", READER + embed.HOME, reader);
  if (token) {
    await change(embed, await sessionFor(embed.HOME, token));
  } else if (kept) {
    await Promise.all([endSession(embed.HOME, kept), change(embed, "")]);
  }
}

/** @param {Embed} embed */
function openWindow(embed) {
  const asked = new URLSearchParams({ origin: location.origin });
  const opened = open(`${embed.HOME}/sign-in/pop-up?${asked}`, "rejoinder-sign-in", WINDOW);
  /** @param {MessageEvent} message anybody can send one: it counts from our own window alone */
  const hear = ({ origin, source, data }) => {
    const ours = origin === embed.HOME && source === opened && opened !== null;
    if (ours && data?.type === "rejoinder-session" && typeof data.session === "string") {
      removeEventListener("message", hear);
      keep("localStorage", READER + embed.HOME, "");
      void change(embed, data.session);
    }
  };
  addEventListener("message", hear);
}

/**
 * Every thread of the page is shown anew for whoever reads it now.
 * @param {Embed} embed
 * @param {string} session
 */
async function change(embed, session) {
  embed.keepSession(session);
  const threads = /** @type {NodeListOf<import("./embed.js").RejoinderThread>} */ (
    document.querySelectorAll("rejoinder-thread")
  );
  await Promise.all([...threads].map(renew));
  const detail = { signedIn: embed.keptSession() !== "" };
  threads.forEach((each) => {
    each.dispatchEvent(new CustomEvent("rejoinder-session", { bubbles: true, detail }));
  });
}

/**
 * Who pressed "Sign in" or "Sign out" has the focus where it was: at what stands there now.
 * @param {import("./embed.js").RejoinderThread} thread
 */
async function renew(thread) {
  const held = thread.root.activeElement?.closest("[data-account]");
  await thread.renew();
  if (held) {
    find("[data-account] button", thread.root)?.focus({ preventScroll: true });
  }
}

/**
 * A session for the reader of whom the page's own server says who they are.
 * @param {string} from our origin
 * @param {string} token
 * @returns {Promise<string>}
 */
async function sessionFor(from, token) {
  const answer = await fetch(`${from}/api/v1/sessions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
    credentials: "omit",
  });
  const told = await answer.json();
  if (!answer.ok) {
    throw new Error(`rejoinder: ${told.error?.message ?? answer.status}`);
  }
  return told.session;
}

/**
 * Makes a session open nothing any more.
 * @param {string} from our origin
 * @param {string} session
 */
async function endSession(from, session) {
  const headers = { Authorization: `Bearer ${session}` };
  const ending = { method: "DELETE", headers, credentials: /** @type {const} */ ("omit") };
  await fetch(`${from}/api/v1/sessions/current`, ending).catch(() => null);
}

/**
 * Whom a token speaks of, so that each page does not begin another session. Our server alone
 * believes a token, once it has checked it.
 * @param {string} token
 * @returns {string} the token itself where it cannot be read
 */
function readerOf(token) {
  try {
    const [, claims = ""] = token.split(".");
    const told = JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/")));
    return `${told.iss ?? ""} ${told.user?.id ?? told.sub}`;
  } catch {
    return token;
  }
}
