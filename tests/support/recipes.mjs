// What npm's own Handlebars and React make of our recipes: `node recipes.mjs ghost|react|whole|token`, with what
// is told of the page as JSON, which comes in; the page, or the pieces of one, go out as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import Handlebars from "handlebars";

const recipes = fileURLToPath(new URL("../../integrations/", import.meta.url));

/** A post's page with the partial as a theme has it; of Ghost's own helpers, the one that is asked for. */
function ghost({ server, article_id: id, url }) {
  const ours = readFileSync(`${recipes}ghost/comments.hbs`, "utf8");
  const theirs = Handlebars.create();
  theirs.registerPartial("comments", ours.replaceAll("https://comments.courier.example", server));
  theirs.registerHelper("url", ({ hash }) => (hash.absolute === "true" ? url : new URL(url).pathname));
  return theirs.compile('{{#post}}{{> "comments"}}{{/post}}')({ post: { id } });
}

const PAGE = `
import { useState } from "react";
import { Comments } from "./comments.tsx";
export function Page({ server, articles }) {
  const [at, goTo] = useState(0);
  const [told, tell] = useState("");
  return <main>
    <button onClick={() => goTo(at + 1)}>Next article</button>
    <output>{told}</output>
    <Comments server={server} {...articles[at]} onPosted={({ state }) => tell(state)} />
  </main>;
}`;
const SERVER = `
import { renderToString } from "react-dom/server";
${PAGE}
export const made = (told) => renderToString(<Page {...told} />);`;
const BROWSER = `
import { hydrateRoot } from "react-dom/client";
${PAGE}
const page = document.getElementById("page");
hydrateRoot(page, <Page {...JSON.parse(page.dataset.told)} />);`;

async function bundled(contents, platform) {
  const { outputFiles } = await build({
    stdin: { contents, loader: "tsx", resolveDir: `${recipes}nextjs` },
    bundle: true,
    write: false,
    platform,
    format: platform === "node" ? "cjs" : "iife",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return outputFiles[0].text;
}

/** What a server's script exports. */
async function exported(contents) {
  const module = { exports: {} };
  const script = new Function("module", "exports", "require", await bundled(contents, "node"));
  script(module, module.exports, createRequire(import.meta.url));
  return module.exports;
}

/** The component in a page as Next.js makes one: written by the server, then taken over by its script. */
async function react(told) {
  const [server, browser] = await Promise.all([exported(SERVER), bundled(BROWSER, "browser")]);
  return { html: server.made(told), script: browser };
}

const WHOLE = `
import { renderToString } from "react-dom/server";
import { CommentsInPage } from "./comments-in-page.tsx";
export const made = async (told) => renderToString(await CommentsInPage(told));`;

/** The component that asks for the thread while the page is made. */
async function whole({ server, article_id: articleId, url, token }) {
  return (await exported(WHOLE)).made({ server, articleId, url, token: token ?? undefined });
}

/** What a server of theirs says of its reader. */
async function token({ reader, secret }) {
  return (await exported('export { readerToken } from "./reader-token.ts";')).readerToken(reader, secret);
}

const [, , asked] = process.argv;
const told = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(await { ghost, react, whole, token }[asked](told)));
