// Tells the server once that the article was really read: on screen, in a visible tab, for a while.

/**
 * Watches the article; in somebody else's page, where that is not ours to see, its thread.
 * @param {ParentNode} [root]
 */
export function reportRead(root = document) {
  const story = /** @type {HTMLElement | null} */ (root.querySelector("[data-story]"));
  const action = story?.dataset["readsAction"];
  const needed = 1000 * Number(story?.dataset["readSeconds"]);
  if (!story || !action || !(needed >= 0)) {
    return;
  }
  let onScreen = false;
  let seen = 0;
  let since = NaN; // while nobody sees it
  let timer = 0;
  const turn = () => {
    const now = performance.now();
    seen += now - since || 0;
    clearTimeout(timer);
    since = NaN;
    if (onScreen && !document.hidden) {
      since = now;
      timer = setTimeout(tell, needed - seen);
    }
  };
  const watcher = new IntersectionObserver((entries) => {
    onScreen = entries.at(-1)?.isIntersecting ?? false;
    turn();
  });
  const tell = () => {
    watcher.disconnect();
    document.removeEventListener("visibilitychange", turn);
    navigator.sendBeacon(action);
  };
  watcher.observe(story);
  document.addEventListener("visibilitychange", turn);
}
