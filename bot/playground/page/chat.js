// The page: which chats there are, which one is open, and what comes in live.

import { api, listen } from "./api.js";
import { wireComposer } from "./composer.js";
import { el, refill } from "./dom.js";
import { gist, hasSwitch, isOwn } from "./messages.js";
import { alertBox, chooseChat, enlarge, toast, wireDrawers, wireTheme } from "./overlays.js";
import { kindOf, wirePanel } from "./panel.js";
import { makeThread } from "./thread.js";
import { fromUnix, listTime } from "./times.js";

const find = (id) => document.getElementById(id);
const TYPING_MS = 5500;
const SLOW_FILE = 1024 * 1024;
const LARGEST_FILE = 20 * 1024 * 1024;
const KINDS = {
  reader: "Trò chuyện riêng với bot", admin: "Trò chuyện riêng với bot",
  group: "Nhóm có chủ đề", channel: "Kênh",
};
/** The sign of a chat: the first letters of the first and the last word of its name. */
const sign = ({ title }) => {
  const words = title.trim().split(/\s+/);
  return [...new Set([words[0], words.at(-1)])].map((word) => word.slice(0, 1)).join("").toUpperCase();
};

const state = { chats: [], known: new Set(), open: null, topic: null, last: new Map(), unread: new Map(), bot: "diemtin_bot", typing: null, heard: 0, menuTurn: 0 };
const thread = makeThread();
const closeDrawers = (wireTheme(), wireDrawers());

const complain = (error) => toast(error.message, "toast--bad");
const chat = () => state.chats.find((one) => one.id === state.open);
/** Whom a person writes as: in groups the reader or the admin, elsewhere whoever the chat belongs to. */
const persona = () => (chat() && kindOf(chat()) === "group" ? { user: Number(find("persona").value) } : {});
const topic = () => (chat()?.is_forum && state.topic ? { topic: state.topic } : {});

async function send(text) {
  panel.tried(text);
  try {
    await api.send(state.open, { text, ...persona(), ...topic() });
    thread.goEnd(true);
  } catch (error) {
    complain(error);
    composer.fill(text);
  }
}

async function attach(file) {
  if (file.size > LARGEST_FILE) {
    toast(`Tệp “${file.name}” lớn hơn 20 MB: bot của Telegram không nhận được tệp như vậy.`, "toast--bad");
    return;
  }
  if (file.size > SLOW_FILE) toast(`Đang gửi ${file.name}…`);
  try {
    const document = { file_name: file.name, base64: await base64(file) };
    await api.send(state.open, { document, ...persona(), ...topic() });
  } catch (error) { complain(error); }
}

const base64 = (file) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
  reader.onerror = () => reject(new Error("Không đọc được tệp này."));
  reader.readAsDataURL(file);
});

async function choose(result, queryId) {
  try {
    await api.choose(state.open, { query_id: queryId, result_id: result.id, ...persona() });
  } catch (error) { complain(error); }
}

const composer = wireComposer({ send, choose, attach, botName: () => state.bot });
const panel = wirePanel({
  say: (text, where) => { closeDrawers({ focus: "scroll" }); (where ? open(where) : Promise.resolve()).then(() => send(text)); },
  fill: (text) => { closeDrawers(); composer.fill(text); },
  leave: () => closeDrawers({ focus: "scroll" }), chats: () => state.chats,
  chat: () => chat() ?? { id: 0, type: "private" }, toast, botName: () => state.bot,
});

/** What a reader pressed inside a text; true when it was done here and no page need open. */
function act(pressed) {
  if (pressed.command) { send(pressed.command); return true; }
  const url = new URL(pressed.link);
  const isBot = url.host === "t.me" && url.pathname.replace(/\/$/, "").toLowerCase() === `/${state.bot.toLowerCase()}`;
  if (!isBot) return false;
  const start = url.searchParams.get("start");
  const home = state.chats.find((one) => one.type === "private" && (chat().type !== "private" || one.id === state.open));
  if (home) open(home.id).then(() => send(start ? `/start ${start}` : "/start"));
  return true;
}

async function press(message, button) {
  if (button.callback_data !== undefined) return pressCallback(message, button);
  if (button.url) {
    if (!act({ link: button.url })) window.open(button.url, "_blank", "noopener,noreferrer");
  } else if (button.copy_text) {
    await navigator.clipboard.writeText(button.copy_text.text);
    toast("Đã chép");
  } else if (hasSwitch(button)) {
    switchInline(button);
  }
  return undefined;
}

async function pressCallback(message, button) {
  try {
    const given = await api.press(state.open, message.message_id, button.callback_data, persona());
    const answer = given?.answer;
    if (answer?.url && !act({ link: answer.url })) window.open(answer.url, "_blank", "noopener,noreferrer");
    if (answer?.text) (answer.show_alert ? alertBox : toast)(answer.text);
  } catch (error) { complain(error); }
}

