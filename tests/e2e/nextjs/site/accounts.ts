// The newspaper's own accounts: whoever the cookie names is signed in.
import { cookies } from "next/headers";

import { readerToken } from "./components/reader-token";

export const SERVER = process.env["COMMENTS"] ?? "";
export const HOME = process.env["HOME_ADDRESS"] ?? "";

export async function tokenOfReader() {
  const id = (await cookies()).get("reader")?.value;
  const reader = id ? { id, username: `${id} Lind`, email: `${id}@example.org` } : null;
  return readerToken(reader, process.env["COMMENTS_SECRET"]);
}
