// What the bot has in its store: the outbox and the feeds. Each state has a sign and a word, never a colour alone.

import { api } from "./api.js";
import { el, refill } from "./dom.js";
import { clock } from "./times.js";

const STATES = {
  owed: ["○", "đang chờ"], in_flight: ["◐", "đang gửi"], sent: ["✓", "đã gửi"], refused: ["✕", "bị từ chối"],
  uncertain: ["?", "chưa rõ"], expired: ["⌛", "quá hạn"], cancelled: ["–", "đã hủy"],
};
const KINDS = {
  digest: "tin", breaking: "tin nóng", edition: "bản điểm tin", change: "sửa tin", notice: "thông báo", alarm: "báo động",
};
const FEEDS = {
  active: ["✓", "đang đọc"], failing: ["△", "đang trục trặc"], paused: ["Ⅱ", "tạm dừng"], down: ["✕", "đang lỗi"], gone: ["–", "đã đóng"],
};
const BAD = new Set(["refused", "uncertain", "expired", "failing", "down", "gone"]);
const plain = (html) => html.replace(/<[^>]*>/g, "");

const mark = ([sign, word], state) =>
  el("span", { class: `state${BAD.has(state) ? " state--bad" : ""}` }, el("span", { "aria-hidden": "true" }, sign), ` ${word}`);

function delivery(one) {
  const when = clock(new Date(one.finished_at ?? one.ready_at));
  const facts = [KINDS[one.kind] ?? one.kind, `đến ${one.title ?? one.chat}`, when].join(" · ");
  return el("li", { class: "line" }, el("div", { class: "line__top" }, mark(STATES[one.state] ?? ["·", one.state], one.state), el("small", {}, facts)),
    el("span", { class: "line__what" }, one.tells ? plain(one.tells) : KINDS[one.kind] ?? one.kind),
    one.reason ? el("small", { class: "line__why" }, one.reason) : null);
}

function feed(one) {
  const seen = one.last_success_at ? `đọc lúc ${clock(new Date(one.last_success_at))}` : "chưa đọc lần nào";
  const state = one.state === "active" && one.failures ? "failing" : one.state;
  const facts = [seen, one.failures ? `lỗi ${one.failures} lần liền` : null].filter(Boolean).join(" · ");
  return el("li", { class: "line" }, el("div", { class: "line__top" }, mark(FEEDS[state] ?? ["·", state], state), el("small", {}, facts)),
    el("span", { class: "line__what" }, [`${one.id}.`, one.name, one.section].filter(Boolean).join(" ")),
    one.reason ? el("small", { class: "line__why" }, one.reason) : null);
}

/** Fill `page` with the outbox and the feeds. Returns { refresh }. */
export function makeInside(page) {
  const counts = el("ul", { class: "counts", "aria-label": "Số tin theo trạng thái" });
  const outbox = el("ul", { class: "lines", id: "outbox" });
  const feeds = el("ul", { class: "lines", id: "feeds" });
  const said = el("p", { class: "panel__note", role: "status" });
  page.append(el("p", { class: "panel__intro" }, "Điều bot đang giữ trong kho: tin chờ gửi, tin đã gửi, và các nguồn."),
    el("h2", {}, "Hộp tin đi"), counts, outbox, el("h2", {}, "Các nguồn"), feeds, said);
  const none = (words) => [el("li", { class: "panel__note" }, words)];
  const refresh = async () => {
    try {
      const [queue, lines, all] = await Promise.all([api.queue(), api.outbox(), api.feeds()]);
      refill(counts, ...queue.map((one) => el("li", {}, mark(STATES[one.state] ?? ["·", one.state], one.state), el("b", {}, String(one.count)))));
      refill(outbox, ...(lines.length ? lines.map(delivery) : none("Chưa có tin nào.")));
      refill(feeds, ...(all.length ? all.map(feed) : none("Chưa có nguồn nào.")));
      said.textContent = "";
    } catch (error) {
      said.textContent = `Không hỏi được máy chủ: ${error.message}`;
    }
  };
  return { refresh };
}
