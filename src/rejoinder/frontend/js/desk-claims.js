// Says which cards somebody has before them: the open one and the next few, so that no colleague
// gets the same; given back when they go on, or leave.

import { keep, recall } from "./browser-storage.js";
import { cardsAhead, numberOf, openCard, show } from "./desk-cards.js";
import { givenBack } from "./desk-left.js";
import { markTaken, takeOut } from "./desk-merge.js";
import { tell } from "./desk-pieces.js";
import { find } from "./fragments.js";

const ADDRESS = "/desk/claims";
// The next ones are there before the key, and nobody else's.
const AHEAD = 3;
// Well before the server lets a card go, five minutes after it was last named.
const AGAIN_MS = 120_000;
// Keys that follow each other quickly are one word to the server.
const SOON_MS = 60;

/** @type {Set<string>} the comments that are ours, as far as we know: the open one came so */
let kept = new Set(find("[data-claims]") ? oursAtLeast() : []);
/** @type {string[]} those that are asked for, and perhaps ours before the answer is here */
let asked = [];
// What an earlier page of this tab had, and could not give back in time, is free with our first word.
const tab = recall("sessionStorage", "tab") || newName();
keep("sessionStorage", "tab", tab);
// A word of a page that said good-bye meanwhile is not heeded: the good-bye may overtake it.
let page = newName();
let saidAt = 0;
let timer = 0;
let underWay = false;

/** Says soon what is before us now. */
export function keepCards() {
  clearTimeout(timer);
  timer = setTimeout(() => void say(), SOON_MS);
}

/** Gives everything back: whoever leaves the page cannot wait for an answer. */
export function giveAllBack() {
  clearTimeout(timer);
  const ours = new Set([...kept, ...asked]);
  if (ours.size > 0) {
    // Without the tab's name: the next page in it may have spoken before this comes.
    navigator.sendBeacon(ADDRESS, form([], [...ours], { closed: page }));
    page = newName(); // as which it may come back
    kept = new Set();
    asked = [];
  }
}

async function say() {
  givenBack.forEach((id) => kept.delete(id));
  givenBack.clear();
  const wanted = [...oursAtLeast(), ...cardsAhead().slice(0, AHEAD).map(numberOf)];
  const given = [...kept].filter((each) => !wanted.includes(each) && !isMine());
  const same = given.length === 0 && wanted.every((each) => kept.has(each));
  if (underWay || !find("[data-claims]") || (same && Date.now() - saidAt < AGAIN_MS)) {
    timer = setTimeout(() => void say(), underWay ? SOON_MS : AGAIN_MS);
    return;
  }
  underWay = true;
  asked = wanted;
  try {
    const response = await fetch(ADDRESS, {
      method: "POST",
      body: form(wanted, given, { tab: isMine() ? "" : tab, page }),
    });
    if (response.ok) {
      const { taken, gone } = await response.json();
      // Given back meanwhile, none is: the page may come back as it was left.
      kept = new Set(asked.filter((each) => !(each in taken)));
      saidAt = Date.now();
      markTaken(taken, false);
      if (takeOut(gone.map(String))) {
        tell("gone");
      }
      leaveTo(taken);
    }
  } catch {
    // Without the server nothing can be decided either; the next word comes with the next key.
  } finally {
    underWay = false;
    asked = [];
  }
  timer = setTimeout(() => void say(), AGAIN_MS);
}

/**
 * Goes on where a colleague was quicker.
 * @param {Record<string, string>} taken
 */
function leaveTo(taken) {
  const open = openCard();
  const words = open && taken[numberOf(open)];
  if (open && words) {
    const next = cardsAhead()[0];
    tell("", words);
    open.open = false;
    show(next);
  }
}

/** @returns {string[]} the open card's comment, if there is one */
function oursAtLeast() {
  const open = openCard();
  return open ? [numberOf(open)] : [];
}

/** @returns {boolean} whether the page shows what is taken: nothing leaves it by being passed over */
function isMine() {
  return new URLSearchParams(location.search).get("view") === "mine";
}

/**
 * @param {string[]} ours
 * @param {string[]} given
 * @param {Record<string, string>} from the tab of which `ours` is everything, and the page
 */
function form(ours, given, from) {
  return new URLSearchParams([
    ...Object.entries(from),
    ...ours.map((each) => ["keep", each]),
    ...given.map((each) => ["give", each]),
  ]);
}

/** @returns {string} */
function newName() {
  return Math.random().toString(36).slice(2, 14);
}
