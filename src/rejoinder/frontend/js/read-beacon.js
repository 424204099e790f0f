// Tells the server once that the article was really read: on screen, in a visible tab, for a while.

import { find } from "./fragments.js";

/**
 * Watches the article; in somebody else's page, where that is not ours to see, its thread.
 * @param {ParentNode} [root]
 */
export function reportRead(root = document) {
  const story = find("[data-story]", root);
  const action = story?.dataset["readsAction"];
  const needed = Number(story?.dataset["readSeconds"]);
  if (!story || !action || !(needed >= 0)) {
    return;
  }
  let onScreen = false;
  let seconds = 0;
  const watcher = new IntersectionObserver((entries) => {
    onScreen = entries.at(-1)?.isIntersecting ?? false;
  });
  watcher.observe(story);
  const clock = setInterval(() => {
    if (onScreen && document.visibilityState === "visible") {
      seconds += 1;
    }
    if (seconds >= needed) {
      clearInterval(clock);
      watcher.disconnect();
      navigator.sendBeacon(action);
    }
  }, 1000);
}
