"use client";

import { createElement, useEffect, useRef, useState } from "react";

/** What happened in a thread: what `rejoinder-posted` tells. */
export type Posted = { id: number; state: "published" | "held" | "declined" };

export type CommentsProps = {
  /** Where Rejoinder is, without a slash at the end: `https://comments.courier.example`. */
  server: string;
  /** What your own system calls the article. */
  articleId: string;
  /** The article's address; the page's canonical link where it is missing. */
  url?: string;
  /** Who reads, by `readerToken` of `./reader-token`; empty where nobody is signed in. */
  token?: string | undefined;
  /** In a page that was made beforehand: where your server answers with that token alone. */
  tokenFrom?: string | undefined;
  theme?: "light" | "dark" | "auto";
  /** Called when somebody has posted. */
  onPosted?: (posted: Posted) => void;
};

/** The script is put into the page once, however many threads there are. */
function load(server: string): void {
  const address = `${server}/embed.js`;
  for (const script of document.scripts) {
    if (script.src === address) return;
  }
  const script = document.createElement("script");
  script.type = "module";
  script.src = address;
  document.head.append(script);
}

/** What a thread that the page's own server put in needs besides. */
export function CommentsScript({ server }: { server: string }) {
  useEffect(() => load(server), [server]);
  return null;
}

/** What an address of your own site answers, once it has. */
function useFetched(address: string | undefined): string | undefined {
  const [fetched, keep] = useState<string>();
  useEffect(() => {
    if (address === undefined) return undefined;
    const gone = new AbortController();
    fetch(address, { cache: "no-store", signal: gone.signal })
      .then((answer) => (answer.ok ? answer.text() : undefined))
      .then(keep)
      .catch(() => undefined); // nobody is signed on, and everybody can read
    return () => gone.abort();
  }, [address]);
  return fetched;
}

/** The thread below an article. It follows when the page goes on to another without a reload. */
export function Comments({
  server,
  articleId,
  url,
  token,
  tokenFrom,
  theme,
  onPosted,
}: CommentsProps) {
  const thread = useRef<HTMLElement>(null);
  const fetched = useFetched(tokenFrom);
  useEffect(() => load(server), [server]);
  useEffect(() => {
    const element = thread.current;
    if (element === null || onPosted === undefined) return undefined;
    const tell = (event: Event) => onPosted((event as CustomEvent<Posted>).detail);
    element.addEventListener("rejoinder-posted", tell);
    return () => element.removeEventListener("rejoinder-posted", tell);
  }, [onPosted]);
  return createElement(
    "rejoinder-thread",
    { ref: thread, "article-id": articleId, url, token: token ?? fetched, theme },
    createElement("a", { href: `${server}/` }, "Comments"),
  );
}
