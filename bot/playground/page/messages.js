// One message becomes one bubble.

import { el, fragment, icon, pictureUrl, safeUrl } from "./dom.js";
import { formattedText } from "./entities.js";
import { richMessage } from "./rich.js";
import { clock, fromUnix, fullTime } from "./times.js";

const READER = 1001;

/** Whether a person at this page wrote it (and not the bot, the channel or somebody else). */
export function isOwn(message, chat) {
  const from = message.from;
  return Boolean(from) && !from.is_bot && (chat.type === "private" || from.id === READER);
}

/** What a chat's line in the list, or a quoted reply, says of a message. */
export function gist(message) {
  if (message.text) return message.text;
  if (message.caption) return message.caption;
  if (message.rich_message) return richGist(message.rich_message.blocks) || "Bản điểm tin";
  if (message.document) return `Tệp ${message.document.file_name ?? ""}`.trim();
  if (message.photo) return "Ảnh";
  return service(message) ?? "Tin nhắn";
}

function richGist(blocks) {
  const first = blocks?.find((block) => block.text);
  const flat = (text) => (typeof text === "string" ? text : Array.isArray(text) ? text.map(flat).join("") : flat(text?.text ?? ""));
  return first ? flat(first.text) : "";
}

const SPOKEN = 500;

/** What is said aloud of a message that came: who wrote, the words, whether it has a picture, its buttons. */
export function spoken(message) {
  const done = service(message);
  if (done !== null) return done;
  const buttons = (message.reply_markup?.inline_keyboard ?? []).flat().map((one) => one.text);
  const keys = buttons.length ? `Nút: ${buttons.slice(0, 8).join(", ")}${buttons.length > 8 ? " và nữa" : ""}.` : null;
  const words = `${sender(message)}: ${cut(gist(message), SPOKEN)}`;
  return [words, message.photo && message.caption ? "Kèm ảnh." : null, keys].filter(Boolean).join(" ");
}

/** What is said aloud of an edit: the lines that are new, or null when only buttons changed. */
export function spokenEdit(before, after) {
  const known = new Set(gist(before).split("\n"));
  const fresh = gist(after).split("\n").filter((line) => line.trim() && !known.has(line));
  return fresh.length ? `Tin đã sửa: ${cut(fresh.join(" "), SPOKEN)}` : null;
}

const cut = (words, most) => (words.length > most ? `${words.slice(0, words.lastIndexOf(" ", most))}…` : words);

/** The words of a service message, or null for an ordinary one. */
export function service(message) {
  const name = message.from?.first_name ?? "Ai đó";
  if (message.new_chat_members) return `${name} thêm ${message.new_chat_members.map((one) => one.first_name).join(", ")} vào nhóm`;
  if (message.left_chat_member) return `${message.left_chat_member.first_name} rời nhóm`;
  if (message.new_chat_title) return `Tên mới của nhóm: ${message.new_chat_title}`;
  if (message.pinned_message) return `${name} ghim một tin nhắn`;
  if (message.forum_topic_created) return `Chủ đề mới: ${message.forum_topic_created.name}`;
  if (message.forum_topic_edited) return `Chủ đề đổi tên: ${message.forum_topic_edited.name}`;
  if (message.forum_topic_closed) return "Chủ đề đã đóng";
  if (message.forum_topic_reopened) return "Chủ đề được mở lại";
  if (message.migrate_to_chat_id) return "Nhóm đã được nâng thành siêu nhóm";
  if (message.migrate_from_chat_id) return "Siêu nhóm này được nâng lên từ một nhóm";
  return null;
}

/** The element of a message. `context`: chat, act, show, press(message, button). */
export function bubble(message, context) {
  const words = service(message);
  if (words !== null) return el("p", { class: "service", "data-id": message.message_id }, words);
  const own = isOwn(message, context.chat);
  const node = el("article", {
    class: `message${own ? " message--own" : ""}${message.rich_message ? " message--rich" : ""}${message.photo ? " message--photo" : ""}`,
    "data-id": message.message_id, tabindex: "-1",
    "aria-label": `${own ? "Bạn" : sender(message)}, ${clock(fromUnix(message.date))}`,
  }, el("div", { class: "bubble" }, ...content(message, context, own)));
  const buttons = keyboard(message, context);
  if (buttons) node.append(buttons);
  return node;
}

const sender = (message) => message.sender_chat?.title ?? message.from?.first_name ?? "Điểm Tin";

function content(message, context, own) {
  const body = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities;
  const below = message.show_caption_above_media && message.photo;
  const photo = message.photo ? photoNode(message, context) : null;
  const words = body ? el("div", { class: "words" }, formattedText(body, entities, context.act)) : null;
  return [
    context.chat.type === "private" ? null : signed(message, context, own),
    message.via_bot ? el("p", { class: "via" }, `qua @${message.via_bot.username}`) : null,
    message.forward_origin ? el("p", { class: "via" }, "Tin chuyển tiếp") : null,
    message.reply_to_message && !message.is_topic_message ? quoted(message.reply_to_message, context) : null,
    below ? null : photo,
    message.link_preview_options?.show_above_text ? preview(message, context) : null,
    message.document ? documentNode(message) : null,
    words,
    below ? photo : null,
    message.rich_message ? richMessage(message.rich_message, context) : null,
    message.link_preview_options?.show_above_text ? null : preview(message, context),
    stamp(message),
  ];
}

