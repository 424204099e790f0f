// Keeps the queue's page up to date while somebody sees it: by a stream; where none comes, by asking.

import { allCards } from "./desk-cards.js";
import { giveAllBack, keepCards } from "./desk-claims.js";
import { comesBack } from "./desk-left.js";
import { markTaken, takeOut, tidyUp } from "./desk-merge.js";
import { fallSilent, replacePiece, tell } from "./desk-pieces.js";
import { PAINTED_MS, refill, renew, showFirst } from "./desk-queue.js";
import { clicked, find, parseHtml } from "./fragments.js";

/**
 * What the server tells of the queue; see `web/desk/stream.py`.
 * @typedef {object} News
 * @property {number[]} [gone]
 * @property {number[]} [fresh]
 * @property {string} [tabs]
 * @property {string} [people]
 * @property {Record<string, string>} [taken]
 */

// A proxy that holds answers back lets nothing through; the server itself speaks at once.
const FIRST_WORD_MS = 20_000;
const ASK_MS = 15_000;
// Answers until a stream is tried again.
const ASKED_BEFORE_STREAM = 8;
// When many come in, they are put in together.
const TOGETHER_MS = 1_500;

/** @type {EventSource | null} */
let stream = null;
let timer = 0;
let renewing = 0;
let filling = 0;
/** @type {Record<string, string>} */
let takenBefore = {};

function listen() {
  sleep();
  const opened = new EventSource(`/desk/stream${location.search}`);
  stream = opened;
  opened.addEventListener("queue", ({ data }) => {
    clearTimeout(timer);
    hear(JSON.parse(data));
  });
  opened.addEventListener("end", () => location.reload()); // whoever may not be here any more
  opened.addEventListener("error", () => {
    if (opened.readyState === EventSource.CLOSED) {
      ask(0);
    }
  });
  timer = setTimeout(() => ask(0), FIRST_WORD_MS);
}

function sleep() {
  clearTimeout(timer);
  clearTimeout(renewing);
  renewing = 0;
  stream?.close();
  stream = null;
}

/** @param {number} asked how often since the stream failed */
function ask(asked) {
  sleep();
  timer = setTimeout(
    () => {
      if (asked < ASKED_BEFORE_STREAM) {
        void renew();
        ask(asked + 1);
      } else {
        listen();
      }
    },
    ASK_MS * (0.75 + Math.random() / 2), // never all desks at one moment
  );
}

/** @param {News} news */
function hear(news) {
  replacePiece(piece(news.tabs));
  replacePiece(piece(news.people));
  if (news.gone) {
    if (takeOut(news.gone.map(String))) {
      tell("gone");
    }
    void refill();
  }
  const { taken } = news;
  if (taken) {
    markTaken(taken);
    keepCards();
  }
  // What a colleague gave back may not be on the page.
  const given = taken ? Object.keys(takenBefore).filter((each) => !(each in taken)) : [];
  takenBefore = taken ?? takenBefore;
  news.fresh?.forEach((number) => comesBack(`comment-${number}`));
  if ((news.fresh || given.length > 0) && !renewing) {
    const soon = allCards().length === 0 ? 0 : TOGETHER_MS;
    renewing = setTimeout(() => {
      renewing = 0;
      void renew(Boolean(news.fresh?.length)).then(keepCards);
    }, soon);
  }
}

/** @param {string | undefined} html */
function piece(html) {
  return html ? find("[id]", parseHtml(html)) : null;
}

function begin() {
  if (document.hidden) {
    sleep();
  } else {
    listen();
    keepCards();
  }
}

find("#cards")?.addEventListener(
  "toggle",
  ({ target }) => {
    const card = target instanceof HTMLDetailsElement && "card" in target.dataset ? target : null;
    if (!card?.open) {
      return;
    }
    tidyUp();
    fallSilent();
    keepCards();
    filling ||= setTimeout(() => {
      filling = 0;
      void refill().then(keepCards);
    }, PAINTED_MS);
  },
  true, // it does not bubble
);
document.addEventListener("click", (event) => {
  if (clicked(event, "[data-first]")) {
    event.preventDefault();
    void showFirst();
  }
});
document.addEventListener("visibilitychange", begin);
addEventListener("pagehide", giveAllBack);
addEventListener("pageshow", ({ persisted }) => persisted && begin());
begin();
