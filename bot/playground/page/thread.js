// The open conversation: bubbles in order, days between them, and where the reader looks.

import { announce } from "./announce.js";
import { el, gliding } from "./dom.js";
import { bubble, gist, spoken, spokenEdit } from "./messages.js";
import { dayKey, dayName, fromUnix } from "./times.js";

const find = (id) => document.getElementById(id);
const NEAR_END = 120;
const GROUPED_SECONDS = 300;
const MARKED_MS = 1600;
const EDITED_MS = 800;
const EMPTY = {
  private: "Gõ /start để làm quen, hoặc chọn một gợi ý bên dưới.",
  supergroup: "Gõ /start để xem bot làm được gì trong nhóm. Quản trị viên của nhóm chọn tin bằng /theodoi.",
  channel: "Kênh được điều khiển từ trò chuyện riêng của quản trị viên, bằng lệnh /kenh. Tin của kênh sẽ hiện ở đây.",
};

export function makeThread() {
  const log = find("log");
  const scroll = find("scroll");
  const toEnd = find("to-end");
  let context = null;
  let messages = [];
  let newer = 0;
  let typing = null;

  const isAtEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END;
  const node = (id) => log.querySelector(`[data-id="${CSS.escape(String(id))}"]`);

  const goEnd = (smooth = false) => {
    follows = true;
    scroll.scrollTo({ top: scroll.scrollHeight, behavior: smooth ? gliding() : "instant" });
    newer = 0;
    showButton();
  };
  const showButton = () => {
    toEnd.hidden = follows || isAtEnd();
    find("to-end-count").textContent = newer ? String(newer) : "";
  };
  // Who is at the end stays there, however fast messages come: only a move upwards leaves it.
  let follows = true;
  let top = 0;
  scroll.addEventListener("scroll", () => {
    if (isAtEnd()) { follows = true; newer = 0; } else if (scroll.scrollTop < top) follows = false;
    top = scroll.scrollTop;
    showButton();
  }, { passive: true });
  toEnd.addEventListener("click", () => goEnd(true));
  new ResizeObserver(() => { if (follows) goEnd(); }).observe(log);
  new ResizeObserver(() => { if (follows) goEnd(); }).observe(scroll);

  const go = (id) => {
    const target = node(id);
    if (!target) return;
    target.scrollIntoView({ block: "center", behavior: gliding() });
    target.focus({ preventScroll: true });
    mark(target);
  };
  const mark = (target) => {
    target.classList.add("is-marked");
    setTimeout(() => target.classList.remove("is-marked"), MARKED_MS);
  };

  /** Say what an edit changed, once it rests: a bar that grows is said where it ends. */
  const edits = new Map();
  const sayEdit = (before, after) => {
    const id = after.message_id;
    const first = edits.get(id)?.first ?? before;
    clearTimeout(edits.get(id)?.timer);
    const say = () => {
      edits.delete(id);
      const words = spokenEdit(first, after);
      if (words) announce(words);
    };
    edits.set(id, { first, timer: setTimeout(say, EDITED_MS) });
  };

  /** What a reader had opened in a message stays open in its new form. */
  const keepOpen = (old, fresh) => {
    const [quotes, details] = [".quote", "details"].map((kind) => [...fresh.querySelectorAll(kind)]);
    old.querySelectorAll(".quote").forEach((quote, number) => {
      if (quote.classList.contains("is-open")) quotes[number]?.querySelector(".quote__toggle")?.click();
    });
    old.querySelectorAll("details").forEach((one, number) => { if (details[number]) details[number].open = one.open; });
  };

  const author = (message) => message.from?.id ?? message.sender_chat?.id;
  const isFollowing = (message, earlier) => Boolean(earlier) && author(earlier) === author(message) &&
    message.date - earlier.date < GROUPED_SECONDS;

  const place = (message, earlier) => {
    const date = fromUnix(message.date);
    if (!earlier || dayKey(fromUnix(earlier.date)) !== dayKey(date)) {
      log.append(el("p", { class: "day" }, el("span", {}, dayName(date))));
    }
    const shown = bubble(message, { ...context, go });
    if (isFollowing(message, earlier)) shown.classList.add("message--following");
    log.append(shown);
    return shown;
  };

  const empty = () => {
    log.replaceChildren(el("div", { class: "empty" }, el("img", { src: "icon.svg", alt: "", width: 72, height: 72 }),
      el("h2", {}, "Chưa có tin nhắn nào"), el("p", {}, EMPTY[context.chat.type] ?? EMPTY.supergroup)));
  };

  return {
    go,
    goEnd,
    /** Show a conversation from its start; `given` are Message objects, oldest first. */
    open(given, withContext) {
      context = withContext;
      messages = [...given];
      newer = 0;
      typing = null;
      log.replaceChildren();
      messages.forEach((message, number) => place(message, messages[number - 1]));
      if (!messages.length) empty();
      log.setAttribute("aria-busy", "false");
      goEnd();
    },
    /** Whether something is shown that the server does not have: deleted meanwhile, or a fresh server. */
    isStale(given) {
      const known = new Map(given.map((message) => [message.message_id, message.date]));
      return messages.some((message) => known.get(message.message_id) !== message.date);
    },
    loading() {
      log.setAttribute("aria-busy", "true");
      log.replaceChildren(...[58, 74, 42].map((width, number) =>
        el("div", { class: `ghost ghost--${number}`, "aria-hidden": "true" }, "")));
    },
    failed(words, retry) {
      log.setAttribute("aria-busy", "false");
      log.replaceChildren(el("div", { class: "empty", role: "alert" }, el("h2", {}, "Không mở được cuộc trò chuyện"),
        el("p", {}, words), el("button", { type: "button", class: "primary", onclick: retry }, "Thử lại")));
    },
    add(message, own) {
      if (messages.some((one) => one.message_id === message.message_id)) {
        this.edit(message);
        return;
      }
      const follow = own || follows;
      log.querySelector(".empty")?.remove();
      this.typing(false);
      const shown = place(message, messages.at(-1));
      shown.classList.add("is-new");
      messages.push(message);
      if (!own) announce(spoken(message));
      if (follow) goEnd(true);
      else { newer += 1; showButton(); }
    },
    edit(message) {
      const number = messages.findIndex((one) => one.message_id === message.message_id);
      // What is as it was stays in place: a press that has begun is not lost, an opened quotation stays open.
      if (number < 0 || JSON.stringify(messages[number]) === JSON.stringify(message)) return;
      const old = node(message.message_id);
      if (!old) return;
      const focused = old.contains(document.activeElement) ? [...old.querySelectorAll("button, a")].indexOf(document.activeElement) : null;
      const before = messages[number];
      messages[number] = message;
      const fresh = bubble(message, { ...context, go });
      if (isFollowing(message, messages[number - 1])) fresh.classList.add("message--following");
      keepOpen(old, fresh);
      old.replaceWith(fresh);
      // Who had pressed a button finds the focus at the same place of the new buttons.
      if (focused !== null) (fresh.querySelectorAll("button, a")[focused] ?? fresh).focus({ preventScroll: true });
      if (gist(before) !== gist(message)) mark(fresh);
      sayEdit(before, message);
    },
    remove(id) {
      const gone = messages.find((one) => one.message_id === id);
      const old = node(id);
      if (!gone || !old) return;
      messages = messages.filter((one) => one !== gone);
      announce(`Tin nhắn đã bị xóa: ${gist(gone).split("\n")[0].slice(0, 80)}`);
      if (old.contains(document.activeElement)) scroll.focus({ preventScroll: true });
      old.classList.add("is-gone");
      setTimeout(() => { old.remove(); if (!messages.length) empty(); }, 250);
    },
    typing(on) {
      if (!on) { typing?.remove(); typing = null; return; }
      if (typing) return;
      announce("Bot đang soạn tin.");
      const follow = follows;
      typing = el("div", { class: "message typing", "aria-hidden": "true" }, el("div", { class: "bubble" }, el("i"), el("i"), el("i")));
      log.append(typing);
      if (follow) goEnd();
    },
  };
}
