// The article's page: what its script does, one line each.

import { keepTimesFresh } from "./ago.js";
import { copyLinks } from "./copy.js";
import { countCharacters } from "./counter.js";
import { keepDraft } from "./draft.js";
import { sendWithoutReload } from "./post.js";
import { reportRead } from "./reads.js";
import { replyInPlace } from "./reply.js";
import { turnPagesInPlace } from "./thread.js";

keepTimesFresh();
replyInPlace();
sendWithoutReload();
turnPagesInPlace();
keepDraft();
countCharacters();
copyLinks();
reportRead();
