// npm's perspective-api-client has Google's address in its code: a hook of axios leads it to us.
import axios from "axios";
import Perspective from "perspective-api-client";

const [address, insult, civil] = process.argv.slice(2);
axios.interceptors.request.use((request) => ({
  ...request,
  url: request.url.replace("https://commentanalyzer.googleapis.com", address),
}));
const client = new Perspective({ apiKey: "any" });

/** @param {string} text */
async function score(text) {
  const told = await client.analyze(text, { attributes: ["toxicity", "insult"] });
  return told.attributeScores.TOXICITY.summaryScore.value;
}

/** What a caller catches. */
async function refusal() {
  try {
    await client.analyze(civil, { attributes: ["niceness"] });
  } catch (failure) {
    return { name: failure.name, message: failure.message };
  }
}

const told = [await score(insult), await score(civil)];
console.log(JSON.stringify({ told, refusal: await refusal() }));
