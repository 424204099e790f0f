/** What your accounts know of somebody. */
export type Reader = {
  /** What they are known by: never another person's. */
  id: string;
  username: string;
  email?: string;
};

// A page's reader signs on within seconds; whoever copies a token is late.
const COUNTS_FOR_SECONDS = 300;

/**
 * Who reads, as the `token` of a thread says it; empty where nobody is signed in. For servers alone,
 * Node's and those at the edge: the secret is what `rejoinder sign-on add-token` shows.
 */
export async function readerToken(
  reader: Reader | null,
  secret: string | undefined,
): Promise<string> {
  if (reader === null) return "";
  if (!secret) throw new Error("There is no secret by which readers are signed on.");
  const now = Math.floor(Date.now() / 1000);
  const jti = crypto.randomUUID();
  const claims = { user: reader, iat: now, exp: now + COUNTS_FOR_SECONDS, jti };
  const signed = [{ alg: "HS256" }, claims]
    .map((each) => part(bytes(JSON.stringify(each))))
    .join(".");
  const how = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes(secret), how, false, ["sign"]);
  return `${signed}.${part(new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes(signed))))}`;
}

function bytes(text: string) {
  return new TextEncoder().encode(text);
}

function part(raw: Uint8Array): string {
  const written = btoa(String.fromCharCode(...raw));
  return written.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
