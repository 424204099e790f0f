// The thread as it changes: the count at once, what was removed too; new comments when asked for.

import { announce, clicked, find } from "./fragments.js";
import { GONE } from "./closing.js";
import { Line } from "./live.js";
import { coming, fetchAgain, merge } from "./merge.js";
import { lookAt, showNews } from "./news.js";
import { isPublished, takeAway } from "./renew.js";
import { showCount } from "./new-comment.js";

/** @typedef {import("./host.js").Host} Host */

const TOGETHER_MS = 200;
// Thousands read the thread again when somebody edits: not all of them at once.
const LOOK_WITHIN_MS = 4000;

/**
 * Follows the thread that is shown.
 * @param {Host} host
 * @returns {() => void} to be called when it is another one's, or gone
 */
export function followThread(host) {
  const thread = find("[data-live]", host.root) && new LiveThread(host);
  return () => thread?.end();
}

class LiveThread {
  #host;
  /** @type {Set<string>} the new comments that are told, not shown, by their elements' ids */
  #news = new Set();
  #count = NaN;
  #showing = 0;
  #looking = 0;
  #ending = new AbortController();
  #line;
  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
    this.#line = new Line(this.#told("live"), (kind, told) => this.hear(kind, told));
    const { signal } = this.#ending;
    const open = (/** @type {Event} */ event) => {
      const button = clicked(event, "[data-news]");
      if (button && button.ariaBusy !== "true") {
        void this.#open(button);
      }
    };
    host.root.addEventListener("click", open, { signal });
    host.root.addEventListener(GONE, () => this.end(), { signal });
    this.#line.begin();
  }

  end() {
    this.#line.end();
    this.#ending.abort();
    clearTimeout(this.#showing);
    clearTimeout(this.#looking);
  }

  /** @type {import("./live.js").Tell} */
  hear(kind, { id, count, version }) {
    const { root } = this.#host;
    const key = `comment-${id}`;
    const shown = root.getElementById(key);
    if (kind === "count") {
      this.#count = count ?? NaN;
      if (version !== undefined && String(version) !== this.#told("version")) {
        this.#lookSoon();
      }
    } else if (kind === "comment" && !shown) {
      this.#news.add(key);
    } else if (kind === "removed") {
      this.#news.delete(key);
    }
    if (kind === "removed" && shown && !shown.matches(".own")) {
      takeAway(shown, this.#told("removed"));
    } else if (kind === "reset" || (shown && !(kind === "comment" && isPublished(shown)))) {
      this.#lookSoon();
    }
    this.#showSoon();
  }

  /** @param {string} name of what the server said in its place */
  #told(name) {
    return find("[data-live]", this.#host.root)?.dataset[name] ?? "";
  }

  #lookSoon() {
    if (!this.#looking) {
      this.#looking = setTimeout(() => void this.#look(), Math.random() * LOOK_WITHIN_MS);
    }
  }

  #showSoon() {
    if (!this.#showing) {
      this.#showing = setTimeout(() => this.#show(), TOGETHER_MS);
    }
  }

  /** Says how many there are, and how many are new. */
  #show() {
    const { root } = this.#host;
    this.#showing = 0;
    if (find("[aria-busy=true]", root)) {
      this.#showSoon(); // what is being posted just now may be what we were told of
      return;
    }
    showCount(root, this.#count);
    for (const id of this.#news) {
      if (root.getElementById(id)) {
        this.#news.delete(id);
      }
    }
    showNews(root, this.#news.size);
  }

  /** Brings what is shown up to date. */
  async #look() {
    this.#looking = 0;
    try {
      const fresh = await fetchAgain(this.#host);
      if (fresh) {
        coming(this.#host.root, fresh).forEach(({ id }) => this.#news.add(id));
        this.#showSoon();
      }
    } catch {} // the next time
  }

  /**
   * Puts the new comments into their places.
   * @param {HTMLElement} button
   */
  async #open(button) {
    const { root } = this.#host;
    button.ariaBusy = "true";
    try {
      const fresh = await fetchAgain(this.#host);
      const label = button.textContent ?? "";
      if (fresh) {
        const [first] = merge(this.#host, fresh, this.#news);
        this.#news.clear();
        lookAt(root, first, label);
      }
    } catch {
      announce(this.#told("unreached"), root);
    } finally {
      button.ariaBusy = null;
      this.#show();
    }
  }
}
