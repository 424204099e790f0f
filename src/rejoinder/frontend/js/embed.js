// <rejoinder-thread> for pages of other origins. What is here and in the parts that are sent with it
// is what must come before the first comments are on screen; the rest is loaded when it is needed.

import "./embed-lists.js";
import { loadAtFirstUse, unwatch, watch } from "./embed-nearing.js";
import { askedOf, followAddress, goesOn, goToNamed, leaveAddress } from "./embed-place.js";
import { namedComment, namesOf, soughtBy } from "./embed-place.js";
import { makeRest, makeRestInTime } from "./embed-rest.js";
import { ask, fetchThread, HOME, keepSession, keptSession, parse } from "./embed-server.js";
import { enliven, showProblem, showRoom, showThread } from "./embed-showing.js";
import { clockAhead } from "./relative-times.js";

const shared = { HOME, ask, parse, namesOf, keepSession, keptSession, clockAhead };

/** @typedef {typeof shared} Embed */

/** An article's thread; docs/embed.md tells of its attributes and events. */
export class RejoinderThread extends HTMLElement {
  static observedAttributes = ["article-id", "url", "token"];

  /** What was asked for: the article's names. */
  #asked = "";
  #turn = 0; // answers of an earlier one are too late
  #begun = false; // whether its reader has come near
  #changing = false;
  /** @type {Promise<import("./embedded-thread.js").EmbeddedThread> | undefined} */
  #scripts;

  constructor() {
    super();
    loadAtFirstUse(this.root, () => this.#inUse());
  }

  /** Its own, or the one that the page's server sent with it. */
  get root() {
    return this.shadowRoot ?? this.attachShadow({ mode: "open" });
  }

  connectedCallback() {
    followAddress(this);
    this.attributeChangedCallback();
  }

  disconnectedCallback() {
    unwatch(this);
    leaveAddress(this);
    this.root.dispatchEvent(new Event("rejoinder-gone"));
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
    const token = this.getAttribute("token");
    if (token || (token === "" && keptSession())) {
      void this.#inUse().then(({ signInAs }) => signInAs(token, true));
    }
    const asked = askedOf(this);
    const here = this.root.querySelector("[data-thread]");
    const sent = here && !this.#asked; // the page's own server put it there
    const same = asked === this.#asked;
    this.#asked = asked;
    if (here && (sent || same)) {
      this.#begun = true;
      void (sent && keptSession() ? this.load() : this.#shown());
      return;
    }
    this.#turn += 1;
    this.#begun = false;
    showRoom(this.root);
    if (namedComment()) {
      void this.load();
    } else {
      watch(this);
    }
  }

  /** Another reader is known: what is shown is shown for them. */
  async renew() {
    await (this.#begun && this.load());
  }

  /** Shows the thread as it is now for whoever reads here. */
  async load() {
    const turn = (this.#turn += 1);
    this.#begun = true;
    const first = !this.#scripts && !this.root.querySelector("[data-thread]");
    try {
      const came = await fetchThread(soughtBy(this), first ? "first" : "thread");
      if (turn === this.#turn) {
        showThread(this.root, came.sheet, came.thread);
        this.#shown();
      }
    } catch (problem) {
      showProblem(this, problem);
    }
  }

  #shown() {
    enliven(this.root);
    (this.#scripts ? makeRest : makeRestInTime)(this.root);
    goToNamed(this.root);
    this.dispatchEvent(new CustomEvent("rejoinder-ready", { bubbles: true }));
  }

  /**
   * Signs the reader in of whom the page's own server says in a token who they are.
   * @param {string} token empty to sign out
   */
  async login(token) {
    await (await this.#inUse()).signInAs(token);
  }

  /** Has all that can be done here loaded. */
  #inUse() {
    this.#scripts ??= import("./embedded-thread.js").then(({ attach }) => {
      makeRest(this.root);
      this.root.dispatchEvent(new Event("rejoinder-in-use"));
      return attach(this, shared);
    });
    this.#scripts.catch(() => {
      this.#scripts = undefined; // the next try may bring them
    });
    return this.#scripts;
  }

  /** @param {Event} event by which the page's address became another one */
  handleEvent({ type }) {
    if (goesOn(this, this.#asked)) {
      this.#follow();
    } else if (type === "hashchange" && !goToNamed(this.root)) {
      void this.load();
    }
  }
}

if (!customElements.get("rejoinder-thread")) {
  customElements.define("rejoinder-thread", RejoinderThread);
}
