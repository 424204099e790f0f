// Keeps up with a thread while its page is on screen: by a stream; where none comes, by asking.

/** @typedef {"comment" | "edited" | "removed" | "count" | "reset"} Kind */
/** @typedef {{ id?: number, count?: number, version?: number }} Told */
/** @typedef {(kind: Kind, told: Told) => void} Tell */

const KINDS = /** @type {Kind[]} */ (["comment", "edited", "removed", "count", "reset"]);
// A proxy that holds answers back lets nothing through; the server itself speaks at once.
const FIRST_WORD_MS = 20_000;
const ASK_MS = 30_000;
// Each failure doubles the pause, so many times at most.
const MOST_DOUBLINGS = 5;
// Answers until a stream is tried again.
const ASKED_BEFORE_STREAM = 10;

/** One thread's line to the server. */
export class Line {
  #address;
  #tell;
  /** The change up to which all has been told. */
  #last = "";
  #failures = 0;
  #asked = 0;
  #timer = 0;
  #turn = () => (document.hidden ? this.#sleep() : this.#open());
  /** @type {EventSource | null} */
  #stream = null;
  /** @type {AbortController | null} */
  #asking = null;

  /**
   * @param {string} address the thread's in the API
   * @param {Tell} tell is called with all that happens
   */
  constructor(address, tell) {
    this.#address = address;
    this.#tell = tell;
  }

  /** Follows the thread, and sleeps while nobody sees the page. */
  begin() {
    document.addEventListener("visibilitychange", this.#turn);
    this.#turn();
  }

  /** Follows it no more. */
  end() {
    document.removeEventListener("visibilitychange", this.#turn);
    this.#sleep();
  }

  #sleep() {
    clearTimeout(this.#timer);
    this.#stream?.close();
    this.#asking?.abort();
    this.#stream = this.#asking = null;
  }

  #open() {
    this.#sleep();
    const stream = new EventSource(this.#at("stream"));
    this.#stream = stream;
    for (const kind of KINDS) {
      stream.addEventListener(kind, ({ data, lastEventId }) => {
        clearTimeout(this.#timer);
        this.#failures = 0;
        this.#hear(kind, JSON.parse(data));
        this.#last = lastEventId || this.#last;
      });
    }
    stream.addEventListener("error", () => {
      this.#failures += 1;
      if (stream.readyState === EventSource.CLOSED) {
        this.#askSoon();
      } else {
        this.#wait(FIRST_WORD_MS, () => this.#askSoon()); // the browser tries by itself
      }
    });
    this.#wait(FIRST_WORD_MS, () => this.#askSoon());
  }

  #askSoon() {
    this.#sleep();
    this.#asked = 0;
    this.#wait(ASK_MS / 6, () => void this.#ask());
  }

  async #ask() {
    const asking = (this.#asking = new AbortController());
    try {
      // The browser keeps the answer with its ETag, and gets only word that it still holds.
      const { signal } = asking;
      const response = await fetch(this.#at("changes"), { cache: "no-cache", signal });
      if (response.status === 404 || response.status === 410) {
        this.end(); // there is no such thread any more
        this.#hear("reset", {});
        return;
      }
      this.#read(await response.json());
      this.#failures = 0;
      this.#asked += 1;
    } catch {
      this.#failures += 1;
    }
    if (!asking.signal.aborted) {
      const again = this.#asked < ASKED_BEFORE_STREAM ? () => void this.#ask() : () => this.#open();
      this.#wait(ASK_MS * 2 ** Math.min(this.#failures, MOST_DOUBLINGS), again);
    }
  }

  /** @param {{ changes: { event: Kind, comment_id: number }[], last: number, reset: boolean } & Told} answer */
  #read({ changes, last, reset, ...counted }) {
    for (const { event, comment_id: id } of changes) {
      this.#hear(event, { id });
    }
    if (reset) {
      this.#hear("reset", {});
    }
    this.#hear("count", counted);
    // While nothing happens the address stays as it is: the browser knows it by that.
    if (changes.length || reset || !this.#last) {
      this.#last = String(last);
    }
  }

  /**
   * @param {Kind} kind
   * @param {Told} told
   */
  #hear(kind, { version, ...told }) {
    // Later on a version is newer than the page's by what was told.
    this.#tell(kind, this.#last || version === undefined ? told : { ...told, version });
  }

  /** @param {string} what */
  #at(what) {
    return `${this.#address}/${what}${this.#last && `?after=${this.#last}`}`;
  }

  /**
   * Never all readers at one moment.
   * @param {number} milliseconds about so long
   * @param {() => void} next
   */
  #wait(milliseconds, next) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(next, milliseconds * (0.75 + Math.random() / 2));
  }
}
