// The window in which readers of a page of another origin sign in: it goes on as soon as they have,
// gives that page its session, and closes. Without this script each step is a press.

const WAIT_MS = 3000;

const handedOver = /** @type {HTMLElement | null} */ (document.querySelector("[data-handed-over]"));
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-form='pop-up']"));
const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-wait]"));

if (handedOver) {
  tell(handedOver);
} else if (form) {
  goOn(form);
} else if (link) {
  waitFor(link);
}

/**
 * The browser gives this to a page of that origin only, whoever opened the window.
 * @param {HTMLElement} told
 */
function tell({ dataset }) {
  const opener = /** @type {WindowProxy | null} */ (window.opener);
  if (opener) {
    opener.postMessage(JSON.parse(dataset["handedOver"] ?? ""), dataset["origin"] ?? "");
    window.close();
  }
}

/**
 * A mailed link is opened in a window of its own, which nobody waits for.
 * @param {HTMLFormElement} asked
 */
function goOn(asked) {
  if (!window.opener) {
    show("[data-opened]", false);
    show("[data-alone]", true);
  } else if (asked.dataset["atOnce"] !== undefined) {
    asked.submit();
  }
}

/**
 * Goes on when the mailed link was opened in this browser, wherever that was.
 * @param {HTMLAnchorElement} onwards
 */
function waitFor(onwards) {
  const look = async () => {
    if (document.visibilityState === "visible") {
      // Whoever is not signed in is led elsewhere.
      const answer = await fetch(onwards.href, { redirect: "manual", cache: "no-store" });
      if (answer.ok) {
        location.assign(onwards.href);
      }
    }
  };
  const quietly = () => void look().catch(() => undefined); // there is still the button
  setInterval(quietly, WAIT_MS);
  document.addEventListener("visibilitychange", quietly);
}

/**
 * @param {string} selector
 * @param {boolean} shown
 */
function show(selector, shown) {
  const part = /** @type {HTMLElement | null} */ (document.querySelector(selector));
  if (part) {
    part.hidden = !shown;
  }
}
