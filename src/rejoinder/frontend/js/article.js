// The article's page: what its script does, one line each.

import { keepTimesFresh } from "./relative-times.js";
import { copyLinks } from "./copy-link.js";
import { countCharacters } from "./counter.js";
import { keepDraft } from "./draft.js";
import { sendWithoutReload } from "./post.js";
import { reportRead } from "./read-beacon.js";
import { replyInPlace } from "./reply.js";
import { turnPagesInPlace } from "./thread.js";

void keepTimesFresh();
replyInPlace();
sendWithoutReload();
turnPagesInPlace();
keepDraft();
countCharacters();
copyLinks();
reportRead();
