import Link from "next/link";

import { HOME, SERVER, tokenOfReader } from "../../../accounts";
import { CommentsInPage } from "../../../components/comments-in-page";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [url, token] = [`${HOME}/live/${id}`, await tokenOfReader()];
  return (
    <main>
      <h1>{id}</h1>
      <Link href="/live/second">Next article</Link>
      <CommentsInPage server={SERVER} articleId={id} url={url} token={token} />
    </main>
  );
}
