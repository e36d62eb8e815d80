// Messages are answered one after the other; each answer grows word by word.
"use strict";

const log = document.getElementById("log");
const typing = document.getElementById("typing");
const form = document.getElementById("say");
const message = document.getElementById("message");
const LOOKS = { You: "mine", "Summit Outfitters": "news" };

let turn = Promise.resolve();

function bubble(speaker) {
  const said = document.createElement("p");
  const name = document.createElement("span");
  const words = document.createElement("span");
  said.className = `said ${LOOKS[speaker] ?? "theirs"}`;
  name.className = "speaker";
  name.textContent = speaker;
  words.className = "words";
  said.append(name, " ", words);
  log.append(said);
  return words;
}

async function* lines(stream) {
  let rest = "";
  for (const reader = stream.pipeThrough(new TextDecoderStream()).getReader(); ; ) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    yield* parts;
  }
}

async function ask(text) {
  typing.hidden = false;
  try {
    const answer = await fetch("/help/chat/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ message: text }),
    });
    if (!answer.ok) throw new Error(answer.statusText);
    let words = null;
    for await (const line of lines(answer.body)) {
      const heard = JSON.parse(line);
      if (heard.speaker) words = bubble(heard.speaker);
      else words.append(heard.word);
      log.scrollTop = log.scrollHeight;
    }
  } catch {
    bubble("Summit Outfitters").textContent = "Your message did not reach us. Please try again.";
  } finally {
    typing.hidden = true;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = message.value.trim();
  if (!text) return;
  message.value = "";
  bubble("You").textContent = text;
  log.scrollTop = log.scrollHeight;
  turn = turn.then(() => ask(text));
});

log.scrollTop = log.scrollHeight;