function switchInline(button) {
  const here = button.switch_inline_query_current_chat;
  const words = here ?? button.switch_inline_query ?? button.switch_inline_query_chosen_chat?.query ?? "";
  const fill = () => composer.fill(`@${state.bot} ${words}`);
  if (here !== undefined) fill();
  else chooseChat(state.chats, (chosen) => open(chosen.id).then(fill));
}

function chatRow(one) {
  const last = state.last.get(one.id);
  const unread = state.unread.get(one.id) ?? 0;
  const words = last ? `${isOwn(last, one) ? "Bạn: " : ""}${gist(last).replace(/\s+/g, " ")}` : KINDS[kindOf(one)];
  return el("li", {}, el("button", {
    type: "button", class: "chats__item", "aria-current": one.id === state.open ? "true" : null,
    "data-key": one.id, onclick: () => { closeDrawers({ focus: "chat-title" }); open(one.id); },
  }, el("span", { class: `avatar avatar--${kindOf(one)}`, "aria-hidden": "true" }, sign(one)),
  el("span", { class: "chats__words" },
    el("span", { class: "chats__top" }, el("b", {}, one.title), last ? el("time", {}, listTime(fromUnix(last.date))) : null),
    el("span", { class: "chats__bottom" }, el("span", { class: "chats__gist" }, words.slice(0, 90)),
      unread ? el("span", { class: "badge" }, String(unread), el("span", { class: "visually-hidden" }, " tin chưa đọc")) : null))));
}

function showChats() {
  refill(find("chats"), ...state.chats.map(chatRow));
  const elsewhere = [...state.unread.values()].reduce((sum, count) => sum + count, 0);
  document.title = elsewhere ? `(${elsewhere}) Điểm Tin – sân chơi` : "Điểm Tin – sân chơi";
  find("unread-dot").hidden = elsewhere === 0;
  find("open-chats").setAttribute("aria-label", `Mở danh sách trò chuyện${elsewhere ? `, ${elsewhere} tin chưa đọc` : ""}`);
}

function showLine(words) {
  const one = chat();
  if (!one) return;
  const status = ["left", "kicked"].includes(one.bot_status) ? " · bot không ở trong này" : "";
  find("chat-line").textContent = words ?? `${KINDS[kindOf(one)]}${status}`;
  find("chat-line").classList.toggle("is-busy", Boolean(words));
}

function showHead() {
  const one = chat();
  find("chat-title").textContent = one.title;
  find("chat-avatar").textContent = sign(one);
  find("chat-avatar").className = `avatar avatar--${kindOf(one)}`;
  find("persona-box").hidden = kindOf(one) !== "group";
  find("words").placeholder = one.type === "channel" ? "Đăng vào kênh…" : "Nhắn tin, gõ / để xem lệnh";
  showLine();
  showTopics(one);
}

function showTopics(one) {
  const bar = find("topics");
  bar.hidden = !one.is_forum;
  if (!one.is_forum) return;
  const all = [{ id: null, name: "Tất cả" }, ...(one.topics ?? [])];
  refill(bar, ...all.map((each) => el("button", {
    type: "button", class: "topic", "aria-pressed": String(state.topic === each.id),
    onclick: () => { state.topic = each.id; open(one.id, { keepTopic: true }); },
  }, each.closed ? `${each.name} (đã đóng)` : each.name)));
}

const inTopic = (message) => !state.topic || message.message_thread_id === state.topic;

async function open(id, { keepTopic = false } = {}) {
  const isAgain = state.open === id;
  state.open = id;
  if (!keepTopic && !isAgain) state.topic = null;
  state.unread.set(id, 0);
  location.hash = String(id);
  showHead();
  showChats();
  panel.show();
  thread.loading();
  try {
    const messages = await newestMessages(id);
    if (state.open !== id) return;
    if (messages.length) state.last.set(id, messages.at(-1));
    messages.forEach(learnBot);
    for (const message of messages) if (message.text && isOwn(message, chat())) panel.tried(message.text);
    thread.open(messages.filter(inTopic), { chat: chat(), topic: state.topic, act, press, show: enlarge });
    showChats();
    await loadCommands(id);
  } catch (error) {
    if (state.open === id) thread.failed(error.message, () => open(id));
  }
}

/** Ask for the menu of a chat; an answer that a later question has overtaken is dropped. */
async function loadCommands(id) {
  const turn = ++state.menuTurn;
  try {
    const commands = await api.commands(id, persona().user);
    if (state.open !== id || turn !== state.menuTurn) return;
    composer.setCommands(commands);
    panel.commands(commands);
  } catch { if (turn === state.menuTurn) composer.setCommands([]); }
}

function learnBot(message) {
  const name = message.via_bot?.username ?? (message.from?.is_bot ? message.from.username : null);
  if (name) state.bot = name;
}

