// The side panel: what to try next, and the operator's room with faults to throw in.

import { api } from "./api.js";
import { el, icon, refill } from "./dom.js";
import { makeInside } from "./inside.js";

const find = (id) => document.getElementById(id);
const REFRESH_MS = 3000;

// What to try, by kind of chat: the words that are sent ("where": in another chat) or, with "fill", put into
// the form. Only what the sample papers have out from the start is searched for.
const TRIES = {
  reader: [
    { say: "/start", what: "Làm quen, chọn chuyên mục và giờ nhận tin" },
    { say: "/moi", what: "Những tin mới nhất" },
    { say: "/tim nong dan", what: "Tìm không cần gõ dấu" },
    { say: "/theodoi cầu Vĩnh Phước", what: "Theo dõi một từ khóa" },
    { say: "/homnay", what: "Bản điểm tin của hôm nay" },
    { say: "/nguon", what: "Các nguồn tin đang đọc" },
    { say: "/lich", what: "Giờ nhận bản điểm tin" },
    { say: "/caidat", what: "Mọi lựa chọn, đổi bằng nút bấm" },
    { fill: "@diemtin_bot cầu", what: "Tìm rồi gửi ngay từ ô soạn tin" },
    { say: "/timm giá lúa", what: "Gõ nhầm lệnh thì sao?" },
    { say: "/dulieu", what: "Tải về mọi thứ bot lưu về bạn" },
  ],
  admin: [
    { say: "/trangthai", what: "Cái gì đang chạy, đang đợi, đang hỏng" },
    { say: "/nguon", what: "Sức khỏe của từng nguồn" },
    { say: "/thongke 7", what: "Số liệu bảy ngày và biểu đồ" },
    { say: "/nhatky", what: "Những lỗi gần đây" },
    { say: "/nhatky quantri", what: "Quản trị viên đã làm gì" },
    { say: "/kenh", what: "Điều khiển kênh và nhóm ngay từ đây" },
    { fill: "/phat Tối nay bảo trì lúc 23 giờ", what: "Gửi thông báo cho người đọc" },
    { say: "/dang", what: "Đăng một bài không có trong nguồn" },
    { say: "/chan", what: "Những nơi đang bị chặn" },
  ],
  group: [
    { say: "/start", what: "Bot làm được gì trong nhóm" },
    { say: "/tim cầu Vĩnh Phước", what: "Tìm tin ngay trong nhóm" },
    { say: "/theodoi", what: "Chủ đề này nhận tin gì" },
    { fill: "@diemtin_bot lúa", what: "Gửi một tin vào nhóm" },
  ],
  channel: [
    { say: "/kenh", where: 1, what: "Quản trị viên chọn tin cho kênh" },
    { say: "/start", what: "Gõ lệnh ngay trong kênh thì sao?" },
  ],
};

const FAULTS = [
  { name: "Telegram trả lời 429", what: "Quá nhiều tin: phải đợi 30 giây", fault: { fault: "flood", seconds: 30 } },
  { name: "Người đọc chặn bot", what: "403 ở cuộc trò chuyện này", fault: { fault: "blocked" }, inChat: true },
  { name: "Không lấy được ảnh", what: "3 tin có ảnh bị từ chối", fault: { fault: "photo_refused", times: 3 } },
  { name: "Chưa biết tin dạng trang", what: "Máy chủ cũ, không có rich message", fault: { fault: "no_rich", seconds: 60 } },
  { name: "Máy chủ lỗi 500", what: "5 yêu cầu liền nhau", fault: { fault: "server_error", times: 5 } },
  { name: "Đứt mạng giữa chừng", what: "Mất câu trả lời của 2 yêu cầu", fault: { fault: "lost_answer", times: 2 } },
  { name: "Mạng chậm", what: "Mỗi yêu cầu đợi 2 giây, 10 lần", fault: { fault: "slow", seconds: 2, times: 10 } },
  { name: "Rơi một phần ba", what: "Cứ ba yêu cầu mất một, trong 30 giây", fault: { fault: "drop_share", share: 0.33, seconds: 30 } },
];
const FAULT_NAMES = Object.fromEntries(FAULTS.map((one) => [one.fault.fault, one.name]));

export function kindOf(chat) {
  if (chat.type === "channel") return "channel";
  if (chat.type !== "private") return "group";
  return chat.id === 1 ? "admin" : "reader";
}

