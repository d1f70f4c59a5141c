// Times as Vietnamese readers write them, in the reader's own zone.

const WEEKDAYS = ["Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];
const two = (number) => String(number).padStart(2, "0");

export const fromUnix = (seconds) => new Date(seconds * 1000);
export const clock = (date) => `${two(date.getHours())}:${two(date.getMinutes())}`;
export const shortDate = (date) =>
  `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
export const fullTime = (date) => `${WEEKDAYS[date.getDay()]} ${shortDate(date)} ${clock(date)}`;

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
export const dayKey = (date) => shortDate(date);

function daysBetween(earlier, later) {
  return Math.round((midnight(later) - midnight(earlier)) / 86_400_000);
}

/** The words of a day separator. */
export function dayName(date, now = new Date()) {
  const days = daysBetween(date, now);
  if (days === 0) return "Hôm nay";
  if (days === 1) return "Hôm qua";
  return `${WEEKDAYS[date.getDay()]}, ${shortDate(date)}`;
}

/** The short time of the chat list: 16:38, hôm qua, Thứ Hai, 08/07. */
export function listTime(date, now = new Date()) {
  const days = daysBetween(date, now);
  if (days === 0) return clock(date);
  if (days === 1) return "hôm qua";
  if (days < 7) return WEEKDAYS[date.getDay()];
  return `${two(date.getDate())}/${two(date.getMonth() + 1)}`;
}

export function relative(date, now = new Date()) {
  const seconds = Math.round((now - date) / 1000);
  const ahead = seconds < 0;
  const size = Math.abs(seconds);
  const [amount, unit] =
    size < 60 ? [size, "giây"]
    : size < 3600 ? [Math.round(size / 60), "phút"]
    : size < 86_400 ? [Math.round(size / 3600), "giờ"]
    : [Math.round(size / 86_400), "ngày"];
  return ahead ? `sau ${amount} ${unit}` : `${amount} ${unit} trước`;
}

/** What a date_time entity shows: r relative, w weekday, d/D date, t/T time; "" keeps the text. */
export function formatted(date, format) {
  if (format === "r" || format === "R") return relative(date);
  const parts = [];
  if (/w/i.test(format)) parts.push(WEEKDAYS[date.getDay()]);
  if (/D/.test(format)) parts.push(`${date.getDate()} tháng ${date.getMonth() + 1}, ${date.getFullYear()}`);
  else if (/d/.test(format)) parts.push(shortDate(date));
  if (/T/.test(format)) parts.push(`${clock(date)}:${two(date.getSeconds())}`);
  else if (/t/.test(format)) parts.push(clock(date));
  return parts.join(" ");
}
