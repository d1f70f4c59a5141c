// Rich messages: a tree of blocks (RichMessage of the Bot API) becomes nodes.

import { el, fragment, gliding, pictureUrl } from "./dom.js";
import { command, link, moment, spoiler } from "./entities.js";

const INLINE = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s",
  subscript: "sub", superscript: "sup", marked: "mark", code: "code",
};

/** Nodes for a RichMessage. `context` gives act(pressed) and show(picture, caption). */
export function richMessage(message, context) {
  return el("div", { class: "rich", dir: message.is_rtl ? "rtl" : null }, ...blocks(message.blocks, context));
}

function blocks(list, context) {
  return (list ?? []).map((block) => (BLOCK[block.type] ?? unknown)(block, context));
}

export function richText(text, context) {
  if (text === null || text === undefined) return fragment();
  if (typeof text === "string") return fragment(text);
  if (Array.isArray(text)) return fragment(...text.map((part) => richText(part, context)));
  const content = () => richText(text.text, context);
  if (INLINE[text.type]) return el(INLINE[text.type], {}, content());
  switch (text.type) {
    case "url": return link(text.url, content(), context.act);
    case "email_address": return link(`mailto:${text.email_address}`, content(), context.act);
    case "phone_number": return link(`tel:${text.phone_number}`, content(), context.act);
    case "bot_command": return command(text.bot_command, flat(text.text), context.act);
    case "spoiler": return spoiler(content());
    case "date_time": return moment(text.unix_time, text.date_time_format, content());
    case "custom_emoji": return fragment(text.alternative_text);
    case "mathematical_expression": return el("code", {}, text.expression);
    case "anchor": return el("span", { id: `neo-${text.name}` });
    case "anchor_link": return el("a", { href: `#neo-${text.anchor_name}` }, content());
    default: return el("span", { class: "tag" }, content());
  }
}

function flat(text) {
  if (typeof text === "string") return text;
  if (Array.isArray(text)) return text.map(flat).join("");
  return text?.text === undefined ? "" : flat(text.text);
}

function caption(given, context) {
  if (!given) return null;
  const credit = given.credit ? el("cite", {}, richText(given.credit, context)) : null;
  return el("figcaption", {}, richText(given.text, context), credit ? " " : null, credit);
}

/** The image of a photo block; press it to see it large. */
function picture(block, context) {
  const size = block.photo?.at(-1) ?? {};
  const src = pictureUrl(block.photo_src ?? block.photo_url);
  const words = flat(block.caption?.text ?? "");
  if (!src) return el("div", { class: "no-picture", role: "img", "aria-label": "Ảnh không tải được" }, "Ảnh");
  const image = el("img", { src, alt: words, width: size.width, height: size.height, loading: "lazy" });
  return el("button", {
    type: "button", class: `picture${size.height > size.width ? " picture--tall" : ""}`, "aria-label": `Phóng to ảnh${words ? `: ${words}` : ""}`,
    onclick: () => context.show(src, words),
  }, image);
}

function figure(block, context) {
  return el("figure", {}, picture(block, context), caption(block.caption, context));
}

function collage(block, context) {
  const count = Math.min(block.blocks?.length ?? 0, 4);
  const grid = el("div", { class: `collage collage--${count}` },
    ...(block.blocks ?? []).map((one) => (one.type === "photo" ? picture(one, context) : fragment(...blocks([one], context)))));
  return el("figure", {}, grid, caption(block.caption, context));
}

function slideshow(block, context) {
  const slides = (block.blocks ?? []).map((one) => el("div", { class: "slide" }, ...blocks([one], context)));
  const strip = el("div", { class: "slides", tabindex: "0", role: "group", "aria-label": `${slides.length} ảnh, lướt ngang để xem` }, ...slides);
  const place = el("span", { "aria-live": "polite" }, `Ảnh 1/${slides.length}`);
  strip.addEventListener("scroll", () => {
    const words = `Ảnh ${Math.round(strip.scrollLeft / strip.clientWidth) + 1}/${slides.length}`;
    if (place.textContent !== words) place.textContent = words;
  }, { passive: true });
  const step = (by) => strip.scrollBy({ left: by * strip.clientWidth, behavior: gliding() });
  const tools = el("div", { class: "slides__tools" },
    el("button", { type: "button", "aria-label": "Ảnh trước", onclick: () => step(-1) }, "‹"), place,
    el("button", { type: "button", "aria-label": "Ảnh sau", onclick: () => step(1) }, "›"));
  return el("figure", {}, strip, tools, caption(block.caption, context));
}

function listItem(item, context) {
  const label = item.has_checkbox ? (item.is_checked ? "☑" : "☐") : (item.label ?? "•");
  return el("li", { value: item.value }, el("span", { class: "rich-list__label", "aria-hidden": "true" }, label),
    el("div", {}, ...blocks(item.blocks, context)));
}

function list(block, context) {
  const isOrdered = (block.items ?? []).some((item) => item.value !== undefined);
  return el(isOrdered ? "ol" : "ul", { class: "rich-list" }, ...(block.items ?? []).map((item) => listItem(item, context)));
}

function cell(given, context) {
  return el(given.is_header ? "th" : "td", {
    colspan: given.colspan, rowspan: given.rowspan,
    class: `align-${given.align ?? "left"} valign-${given.valign ?? "top"}`,
    scope: given.is_header ? "col" : null,
  }, richText(given.text, context));
}

function table(block, context) {
  const rows = (block.cells ?? []).map((row) => el("tr", {}, ...row.map((one) => cell(one, context))));
  const kind = `${block.is_bordered ? " is-bordered" : ""}${block.is_striped ? " is-striped" : ""}`;
  return el("div", { class: "table-wrap", tabindex: "0", role: "group", "aria-label": "Bảng" },
    el("table", { class: `rich-table${kind}` },
      block.caption ? el("caption", {}, richText(block.caption, context)) : null, el("tbody", {}, ...rows)));
}

const credit = (block, context) => (block.credit ? el("cite", {}, richText(block.credit, context)) : null);

const BLOCK = {
  paragraph: (block, context) => el("p", {}, richText(block.text, context)),
  heading: (block, context) => el("div", {
    class: `heading heading--${block.size ?? 1}`, role: "heading", "aria-level": Math.min((block.size ?? 1) + 1, 6),
  }, richText(block.text, context)),
  pre: (block, context) => el("pre", { tabindex: "0" }, el("code", {}, richText(block.text, context))),
  footer: (block, context) => el("p", { class: "rich-footer" }, richText(block.text, context)),
  divider: () => el("hr"),
  mathematical_expression: (block) => el("pre", {}, block.expression),
  anchor: (block) => el("span", { id: `neo-${block.name}` }),
  list,
  blockquote: (block, context) => el("blockquote", { class: "quote" }, ...blocks(block.blocks, context), credit(block, context)),
  pullquote: (block, context) => el("aside", { class: "pull" }, richText(block.text, context), credit(block, context)),
  collage,
  slideshow,
  table,
  details: (block, context) => el("details", { open: Boolean(block.is_open) },
    el("summary", {}, richText(block.summary, context)), el("div", { class: "details__body" }, ...blocks(block.blocks, context))),
  photo: figure,
  thinking: (block, context) => el("p", { class: "rich-footer" }, richText(block.text, context)),
};

function unknown(block, context) {
  return el("p", { class: "rich-footer" }, block.text ? richText(block.text, context) : "Nội dung này chưa hiển thị được.");
}
