// A provider of OpenID Connect, as publishers run them: anybody signs in by a name, and subscribes
// where it begins with "sub".
// Called with the port, and the address that leads readers back.

import process from "node:process";
import Provider from "oidc-provider";

const [port, back] = process.argv.slice(2);
const client = { client_id: "comments", client_secret: "s".repeat(40), redirect_uris: [back] };

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [client],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["nickname", "roles"] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: `${id}@example.org`,
      email_verified: !id.startsWith("unproved"),
      roles: id.startsWith("sub") ? ["reader", "subscriber"] : ["reader"],
      nickname: `${id[0].toUpperCase()}${id.slice(1)} Lind`,
    }),
  }),
});
// Its pages take a font from a machine elsewhere: a test's browser leaves this one for nothing.
provider.use(async (context, next) => {
  await next();
  if (typeof context.body === "string") {
    context.body = context.body.replace(/@import url\([^)]*\);/g, "");
  }
});
provider.listen(Number(port), "127.0.0.1", () => process.stdout.write("ready\n"));
