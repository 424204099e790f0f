import { Comments, CommentsScript } from "./comments";

export type CommentsInPageProps = {
  /** Where Rejoinder is, without a slash at the end: `https://comments.courier.example`. */
  server: string;
  /** What your own system calls the article. */
  articleId: string;
  /** The article's address. */
  url: string;
  /** Who reads, by `readerToken`; empty where nobody is signed in. */
  token?: string | undefined;
};

// Nobody's page waits longer for its comments.
const AT_MOST_MS = 1000;

/**
 * A component for servers: the first comments stand in the page before any script, and are answered
 * without one. Where they do not come in time it is what `Comments` is. The page is made anew for
 * each reader, who finds there what was written a moment ago.
 */
export async function CommentsInPage({ server, articleId, url, token }: CommentsInPageProps) {
  const thread = await threadOf(server, articleId, url);
  if (thread === undefined) {
    return <Comments server={server} articleId={articleId} url={url} token={token} />;
  }
  return (
    <>
      {/* Browsers make a shadow root of the template in it, which React would miss. */}
      <div
        suppressHydrationWarning
        dangerouslySetInnerHTML={{ __html: withToken(thread, token) }}
      />
      <CommentsScript server={server} />
    </>
  );
}

/** The thread is the same for everybody; who reads, its element says. */
function withToken(thread: string, token: string | undefined): string {
  if (token === undefined) return thread;
  const written = token.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return thread.replace("<rejoinder-thread", () => `<rejoinder-thread token="${written}"`);
}

async function threadOf(server: string, articleId: string, url: string) {
  const asked = new URLSearchParams({ "article-id": articleId, url });
  try {
    const answer = await fetch(`${server}/embed/thread?${asked}`, {
      cache: "no-store",
      signal: AbortSignal.timeout(AT_MOST_MS),
    });
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined;
  }
}
