// Which cards have left the queue's page: an answer that was under way may still have them.

// No answer is longer under way than that.
const UNDER_WAY_MS = 30_000;

/** @type {Map<string, number>} when each left that was decided, here or elsewhere */
const left = new Map();
/** @type {Set<string>} those that were passed over, and left for those that come */
const passed = new Set();

/** @type {Set<string>} those given back that may come again */
export const givenBack = new Set();

/** @param {string} id a card's */
export function hasLeft(id) {
  return passed.has(id) || Date.now() - (left.get(id) ?? 0) < UNDER_WAY_MS;
}

/** @param {string} id of a card that was decided */
export function leaves(id) {
  left.set(id, Date.now());
}

/** @param {string} id of a card that was passed over */
export function isPassedOver(id) {
  passed.add(id);
}

/** @param {string} id of a card that waits, maybe again */
export function comesBack(id) {
  left.delete(id);
}

/** Those that were passed over may be shown again. */
export function beginAnew() {
  passed.clear();
}
