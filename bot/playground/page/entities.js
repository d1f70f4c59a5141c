// Text with entities becomes nodes. Offsets are UTF-16 code units, as JavaScript counts too.

import { el, fragment, safeUrl } from "./dom.js";
import { formatted, fromUnix, fullTime } from "./times.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const COMMAND = /(^|[\s(])(\/[a-z][a-z0-9_]{0,31})(?![\w/.@])/g;

/** Nodes for a text; `act` is given what a reader pressed: {command} or {link}. */
export function formattedText(text, entities, act) {
  const sorted = [...(entities ?? [])].sort(
    (one, other) => one.offset - other.offset || other.length - one.length,
  );
  const finds = !sorted.some((entity) => entity.type === "bot_command");
  return weave(text, sorted, 0, text.length, { act, finds });
}

/** Telegram's entities are nested; where two cross, the inner one is split at the outer's end. */
function weave(text, entities, start, end, context) {
  const out = fragment();
  const rest = [...entities];
  let at = start;
  while (rest.length) {
    const entity = rest.shift();
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (from >= to) continue;
    out.append(plain(text.slice(at, from), context));
    const [inner, later] = within(rest, to);
    rest.unshift(...later);
    const isFinal = ["code", "pre", "text_link", "url", "bot_command"].includes(entity.type);
    const below = { ...context, finds: context.finds && !isFinal };
    out.append(wrap(entity, weave(text, inner, from, to, below), text.slice(from, to), context));
    at = to;
    // A block stands on its own line already.
    if (BLOCKS.has(entity.type) && text[at] === "\n") at += 1;
  }
  if (at < end) out.append(plain(text.slice(at, end), context));
  return out;
}

function within(rest, to) {
  const inner = [];
  const later = [];
  while (rest.length && rest[0].offset < to) {
    const entity = rest.shift();
    inner.push(entity);
    const over = entity.offset + entity.length - to;
    if (over > 0) later.push({ ...entity, offset: to, length: over });
  }
  return [inner, later];
}

function plain(text, { act, finds }) {
  if (!finds || !text.includes("/")) return text;
  const out = fragment();
  let at = 0;
  for (const found of text.matchAll(COMMAND)) {
    const from = found.index + found[1].length;
    out.append(text.slice(at, from), command(found[2], found[2], act));
    at = from + found[2].length;
  }
  out.append(text.slice(at));
  return out;
}

export function command(words, shown, act) {
  return el("button", { type: "button", class: "command", onclick: () => act({ command: words }) }, shown);
}

export function link(address, content, act) {
  const href = safeUrl(address);
  if (href === null) return el("span", {}, content);
  const follow = (event) => {
    if (act({ link: href })) event.preventDefault();
  };
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", onclick: follow }, content);
}

export function spoiler(content) {
  const node = el("span", {
    class: "spoiler", role: "button", tabindex: "0", "aria-label": "Nội dung bị che, bấm để xem",
  }, el("span", { class: "spoiler__inner" }, content));
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    node.classList.add("is-open");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", reveal, { once: true });
  node.addEventListener("keydown", reveal);
  return node;
}

export function moment(unix, format, content) {
  const date = fromUnix(unix);
  const shown = formatted(date, format ?? "");
  return el("time", { datetime: date.toISOString(), title: fullTime(date) }, shown || content);
}

/** A quotation that opens: three lines first, the rest on request. */
function expandable(content) {
  const quote = el("blockquote", { class: "quote quote--folded" }, el("div", { class: "quote__text" }, content));
  const button = el("button", { type: "button", class: "quote__toggle", "aria-expanded": "false" }, "Xem thêm");
  button.addEventListener("click", () => {
    const open = quote.classList.toggle("is-open");
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "Thu gọn" : "Xem thêm";
  });
  quote.append(button);
  return quote;
}

function wrap(entity, content, raw, { act }) {
  if (TAGS[entity.type]) return el(TAGS[entity.type], {}, content);
  switch (entity.type) {
    case "text_link": return link(entity.url, content, act);
    case "url": return link(/^[a-z]+:/i.test(raw) ? raw : `https://${raw}`, content, act);
    case "email": return link(`mailto:${raw}`, content, act);
    case "phone_number": return link(`tel:${raw}`, content, act);
    case "bot_command": return command(raw, raw, act);
    case "spoiler": return spoiler(content);
    case "pre": return el("pre", { tabindex: "0" }, el("code", {}, content));
    case "blockquote": return el("blockquote", { class: "quote" }, content);
    case "expandable_blockquote": return expandable(content);
    case "date_time": return moment(entity.unix_time, entity.date_time_format, content);
    case "mention": case "hashtag": case "cashtag": case "text_mention":
      return el("span", { class: "tag" }, content);
    default: return fragment(content);
  }
}
