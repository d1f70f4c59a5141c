// What lies over the page: toasts, alerts, a large picture, the choice of a chat, light and dark.

import { el } from "./dom.js";

const find = (id) => document.getElementById(id);
const TOAST_MS = 4000;
const READING_MS = 60;

/** A sentence that goes by itself, later the longer it is; what is wrong has a sign beside its colour. */
export function toast(words, kind = "") {
  const node = el("p", { class: `toast ${kind}` }, kind ? el("span", { "aria-hidden": "true" }, "⚠ ") : null, words);
  find("toasts").append(node);
  setTimeout(() => node.remove(), TOAST_MS + READING_MS * words.length);
}

export function alertBox(words) {
  find("alert-text").textContent = words;
  find("alert").showModal();
}

export function enlarge(src, words) {
  const image = find("lightbox-image");
  image.src = src;
  image.alt = words;
  find("lightbox-caption").textContent = words;
  find("lightbox").showModal();
}

/** Let a person choose a chat; `chosen(chat)` is called once, or never. */
export function chooseChat(chats, chosen) {
  const dialog = find("chooser");
  const buttons = chats.map((chat) => {
    const pick = () => { dialog.close(); chosen(chat); };
    return el("li", {}, el("button", { type: "button", onclick: pick }, chat.title));
  });
  find("chooser-list").replaceChildren(...buttons);
  dialog.showModal();
}

function remembered() {
  try { return localStorage.getItem("theme"); } catch { return null; }
}

function wear(theme) {
  document.documentElement.dataset.theme = theme;
}

/** Follow the system until the button is pressed; remember the choice on this machine. */
export function wireTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => wear(remembered() ?? (dark.matches ? "dark" : "light"));
  follow();
  dark.addEventListener("change", follow);
  find("theme").addEventListener("click", () => {
    const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", next); } catch { /* a private window forgets it */ }
    wear(next);
    toast(next === "dark" ? "Giao diện tối" : "Giao diện sáng");
  });
  find("lightbox").addEventListener("click", (event) => {
    if (event.target === event.currentTarget) event.currentTarget.close();
  });
}

/** Drawers on narrow screens: the list of chats and the side panel. */
export function wireDrawers() {
  const veil = find("veil");
  const pairs = [["sidebar", "open-chats"], ["panel", "open-panel"]];
  /** Whatever lies under an open drawer is out of reach, for the keyboard as for the finger. */
  const keepTo = (open) => {
    for (const part of ["sidebar", "chat", "panel"]) find(part).inert = Boolean(open) && part !== open;
  };
  /** Close whatever is open; the focus goes to `focus`, or back to the button that opened it. */
  const closeAll = ({ focus = null } = {}) => {
    keepTo(null);
    for (const [drawer, opener] of pairs) {
      if (find(drawer).classList.contains("is-open")) find(focus ?? opener).focus({ preventScroll: true });
      find(drawer).classList.remove("is-open");
      find(opener).setAttribute("aria-expanded", "false");
    }
    veil.hidden = true;
  };
  const wide = matchMedia("(min-width: 1160px)");
  const middle = matchMedia("(min-width: 820px)");
  const isDrawer = (id) => (id === "panel" ? !wide.matches : !middle.matches);
  for (const [drawer, opener] of pairs) {
    find(opener).addEventListener("click", () => {
      if (!isDrawer(drawer)) {
        const isGone = find("app").classList.toggle("no-panel");
        find(opener).setAttribute("aria-expanded", String(!isGone));
        return;
      }
      const open = !find(drawer).classList.contains("is-open");
      closeAll();
      find(drawer).classList.toggle("is-open", open);
      find(opener).setAttribute("aria-expanded", String(open));
      veil.hidden = !open;
      keepTo(open ? drawer : null);
      if (open) find(drawer).querySelector("button:not([hidden])")?.focus();
    });
  }
  const sayWide = () => { if (wide.matches) find("open-panel").setAttribute("aria-expanded", String(!find("app").classList.contains("no-panel"))); };
  for (const width of [wide, middle]) width.addEventListener("change", () => { closeAll(); sayWide(); });
  sayWide();
  veil.addEventListener("click", () => closeAll());
  find("close-panel").addEventListener("click", () => closeAll());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !veil.hidden) closeAll();
  });
  return closeAll;
}
