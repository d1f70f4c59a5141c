// Building nodes. Text always becomes a text node; nothing here parses markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (null and false are left out) and children (strings or nodes). */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** One of the drawn icons; decoration only. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `icons.svg#${name}`);
  svg.append(use);
  return svg;
}

const REACHABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/** Give a box other children; who had the focus inside finds it at the same key, or the same place, or the box. */
export function refill(box, ...children) {
  const focused = box.contains(document.activeElement) ? document.activeElement : null;
  const place = focused ? [...box.querySelectorAll(REACHABLE)].indexOf(focused) : -1;
  box.replaceChildren(...children);
  if (place < 0) return;
  const now = [...box.querySelectorAll(REACHABLE)];
  const same = now.find((one) => one.dataset.key && one.dataset.key === focused.dataset.key);
  (same ?? now[Math.min(place, now.length - 1)] ?? box).focus({ preventScroll: true });
}

/** How a scroll moves: at once for whoever asked their system for less motion. */
export const gliding = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth");

export function fragment(...children) {
  const node = document.createDocumentFragment();
  node.append(...children);
  return node;
}

const SAFE = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);

/** The address when a person may follow it, else null (javascript: and the like). */
export function safeUrl(address) {
  try {
    const url = new URL(address, location.href);
    return SAFE.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A picture's address: only http(s), so neither data nor scripts come in. */
export function pictureUrl(address) {
  if (!address) return null;
  try {
    const url = new URL(address, location.href);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}
