import { HOME, SERVER } from "../../../accounts";
import { Comments } from "../../../components/comments";

export function generateStaticParams() {
  return [{ id: "first" }];
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const url = `${HOME}/live/${id}`;
  return <Comments server={SERVER} articleId={id} url={url} tokenFrom="/api/reader-token" />;
}
