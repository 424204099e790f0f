// Google's own discovery client for Node: builds itself from our document, then asks.
import { Discovery } from "googleapis-common";

const [address, insult, civil] = process.argv.slice(2);
const build = await new Discovery().discoverAPI(`${address}/$discovery/rest?version=v1alpha1`);
const client = build({});

/** @param {string} text */
async function score(text) {
  const requestBody = { comment: { text }, requestedAttributes: { TOXICITY: {} } };
  const told = await client.comments.analyze({ key: "any", requestBody });
  return told.data.attributeScores.TOXICITY.summaryScore.value;
}

/** What a caller catches. */
async function refusal() {
  try {
    await score("");
  } catch (failure) {
    return { status: failure.status, message: failure.message };
  }
}

const suggested = await client.comments.suggestscore({
  key: "any",
  requestBody: {
    comment: { text: insult },
    attributeScores: { TOXICITY: { summaryScore: { value: 1 } } },
    clientToken: "comment:7",
  },
});
const told = [await score(insult), await score(civil)];
console.log(JSON.stringify({ told, refusal: await refusal(), suggested: suggested.data }));
