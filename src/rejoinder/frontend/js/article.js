// The article's page: what its script does, one line each.

import { keepTimesFresh } from "./relative-times.js";
import { copyLinks } from "./copy-link.js";
import { countCharacters } from "./counter.js";
import { keepDraft } from "./draft.js";
import { keepToAddress, ownPage } from "./host.js";
import { sendWithoutReload } from "./post.js";
import { reportRead } from "./read-beacon.js";
import { replyInPlace } from "./reply.js";
import { turnPagesInPlace } from "./thread.js";

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
// Nobody waits for what is still to come.
addEventListener("load", () => {
  import("./live-thread.js").then(
    ({ followThread }) => followThread(page),
    () => {}, // the page is as good as one without it
  );
});