function heardNew({ chat: id, message }) {
  learnBot(message);
  // Counted already when the list of chats was asked for at the same moment.
  if (id !== state.open && message.message_id <= (state.last.get(id)?.message_id ?? 0)) return;
  state.last.set(id, message);
  const one = state.chats.find((each) => each.id === id);
  const own = one && isOwn(message, one);
  if (own && id === state.open && message.text) panel.tried(message.text);
  if (id === state.open && inTopic(message)) {
    showTyping(false);
    thread.add(message, own);
    if (document.hidden && !own) state.unread.set(id, (state.unread.get(id) ?? 0) + 1);
  } else if (!own) {
    state.unread.set(id, (state.unread.get(id) ?? 0) + 1);
  }
  showChats();
}

/** Take a message away here, and from the list of chats where it was the last one. */
async function heardDeleted({ chat: id, message_id: gone }) {
  if (id === state.open) thread.remove(gone);
  if (state.last.get(id)?.message_id !== gone) return;
  state.last.delete(id);
  const [last] = (await api.messages(id)).slice(-1);
  if (last) state.last.set(id, last);
  showChats();
}

function showTyping(on) {
  clearTimeout(state.typing);
  thread.typing(on);
  showLine(on ? "đang soạn tin…" : undefined);
  if (on) state.typing = setTimeout(() => showTyping(false), TYPING_MS);
}

function heard(event) {
  state.heard += 1;
  const isHere = event.chat === state.open;
  switch (event.kind) {
    case "new": heardNew(event); break;
    case "edited":
      if (state.last.get(event.chat)?.message_id === event.message.message_id) state.last.set(event.chat, event.message);
      if (isHere) thread.edit(event.message);
      showChats();
      break;
    case "deleted": heardDeleted(event).catch(complain); break;
    case "typing": if (isHere) showTyping(true); break;
    case "faults": panel.refresh(); break;
    case "commands": loadCommands(state.open); break;
    case "chats": loadChats().catch(complain); break;
    default:
  }
}

/** Count what came into a chat while nobody listened; what was there at the start counts as read. */
async function countMissed(one) {
  const before = state.last.get(one.id)?.message_id ?? 0;
  const isKnown = state.known.has(one.id);
  state.known.add(one.id);
  if (!one.last_message || one.last_message.message_id <= before) return;
  state.last.set(one.id, one.last_message);
  if (!isKnown || one.id === state.open) return;
  const missed = await api.messages(one.id, before);
  const count = missed.filter((message) => !isOwn(message, one)).length;
  state.unread.set(one.id, (state.unread.get(one.id) ?? 0) + count);
}

async function loadChats() {
  state.chats = await api.chats();
  await Promise.all(state.chats.map(countMissed));
  if (!state.chats.length) throw new Error("Máy chủ không có cuộc trò chuyện nào.");
  if (state.open && chat()) showHead();
  showChats();
}

/** A chat's messages; asked again when an event came meanwhile, for then the answer may be older than it. */
async function newestMessages(id) {
  let messages = [];
  for (let tries = 0; tries < 5; tries += 1) {
    const before = state.heard;
    messages = await api.messages(id);
    if (state.heard === before) break;
  }
  return messages;
}

/** After a lost connection, and while it is down: ask for what was missed. */
async function catchUp() {
  await loadChats();
  if (!chat()) {
    const wanted = Number(location.hash.slice(1));
    await open(state.chats.some((one) => one.id === wanted) ? wanted : state.chats[0].id);
    return;
  }
  const messages = await newestMessages(state.open);
  const shown = messages.filter(inTopic);
  if (thread.isStale(shown)) thread.open(shown, { chat: chat(), topic: state.topic, act, press, show: enlarge });
  else for (const message of shown) thread.add(message, false);
  if (messages.length) state.last.set(state.open, messages.at(-1));
  showChats();
  await loadCommands(state.open);
}

function connection(isUp) {
  const banner = find("banner");
  banner.hidden = isUp;
  banner.textContent = isUp ? "" : "Mất kết nối với máy chủ. Đang thử lại…";
  document.body.classList.toggle("is-offline", !isUp);
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && state.open) { state.unread.set(state.open, 0); showChats(); }
});
document.addEventListener("keydown", (event) => {
  if (event.altKey && /^[1-9]$/.test(event.key)) {
    const wanted = state.chats[Number(event.key) - 1];
    if (wanted) { event.preventDefault(); open(wanted.id); }
  }
});

find("persona").addEventListener("change", () => loadCommands(state.open));
async function meetBot() {
  state.bot = (await api.bot()).username ?? state.bot;
}

composer.resize();
meetBot().catch(() => { /* the name is learned from its first message, then */ });
thread.loading();
catchUp().catch((error) => thread.failed(error.message, () => location.reload())).finally(() =>
  listen({ heard, state: connection, poll: catchUp }));
