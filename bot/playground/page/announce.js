// What is said aloud to who listens to the page: each sentence once, and never what is on the page anew.

import { el } from "./dom.js";

const GATHER_MS = 400;
const KEPT_MS = 20_000;
const MOST_AT_ONCE = 3;

const waiting = [];
let timer = null;

function say() {
  timer = null;
  const all = waiting.splice(0);
  const shown = all.slice(-MOST_AT_ONCE);
  if (all.length > shown.length) shown.unshift(`${all.length} tin mới. Mới nhất:`);
  const lines = shown.map((words) => el("p", {}, words));
  document.getElementById("said").append(...lines);
  setTimeout(() => lines.forEach((line) => line.remove()), KEPT_MS);
}

/** Say a sentence soon; of what comes in a burst only the last sentences are said, after their number. */
export function announce(words) {
  waiting.push(words);
  timer ??= setTimeout(say, GATHER_MS);
}
