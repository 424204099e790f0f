import { tokenOfReader } from "../../../accounts";

export async function GET() {
  return new Response(await tokenOfReader(), { headers: { "Cache-Control": "no-store" } });
}
