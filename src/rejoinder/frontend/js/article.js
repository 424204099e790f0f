// The article's page: what its script does, one line each.

import { keepTimesFresh } from "./page-times.js";
import { copyLinks } from "./copy-link.js";
import { countCharacters } from "./counter.js";
import { keepDraft } from "./draft.js";
import { keepToAddress, ownPage } from "./host.js";
import { sendWithoutReload } from "./post.js";
import { reportRead } from "./read-beacon.js";
import { replyInPlace } from "./reply.js";
import { turnPagesInPlace } from "./thread.js";

// How long a page that is there is left to itself.
const SETTLED_MS = 1000;

const page = ownPage();
void keepTimesFresh();
replyInPlace(page);
sendWithoutReload(page);
turnPagesInPlace(page);
keepToAddress();
keepDraft(page);
countCharacters(page);
copyLinks(page);
reportRead();
// Nobody waits for what is still to come. A browser that loads more at once when a page is there does
// not go back to where its reader was.
addEventListener("load", () => {
  setTimeout(async () => {
    try {
      const { followThread } = await import("./live-thread.js");
      followThread(page);
    } catch {} // the page is as good as one without it
  }, SETTLED_MS);
});
