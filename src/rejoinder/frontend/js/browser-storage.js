// What this browser keeps for a page, as far as it may: its reader may have forbidden it, and it may be
// full. A part of embed.js, too, which the server sends as one script.

/** @typedef {"localStorage" | "sessionStorage"} Storage for ever, or for as long as the tab is open */

/**
 * @param {Storage} where
 * @param {string} key
 * @returns {string} empty where nothing is kept
 */
export function recall(where, key) {
  try {
    return globalThis[where].getItem(key) ?? "";
  } catch {
    return "";
  }
}

/**
 * @param {Storage} where
 * @param {string} key
 * @param {string} value empty to forget it
 */
export function keep(where, key, value) {
  try {
    if (value) {
      globalThis[where].setItem(key, value);
    } else {
      globalThis[where].removeItem(key);
    }
  } catch {} // then it lasts as long as the page
}
