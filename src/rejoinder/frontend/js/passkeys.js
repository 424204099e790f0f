// Asks the browser for a passkey, and sends what it answers with the form that asked.

const notice = document.getElementById("notice");
const able =
  "PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential;

/** @param {string | undefined} words what went wrong */
function say(words) {
  const line = document.createElement("p");
  line.textContent = words ?? "";
  const box = document.createElement("div");
  box.className = "notice desk-notice notice-problem";
  box.append(line);
  notice?.replaceChildren(box);
}

/**
 * What the device says to our options, as JSON.
 * @param {HTMLFormElement} form
 */
async function ask(form) {
  const answer = await fetch(form.dataset["options"] ?? "", { method: "POST" });
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  const options = await answer.json();
  const credential =
    form.dataset["passkey"] === "create"
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
        });
  if (!(credential instanceof PublicKeyCredential)) {
    throw new Error("none");
  }
  return JSON.stringify(credential.toJSON());
}

for (const form of document.querySelectorAll("form")) {
  const field = form.elements.namedItem("answer");
  if (!form.dataset["passkey"] || !(field instanceof HTMLInputElement)) {
    continue;
  }
  form.hidden = !able;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form).then(
      (answer) => {
        field.value = answer;
        form.submit();
      },
      () => say(notice?.dataset["failed"]),
    );
  });
}
if (!able && document.querySelector("form[data-passkey]")) {
  say(notice?.dataset["unable"]);
}
