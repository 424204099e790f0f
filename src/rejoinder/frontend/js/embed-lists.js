// <rejoinder-count> and <rejoinder-most-read>: a part of embed.js, which the server sends as one
// script. What fills them is loaded with the first of them that comes near.

import { unwatch, watch } from "./embed-nearing.js";
import { HOME, parse } from "./embed-server.js";

class RejoinderList extends HTMLElement {
  static observedAttributes = ["article-id", "url", "number", "limit"];

  connectedCallback() {
    watch(this);
  }

  disconnectedCallback() {
    unwatch(this);
  }

  attributeChangedCallback() {
    if (this.isConnected) {
      watch(this);
    }
  }

  async load() {
    const { fill } = await import("./embedded-lists.js");
    await fill(this, HOME, parse);
  }
}

for (const name of ["rejoinder-count", "rejoinder-most-read"]) {
  if (!customElements.get(name)) {
    customElements.define(name, class extends RejoinderList {});
  }
}
