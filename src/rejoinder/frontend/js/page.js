// Every page of the site with times on it. Loaded by the layout's pages; scripts only improve.

import { keepTimesFresh } from "./page-times.js";

void keepTimesFresh();
