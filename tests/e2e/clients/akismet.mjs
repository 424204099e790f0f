// npm's @cedx/akismet, which takes another address.
import { Author, Blog, Client, Comment } from "@cedx/akismet";

const [address, insult, civil] = process.argv.slice(2);
const blog = new Blog({ url: "https://paper.example" });
const client = new Client("abc123def456", blog, { baseUrl: address });

/**
 * @param {string} content
 * @param {string} name
 */
function comment(content, name = "Ann") {
  return new Comment({ author: new Author({ ipAddress: "192.0.2.7", name }), content });
}

const spam = comment("Buy cheap viagra online now http://pills.example");
await client.submitSpam(spam);
await client.submitHam(comment(civil));
console.log(
  JSON.stringify({
    isValid: await client.verifyKey(),
    civil: await client.checkComment(comment(civil)),
    insult: await client.checkComment(comment(insult)),
    guaranteed: await client.checkComment(comment("Hello.", "viagra-test-123")),
  }),
);