/** Who wrote it, and in which topic where all topics are shown. */
function signed(message, { chat, topic }, own) {
  const where = topic ? null : chat.topics?.find((one) => one.id === message.message_thread_id)?.name;
  const words = [own ? null : sender(message), where ? `# ${where}` : null].filter(Boolean).join(" ");
  return words ? el("p", { class: "sender" }, words) : null;
}

function photoNode(message, { show }) {
  const size = message.photo.at(-1);
  const src = pictureUrl(message.photo_src ?? message.photo_url);
  const words = photoWords(message.caption ?? "");
  if (!src) return el("div", { class: "no-picture", role: "img", "aria-label": "Ảnh không tải được" }, "Ảnh không tải được");
  const image = el("img", { src, alt: words ? `Ảnh: ${words}` : "Ảnh", width: size?.width, height: size?.height });
  image.addEventListener("error", () => image.closest(".picture")?.classList.add("is-broken"));
  const enlarging = words ? `Phóng to ảnh: ${words}` : "Phóng to ảnh";
  const isTall = size && size.height > size.width;
  return el("button", { type: "button", class: `picture${isTall ? " picture--tall" : ""}${message.has_media_spoiler ? " picture--veiled" : ""}`, "aria-label": message.has_media_spoiler ? "Hiện ảnh bị che" : enlarging,
    onclick: ({ currentTarget: button }) => {
      if (!button.classList.contains("picture--veiled")) { show(src, words); return; }
      button.classList.remove("picture--veiled");
      button.setAttribute("aria-label", enlarging);
    } }, image);
}

/** The caption's own line about the picture, where there is one; else its first line. */
function photoWords(caption) {
  const lines = caption.split("\n");
  return (lines.find((line) => line.startsWith("📷")) ?? lines[0]).replace(/^📷\s*/, "");
}

function documentNode(message) {
  const file = message.document;
  const href = pictureUrl(message.document_src) ?? null;
  const isPicture = /^image\/(png|jpeg|webp|gif)$/.test(file.mime_type ?? "");
  const shown = isPicture && href ? el("img", { class: "document__picture", src: href, alt: file.file_name ?? "Tệp ảnh" }) : null;
  return fragment(shown ?? "", el(href ? "a" : "div", { class: "document", href, download: file.file_name ?? "tep" },
    el("span", { class: "document__icon" }, icon("file")),
    el("span", {}, el("b", {}, file.file_name ?? "Tệp"), el("small", {}, `${size(file.file_size)} · bấm để tải về`))));
}

function size(bytes) {
  if (!bytes) return "0 B";
  if (bytes < 1024) return `${bytes} B`;
  const number = bytes < 1_048_576 ? bytes / 1024 : bytes / 1_048_576;
  return `${number.toFixed(1).replace(".", ",")} ${bytes < 1_048_576 ? "KB" : "MB"}`;
}

function quoted(reply, context) {
  const name = isOwn(reply, context.chat) ? "Bạn" : sender(reply);
  return el("button", { type: "button", class: "quoted", onclick: () => context.go(reply.message_id) },
    el("b", {}, name), el("span", {}, cut(gist(reply), 120)));
}

const PICTURE = /\.(?:jpe?g|png|gif|webp)$/i;

/** What a preview would show: the picture that it leads to where it is here, else the link, without fetching it. */
function preview(message, { act, show }) {
  const options = message.link_preview_options;
  if (!options?.url || options.is_disabled || message.photo) return null;
  const href = safeUrl(options.url);
  if (!href) return null;
  const { hostname, pathname } = new URL(href);
  if (options.prefer_large_media && PICTURE.test(pathname) && hostname === location.hostname) {
    return el("button", { type: "button", class: "picture", "aria-label": "Phóng to ảnh của tin", onclick: () => show(href, "") },
      el("img", { src: href, alt: "Ảnh của tin" }));
  }
  const follow = (event) => { if (act({ link: href })) event.preventDefault(); };
  return el("a", { class: "link-card", href, target: "_blank", rel: "noopener noreferrer", onclick: follow }, new URL(href).host);
}

function stamp(message) {
  const sent = fromUnix(message.date);
  return el("p", { class: "stamp" },
    message.edit_date ? el("span", { class: "stamp__edited" }, `đã sửa ${clock(fromUnix(message.edit_date))}`) : null,
    el("time", { datetime: sent.toISOString(), title: fullTime(sent) }, clock(sent)));
}

function keyboard(message, context) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return el("div", { class: "keys", role: "group", "aria-label": `Nút dưới tin: ${cut(gist(message).split("\n")[0], 80)}` },
    ...rows.map((row) => el("div", { class: "keys__row" }, ...row.map((button) => key(message, button, context)))));
}

function key(message, button, context) {
  const style = ["primary", "success", "danger"].includes(button.style) ? ` key--${button.style}` : "";
  const mark = button.url ? icon("link") : hasSwitch(button) ? icon("share") : null;
  const node = el("button", { type: "button", class: `key${style}` }, el("span", {}, button.text), mark);
  node.addEventListener("click", async () => {
    if (node.getAttribute("aria-busy") === "true") return;
    node.setAttribute("aria-busy", "true");
    try {
      await context.press(message, button);
    } finally {
      node.removeAttribute("aria-busy");
    }
  });
  return node;
}

export function hasSwitch(button) {
  return ["switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat"]
    .some((name) => button[name] !== undefined);
}
