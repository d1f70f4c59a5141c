// The server's JSON, and what happens live: server-sent events, and polling while they are down.

const RETRY_MS = 3000;

const AWAY = "Không nối được với máy chủ. Sân chơi còn chạy không?";

/** A refusal by the server, with its own words. */
export class Refusal extends Error {}

async function ask(method, path, body) {
  const init = { method, headers: {} };
  if (body !== undefined) {
    init.headers["content-type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  let answer;
  let text;
  try {
    answer = await fetch(path, init);
    text = await answer.text();
  } catch { throw new Refusal(AWAY); }
  let given = null;
  try {
    given = text ? JSON.parse(text) : null;
  } catch { /* not JSON: the status says what matters */ }
  if (!answer.ok) throw new Refusal(given?.error ?? given?.description ?? `Máy chủ trả lời ${answer.status}.`);
  return given;
}

const at = (chat) => `api/chats/${encodeURIComponent(chat)}`;

export const api = {
  chats: () => ask("GET", "api/chats"),
  messages: (chat, after = 0) => ask("GET", `${at(chat)}/messages${after ? `?after=${after}` : ""}`),
  send: (chat, message) => ask("POST", `${at(chat)}/messages`, message),
  press: (chat, messageId, data, more) =>
    ask("POST", `${at(chat)}/press`, { message_id: messageId, data, ...more }),
  choose: (chat, chosen) => ask("POST", `${at(chat)}/choose`, chosen),
  commands: (chat, user) =>
    ask("GET", `api/commands?language=vi&chat=${encodeURIComponent(chat)}${user ? `&user=${user}` : ""}`),
  inline: (query, offset) => ask("POST", "api/inline", { query, offset }),
  faults: () => ask("GET", "api/faults"),
  addFault: (fault) => ask("POST", "api/faults", fault),
  clearFaults: () => ask("DELETE", "api/faults"),
  removeFault: (id) => ask("DELETE", `api/faults/${encodeURIComponent(id)}`),
  bot: () => ask("GET", "api/bot?language=vi"),
  queue: () => ask("GET", "api/queue"),
  outbox: () => ask("GET", "api/outbox"),
  feeds: () => ask("GET", "api/feeds"),
  papers: () => ask("GET", "api/papers"),
  closePaper: (paper, seconds) => ask("POST", `api/papers/${encodeURIComponent(paper)}/outage`, { seconds }),
  happenings: () => ask("GET", "api/happenings"),
  letHappen: (event) => ask("POST", `api/happenings/${encodeURIComponent(event)}`, {}),
  reopenPaper: (paper) => ask("DELETE", `api/papers/${encodeURIComponent(paper)}/outage`),
};

/** Listen until the page closes. `heard(event)` for each event, `state(connected)` on changes, `poll()` while down. */
export function listen({ heard, state, poll }) {
  let timer = null;
  let connected = null;
  const tell = (now) => {
    if (connected === now) return;
    connected = now;
    state(now);
  };
  const attempt = async () => {
    try {
      await poll();
      tell(true);
    } catch { tell(false); }
  };
  // Without the stream the page asks by itself; only when that fails too is the server away.
  const down = () => {
    if (timer !== null) return;
    timer = setInterval(attempt, RETRY_MS);
    attempt();
  };
  const up = () => {
    clearInterval(timer);
    timer = null;
    attempt();
  };
  const connect = () => {
    const source = new EventSource("api/events");
    source.onopen = up;
    source.onmessage = (event) => heard(JSON.parse(event.data));
    source.onerror = () => {
      down();
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, RETRY_MS);
    };
  };
  connect();
}