/** What all papers would tell at once, as something to try; `told` of them have told it by now. */
const happening = ({ event, out, all, title }) => ({
  event, label: "Tạo một tin nóng", isDone: out > 0, title,
  what: out > 0 ? `${out}/${all} báo đã đưa: ${title}` : `${all} báo lần lượt đưa trong 20 giây`,
});

const keyOf = (one) => one.event ?? one.say ?? one.fill;

/** `say(text, where)`, `fill(text)`, `leave()`, `chat()`, `chats()`, `toast(words)` are given. Returns { show, tried, commands, refresh }. */
export function wirePanel({ say, fill, leave, chat, chats, toast, botName }) {
  const done = new Set();
  let known = null;
  let events = [];
  const tabs = ["try", "room", "inside"];
  const inside = makeInside(find("page-inside"));
  let timer = null;

  const open = (name) => {
    for (const one of tabs) {
      const selected = one === name;
      find(`tab-${one}`).setAttribute("aria-selected", String(selected));
      find(`tab-${one}`).tabIndex = selected ? 0 : -1;
      find(`page-${one}`).hidden = !selected;
    }
    clearInterval(timer);
    const look = { room: () => refresh(), inside: inside.refresh }[name];
    if (!look) return;
    look();
    timer = setInterval(look, REFRESH_MS);
  };
  for (const [number, name] of tabs.entries()) {
    find(`tab-${name}`).addEventListener("click", () => open(name));
    find(`tab-${name}`).addEventListener("keydown", (event) => {
      if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
      const step = event.key === "ArrowRight" ? 1 : tabs.length - 1;
      const other = tabs[(number + step) % tabs.length];
      open(other);
      find(`tab-${other}`).focus();
    });
  }

  const isOffered = (one) => {
    const name = /^\/(\w+)/.exec(one.say ?? one.fill)?.[1];
    return !name || name === "timm" || one.where || !known?.length || known.some((command) => command.command === name);
  };
  const offered = () => {
    const [first, ...rest] = (TRIES[kindOf(chat())] ?? []).filter(isOffered);
    return kindOf(chat()) === "reader" ? [first, ...events.map(happening), ...rest].filter(Boolean) : [first, ...rest].filter(Boolean);
  };

  const letHappen = async ({ event, isDone, title }) => {
    leave();
    try {
      await api.letHappen(event);
      toast(isDone ? `Đã xảy ra rồi: ${title}` : "Vừa xảy ra! Ai nhận tin ngay được báo trước rồi bổ sung dần; ai chỉ đọc bản tin được báo khi đủ bốn báo.");
    } catch (error) {
      toast(error.message, "toast--bad");
    }
    showEvents();
  };

  const showEvents = async () => {
    let now = [];
    try {
      now = await api.happenings();
    } catch { /* a page without papers has no events */ }
    if (now.some((one) => one.out > 0 && one.out < one.all)) setTimeout(showEvents, REFRESH_MS);
    if (JSON.stringify(now) === JSON.stringify(events)) return;
    events = now;
    show();
  };

  const run = (one) => {
    done.add(keyOf(one));
    if (one.event) letHappen(one);
    else if (one.say) say(one.say, one.where);
    else fill(one.fill.replace("diemtin_bot", botName()));
    show();
  };

  const labelOf = (one) => one.label ?? (one.say ?? one.fill).replace("diemtin_bot", botName());

  const row = (one) => {
    const words = labelOf(one);
    const tried = one.isDone || done.has(keyOf(one));
    return el("li", {}, el("button", { type: "button", class: `try${tried ? " is-done" : ""}`, "data-key": keyOf(one), onclick: () => run(one) },
      el("span", { class: "try__mark" }, tried ? icon("check") : null, tried ? el("span", { class: "visually-hidden" }, "Đã thử: ") : null),
      el("span", {}, el("code", {}, words), el("small", {}, one.what))));
  };

  const show = () => {
    const list = offered();
    refill(find("page-try"),
      el("p", { class: "panel__intro" }, "Mọi thứ chạy trên máy này: bot thật, báo mẫu, không gửi gì ra ngoài. Bấm một dòng để thử."),
      el("ol", { class: "tries" }, ...list.map(row)),
      el("p", { class: "panel__note" }, "Trong vài phút đầu, cứ khoảng 45 giây báo mẫu lại ra một bài mới và bản tóm tắt tự đến."),
      el("p", { class: "panel__note" }, "Bàn phím: Alt+1, Alt+2… đổi cuộc trò chuyện; gõ / để xem lệnh, ↑ để gọi lại câu vừa gõ, Esc để đóng."));
    const next = list.filter((one) => !one.isDone && !done.has(keyOf(one))).slice(0, 6);
    refill(find("hints"), ...next.map((one) =>
      el("button", { type: "button", class: "hint", "data-key": keyOf(one), onclick: () => run(one) }, el("b", {}, labelOf(one)), " ", el("small", {}, one.what))));
  };

  const throwIn = async (one) => {
    try {
      await api.addFault(one.inChat ? { ...one.fault, chat: chat().id } : one.fault);
      toast(`Đã cài sự cố: ${one.name}`);
    } catch (error) {
      toast(error.message, "toast--bad");
    }
    refresh();
  };

  const nameOf = (id) => chats().find((one) => one.id === id)?.title ?? `cuộc trò chuyện ${id}`;

  const active = (fault) => {
    const facts = [
      fault.method, fault.chat ? nameOf(fault.chat) : null, fault.times ? `còn ${fault.times} lần` : null,
      fault.seconds_left ? `còn ${Math.ceil(fault.seconds_left)} giây` : null,
    ].filter(Boolean).join(" · ");
    const end = async () => { try { await api.removeFault(fault.id); } catch (error) { toast(error.message, "toast--bad"); } refresh(); };
    return el("li", { class: "fault" }, el("span", {}, el("b", {}, FAULT_NAMES[fault.fault] ?? fault.fault), el("small", {}, facts || "đến khi gỡ")),
      el("button", { type: "button", class: "plain", "data-key": `fault-${fault.id}`, "aria-label": `Gỡ sự cố: ${FAULT_NAMES[fault.fault] ?? fault.fault}`, onclick: end }, "Gỡ"));
  };

  const room = find("page-room");
  const list = el("ul", { class: "faults", tabindex: "-1", "aria-label": "Sự cố đang có hiệu lực" });
  const clearAll = async () => {
    try { await api.clearFaults(); } catch (error) { toast(error.message, "toast--bad"); }
    list.focus();
    refresh();
  };
  const clear = el("button", { type: "button", class: "plain", onclick: clearAll }, "Gỡ tất cả");
  const facts = el("div", { class: "facts" });
  room.append(
    el("p", { class: "panel__intro" }, "Cho Telegram giả lập hỏng theo nhiều kiểu, rồi xem bot xoay xở ra sao."),
    el("ul", { class: "breakers" }, ...FAULTS.map((one) => el("li", {}, el("button", { type: "button", class: "breaker", onclick: () => throwIn(one) }, el("b", {}, one.name), el("small", {}, one.what))))),
    el("div", { class: "panel__row" }, el("h2", {}, "Đang có hiệu lực"), clear), list, facts);

  const paper = (one) => {
    const toggle = async () => {
      try {
        await (one.seconds_left ? api.reopenPaper(one.slug) : api.closePaper(one.slug, 60));
      } catch (error) { toast(error.message, "toast--bad"); }
      refresh();
    };
    const state = one.seconds_left ? `sập, còn ${Math.ceil(one.seconds_left)} giây` : "đang chạy";
    return el("li", { class: one.seconds_left ? "fault" : "paper" },
      el("span", {}, el("b", {}, one.name), el("small", {}, `${one.out}/${one.all} bài đã ra · ${state}`)),
      el("button", { type: "button", class: "plain", "data-key": `paper-${one.slug}`, "aria-label": `${one.seconds_left ? "Mở lại" : "Cho sập"} ${one.name}`, onclick: toggle }, one.seconds_left ? "Mở lại" : "Cho sập"));
  };

  const showPapers = async () => {
    try {
      const papers = await api.papers();
      refill(facts, el("h2", {}, "Các tờ báo mẫu"), el("ul", { class: "faults" }, ...papers.map(paper)));
    } catch { facts.replaceChildren(); }
  };

  const refresh = async () => {
    showPapers();
    try {
      const faults = await api.faults();
      refill(list, ...(faults.length ? faults.map(active) : [el("li", { class: "panel__note" }, "Không có sự cố nào: mọi thứ bình thường.")]));
      clear.hidden = faults.length === 0;
    } catch (error) {
      list.replaceChildren(el("li", { class: "panel__note" }, `Không hỏi được máy chủ: ${error.message}`));
    }
  };

  showEvents();
  return {
    show,
    refresh: () => { if (!find("page-room").hidden) refresh(); },
    tried: (text) => { if (!done.has(text)) { done.add(text); show(); } },
    commands: (commands) => { known = commands; show(); },
  };
}
