// Whether a thread is light or dark where its page says so by its colours alone: a part of embed.js,
// which the server sends as one script.

const NIGHT = matchMedia("(prefers-color-scheme: dark)");

/** @type {Map<ShadowRoot, CSSStyleSheet[]>} what each thread on this page is told besides its styles */
const told = new Map();
// One for all threads that come to this page and leave it: observed again, nothing is observed twice.
const changes = new MutationObserver(followAll);
const LIGHT_SCHEME = schemeSheet("light");
const DARK_SCHEME = schemeSheet("dark");

/** @param {ShadowRoot} root */
export const schemeOf = (root) => told.get(root);

/**
 * Many pages are dark and do not say so by `color-scheme`, or say it and are light all the same: what
 * a thread stands on is known by the text around it. A page may change its mind.
 * @param {ShadowRoot} root
 */
export function followColours(root) {
  if (told.size === 0) {
    changes.observe(document.documentElement, { attributes: true });
    changes.observe(document.body, { attributes: true });
    NIGHT.addEventListener("change", followAll);
    // Where letters turn slowly they still have their old colour when an attribute has changed.
    document.addEventListener("transitionend", followAll);
  }
  const { color, colorScheme } = getComputedStyle(root.host.parentElement ?? document.body);
  const says = colorScheme.includes("dark") && (NIGHT.matches || !colorScheme.includes("light"));
  const is = lightness(color) > 0.5;
  const before = schemeOf(root) ?? [];
  const now = is === says ? [] : [is ? DARK_SCHEME : LIGHT_SCHEME];
  told.set(root, now);
  if (now[0] !== before[0]) {
    const others = root.adoptedStyleSheets.filter((each) => !before.includes(each));
    root.adoptedStyleSheets = [...others, ...now];
  }
}

function followAll() {
  for (const root of told.keys()) {
    if (root.host.isConnected) {
      followColours(root);
    } else {
      told.delete(root);
    }
  }
}

/**
 * Read without a pattern: a telephone is longer in making ready its first than in all the rest here.
 * @param {string} color as browsers write what they have computed
 */
function lightness(color) {
  const rgb = color.startsWith("rgb");
  const inside = color.slice(color.indexOf("(") + 1).split(rgb ? "," : " ");
  // The name of a color space is no number, although some have a digit.
  const [first = 0, second = 0, third = 0] = inside.map(parseFloat).filter((each) => each >= 0);
  if (rgb) {
    return (first + second + third) / 765;
  }
  return first > 1 ? first / 100 : first;
}

/** @param {"light" | "dark"} scheme */
function schemeSheet(scheme) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host{color-scheme:${scheme}}`);
  return sheet;
}
