// Where a person writes: commands menu, inline results, sending.

import { api } from "./api.js";
import { el, pictureUrl } from "./dom.js";

const INLINE_WAIT_MS = 250;
const find = (id) => document.getElementById(id);
const bare = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();

/**
 * Wire the form. `send(text)`, `choose(result, queryId)`, `attach(file)`, `botName()` are given.
 * Returns { setCommands, fill, close, resize }.
 */
export function wireComposer({ send, choose, attach, botName }) {
  const words = find("words");
  const popup = find("popup");
  const state = { commands: [], options: [], at: -1, timer: null, asked: 0, last: "", isMenu: false };

  const list = find("options");

  /** Show the list, or a sentence in its place, or neither; say aloud what came. */
  const unfold = (said, { isList = false, isNote = false } = {}) => {
    popup.hidden = !isList && !isNote;
    list.hidden = !isList;
    find("popup-note").hidden = !isNote;
    if (find("popup-said").textContent !== said) find("popup-said").textContent = said;
    find("commands-button").setAttribute("aria-expanded", String(isList));
  };

  const close = () => {
    unfold("");
    state.options = [];
    state.at = -1;
    words.removeAttribute("aria-activedescendant");
  };

  const mark = (at) => {
    state.at = at;
    words.removeAttribute("aria-activedescendant");
    [...list.querySelectorAll("[role=option]")].forEach((node, number) => {
      node.setAttribute("aria-selected", String(number === at));
      if (number === at) {
        words.setAttribute("aria-activedescendant", node.id);
        node.scrollIntoView({ block: "nearest" });
      }
    });
  };

  const offer = (options, marked = 0) => {
    state.options = options;
    state.isMenu = false;
    list.replaceChildren(...options.map((option, number) => {
      option.node.id = `option-${number}`;
      option.node.addEventListener("mousedown", (event) => event.preventDefault());
      option.node.addEventListener("click", () => option.take());
      return option.node;
    }));
    unfold(options.length ? `${options.length} gợi ý, dùng phím mũi tên để chọn.` : "", { isList: options.length > 0 });
    mark(options.length ? marked : -1);
  };

  const resize = () => {
    words.style.height = "auto";
    words.style.height = `${Math.min(words.scrollHeight, 160)}px`;
    find("composer").classList.toggle("has-words", words.value.trim() !== "");
  };

  const fill = (text, { focus = true } = {}) => {
    words.value = text;
    resize();
    if (focus) words.focus();
    look();
  };

  const commandOption = (command) => ({
    node: el("div", { role: "option", class: "option" }, el("b", {}, `/${command.command}`), el("span", {}, command.description)),
    take: () => { close(); fill("", { focus: false }); send(`/${command.command}`); },
    complete: () => { close(); fill(`/${command.command} `); close(); },
  });

  const offerCommands = (prefix) => {
    const wanted = bare(prefix);
    const found = state.commands.filter((one) => one.command.startsWith(wanted) || bare(one.description).includes(wanted));
    found.sort((one, other) => Number(other.command.startsWith(wanted)) - Number(one.command.startsWith(wanted)));
    // Enter takes a command that was begun, never one that only its description led to.
    const isBegun = found[0]?.command.startsWith(wanted);
    offer(found.map((one) => commandOption(one)), isBegun ? 0 : -1);
  };

  const inlineOption = (result, queryId) => {
    const src = pictureUrl(result.thumbnail_url ?? result.thumbnail_src ?? result.photo_url);
    return {
      node: el("div", { role: "option", class: "option option--result" },
        src ? el("img", { src, alt: "", width: 56, height: 56 }) : el("span", { class: "option__blank" }),
        el("span", { class: "option__text" }, el("b", {}, result.title ?? result.caption ?? "Kết quả"), el("small", {}, result.description ?? ""))),
      take: () => { close(); fill("", { focus: true }); choose(result, queryId); },
    };
  };

  const note = (text) => {
    offer([]);
    find("popup-note").textContent = text;
    unfold(text, { isNote: true });
  };

  const askInline = async (query, offset = "") => {
    const turn = ++state.asked;
    if (!offset) note("Đang tìm…");
    try {
      const answer = await api.inline(query, offset);
      if (turn !== state.asked) return;
      const results = answer?.results ?? [];
      if (!results.length && !offset) { note("Không có kết quả nào."); return; }
      const options = results.map((one) => inlineOption(one, answer.id ?? answer.query_id));
      const kept = offset ? state.options.filter((one) => !one.isMore) : [];
      if (answer.next_offset) options.push({ isMore: true, node: el("div", { role: "option", class: "option option--more" }, "Xem thêm kết quả"), take: () => askInline(query, answer.next_offset) });
      offer([...kept, ...options], kept.length);
    } catch (error) {
      if (turn === state.asked) note(error.message);
    }
  };

  const look = () => {
    clearTimeout(state.timer);
    const text = words.value;
    const name = `@${botName()}`;
    if (/^\/\S*$/.test(text)) return offerCommands(text.slice(1));
    if (text.toLowerCase().startsWith(`${name.toLowerCase()} `)) {
      state.timer = setTimeout(() => askInline(text.slice(name.length + 1)), INLINE_WAIT_MS);
      return undefined;
    }
    state.asked += 1;
    return close();
  };

  const offerMenu = () => {
    if (state.commands.length) offer(state.commands.map(commandOption));
    else note("Bot chưa có lệnh nào ở cuộc trò chuyện này.");
    state.isMenu = true;
  };

  /** Take a new menu; who looks at the menu or has begun a command sees the new one. */
  const setCommands = (commands) => {
    state.commands = commands;
    if (!popup.hidden && state.isMenu) offerMenu();
    else if (/^\/\S*$/.test(words.value) && document.activeElement === words) look();
  };

  const submit = () => {
    const text = words.value.trim();
    if (!text) return;
    state.last = text;
    close();
    fill("", { focus: true });
    send(text);
  };

  words.addEventListener("input", () => { resize(); look(); });
  words.addEventListener("blur", () => setTimeout(() => { if (!popup.matches(":focus-within")) close(); }, 150));
  words.addEventListener("keydown", (event) => {
    const count = state.options.length;
    if (event.isComposing) return;
    if (count && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(state.at < 0 ? (step > 0 ? 0 : count - 1) : (state.at + step + count) % count);
    } else if (event.key === "Tab" && count && state.options[state.at]?.complete) {
      event.preventDefault();
      state.options[state.at].complete();
    } else if (event.key === "Escape" && !popup.hidden) {
      event.stopPropagation();
      close();
    } else if (event.key === "ArrowUp" && !words.value && state.last) {
      event.preventDefault();
      fill(state.last);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const option = state.options[state.at];
      const typed = words.value.slice(1);
      if (option && !state.commands.some((one) => one.command === typed)) option.take();
      else submit();
    }
  });
  find("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  find("commands-button").addEventListener("mousedown", (event) => event.preventDefault());
  find("commands-button").addEventListener("click", () => {
    if (!popup.hidden) { close(); return; }
    words.focus();
    offerMenu();
  });
  find("attach").addEventListener("click", () => find("file").click());
  find("file").addEventListener("change", (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (file) attach(file);
  });
  return { setCommands, fill, close, resize };
}
