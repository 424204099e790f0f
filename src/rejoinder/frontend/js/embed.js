// <rejoinder-thread> for pages of other origins. What is here and in the parts that are sent with it
// is what must come before the first comments are on screen; the rest is loaded when it is needed.

import { loadAtFirstUse, unwatch, watch } from "./embed-nearing.js";
import { goToNamed, namedComment, namesOf } from "./embed-place.js";
import { ask, HOME, keepSession, keptSession, parse, styles } from "./embed-server.js";
import { showOwnWords, showRoom, showThread } from "./embed-showing.js";

/** @typedef {{ HOME: string, ask: typeof ask, parse: typeof parse, namesOf: typeof namesOf }} Embed */

/** An article's thread; docs/embed.md tells of its attributes and events. */
export class RejoinderThread extends HTMLElement {
  static observedAttributes = ["article-id", "url"];

  /** What was asked for: the article's names. */
  #asked = "";
  #changing = false;
  /** @type {Promise<void> | undefined} */
  #scripts;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #minute;

  constructor() {
    super();
    loadAtFirstUse(this.root, () => this.#inUse());
  }

  /** @returns {ShadowRoot} its own, or the one that the page's server sent with it */
  get root() {
    return this.shadowRoot ?? this.attachShadow({ mode: "open" });
  }

  connectedCallback() {
    addEventListener("hashchange", this);
    this.attributeChangedCallback();
  }

  disconnectedCallback() {
    unwatch(this);
    removeEventListener("hashchange", this);
    this.root.dispatchEvent(new Event("rejoinder-gone"));
    clearInterval(this.#minute);
  }

  /** Attributes change one after the other: they are looked at once all have. */
  attributeChangedCallback() {
    if (!this.#changing) {
      this.#changing = true;
      queueMicrotask(() => {
        this.#changing = false;
        this.#follow();
      });
    }
  }

  #follow() {
    if (!this.isConnected) {
      return;
    }
    const asked = new URLSearchParams(namesOf(this)).toString();
    const here = this.root.querySelector("[data-thread]");
    const sent = here && !this.#asked; // the page's own server put it there
    const same = asked === this.#asked;
    this.#asked = asked;
    if (here && (sent || same)) {
      void (sent && keptSession() ? this.load() : this.#shown(NaN));
      return;
    }
    showRoom(this.root);
    if (namedComment()) {
      void this.load();
    } else {
      watch(this);
    }
  }

  /** Shows the thread as it is now for whoever reads here. */
  async load() {
    const asked = this.#asked;
    const comment = namedComment();
    const names = { ...namesOf(this), ...(comment && { comment }) };
    try {
      const answered = ask("/embed/thread", "thread", names);
      const [sheet, answer] = await Promise.all([
        styles(),
        answered,
        import("./relative-times.js"),
      ]);
      const fresh = parse(await answer.text()).querySelector("[data-thread]");
      if (asked !== this.#asked) {
        return; // the page went on meanwhile
      }
      if (!answer.ok || !(fresh instanceof HTMLElement)) {
        throw new Error(`rejoinder: ${answer.status}`);
      }
      if (!fresh.dataset["reader"]) {
        keepSession(""); // it has ended
      }
      showThread(this.root, sheet, fresh);
      await this.#shown(Date.parse(answer.headers.get("date") ?? ""));
    } catch (problem) {
      this.#leave(problem);
    }
  }

  /** @param {unknown} problem */
  #leave(problem) {
    if (!this.root.querySelector("[data-thread]")) {
      showOwnWords(this.root);
      addEventListener("online", () => void this.load(), { once: true });
    }
    this.dispatchEvent(new CustomEvent("rejoinder-error", { bubbles: true, detail: { problem } }));
  }

  /** @param {number} server its time now, where it is known */
  async #shown(server) {
    const { compareClocks, showAges } = await import("./relative-times.js");
    compareClocks(server);
    showAges(this.root);
    clearInterval(this.#minute);
    this.#minute = setInterval(() => showAges(this.root), 60_000);
    goToNamed(this.root);
    this.dispatchEvent(new CustomEvent("rejoinder-ready", { bubbles: true }));
  }

  /** @returns {Promise<void>} all that can be done here */
  #inUse() {
    this.#scripts ??= import("./embedded-thread.js").then(({ attach }) => {
      this.root.dispatchEvent(new Event("rejoinder-in-use"));
      attach(this, { HOME, ask, parse, namesOf });
    });
    this.#scripts.catch(() => {
      this.#scripts = undefined; // the next try may bring them
    });
    return this.#scripts;
  }

  /** The page's address names another comment. */
  handleEvent() {
    if (!goToNamed(this.root)) {
      void this.load();
    }
  }
}

if (!customElements.get("rejoinder-thread")) {
  customElements.define("rejoinder-thread", RejoinderThread);
}
