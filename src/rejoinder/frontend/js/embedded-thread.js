// All that can be done in a thread in somebody else's page, once somebody is about to do something.

import { copyLinks } from "./copy-link.js";
import { countCharacters } from "./counter.js";
import { keepDraft, restoreDraft } from "./draft.js";
import { answerToAccount, signInAs } from "./embedded-session.js";
import { announce, clicked, find } from "./fragments.js";
import { openInPlace } from "./panel.js";
import { sendWithoutReload } from "./post.js";
import { setClockAhead } from "./relative-times.js";
import { replyInPlace } from "./reply.js";
import { turnPagesInPlace } from "./thread.js";

/** @typedef {import("./embed.js").RejoinderThread} Thread */
/** @typedef {import("./embed.js").Embed} Embed */
/** @typedef {{ signInAs: (token: string, stands?: boolean) => Promise<void> }} EmbeddedThread */

/**
 * Makes a shown thread answer to its reader.
 * @param {Thread} element
 * @param {Embed} embed
 * @returns {EmbeddedThread}
 */
export function attach(element, embed) {
  const host = hostOf(element, embed);
  setClockAhead(embed.clockAhead());
  turnPagesInPlace(host);
  replyInPlace(host);
  sendWithoutReload(host);
  openInPlace(host);
  keepDraft(host);
  countCharacters(host);
  copyLinks(host);
  leadWithin(host.root);
  answerToAccount(element, embed);
  element.addEventListener("rejoinder-ready", () => restoreDraft(host));
  keepUp(element, host).catch(() => {}); // the thread is as good as one without it
  return { signInAs: (token, stands) => signInAs(embed, token, stands) };
}

/**
 * Tells what is new; nobody waits for that.
 * @param {Thread} element
 * @param {import("./host.js").Host} host
 */
async function keepUp(element, host) {
  const { followThread } = await import("./live-thread.js");
  let end = followThread(host);
  element.addEventListener("rejoinder-ready", () => {
    end();
    end = followThread(host);
  });
}

/**
 * @param {Thread} element
 * @param {Embed} embed
 * @returns {import("./host.js").Host}
 */
function hostOf(element, { ask, parse, namesOf }) {
  const { root } = element;
  // What the reader turned to; nothing for the thread as the element got it.
  let shown = "";
  element.addEventListener("rejoinder-ready", () => {
    shown = "";
  });
  return {
    root,
    get draftKey() {
      return `rejoinder-draft:${JSON.stringify(namesOf(element))}`;
    },
    ask: (address, piece, options) => {
      return ask(address, piece, { url: namesOf(element)["url"] ?? "" }, options);
    },
    again: () => {
      const names = namesOf(element);
      return shown
        ? ask(shown, "thread", { url: names["url"] ?? "" })
        : ask("/embed/thread", "thread", names);
    },
    parse,
    follow: (link) => {
      shown = link.href;
    },
    leave: () => announce(find("[data-thread]", root)?.dataset["unreached"] ?? "", root),
    posted: (comment, state) => {
      tell(element, "rejoinder-posted", { id: Number(comment?.dataset["id"]) || null, state });
    },
  };
}

/**
 * Links to a part of the thread: an address's fragment finds nothing in a shadow root.
 * @param {Document | ShadowRoot} root
 */
function leadWithin(root) {
  root.addEventListener("click", (event) => {
    const link = clicked(event, 'a[href^="#"]');
    const there = link && root.getElementById(link.hash.slice(1));
    if (there) {
      event.preventDefault();
      there.focus();
      there.scrollIntoView({ block: "nearest" });
    }
  });
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @param {object} detail
 */
function tell(element, name, detail) {
  element.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
}
