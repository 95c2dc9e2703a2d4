// Words a moment in the reader's own zone and language: form "clock" 16:05; "day" 9 Dec; "day-clock" adds the date
// unless it is the day of `beside` (default: today in the room); "long" spells everything out.
import { now } from "../clock.js";

// Making one of these takes longer than anything else on the page does, and a page needs a handful of them.
const formats = new Map();

function format(moment, options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(document.documentElement.lang, options));
  return formats.get(key).format(moment);
}

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const clock = (moment) => format(moment, CLOCK);
const dated = (moment, other, time) =>
  format(moment, {
    ...time,
    day: "numeric",
    month: "short",
    year: moment.getFullYear() === other.getFullYear() ? undefined : "numeric",
  });

class LocalTime extends HTMLElement {
  static observedAttributes = ["at", "form", "beside"];

  connectedCallback() {
    this.isWorded = true;
    const moment = new Date(this.getAttribute("at"));
    const time = this.querySelector("time");
    if (!time || Number.isNaN(moment.valueOf())) return;
    time.dateTime = this.getAttribute("at");
    time.textContent = this.words(moment);
    time.title = format(moment, { dateStyle: "full", timeStyle: "long", hourCycle: "h23" });
  }

  // Panels are morphed in place: the element stays and is told another moment.
  attributeChangedCallback() {
    if (this.isWorded) this.connectedCallback();
  }

  words(moment) {
    const form = this.getAttribute("form") ?? "clock";
    if (form === "long") return format(moment, { dateStyle: "long", timeStyle: "short", hourCycle: "h23" });
    if (form === "clock") return clock(moment);
    const offset = this.closest("[data-clock-offset]")?.dataset.clockOffset;
    const other = new Date(this.getAttribute("beside") ?? now(offset));
    if (form === "day") return dated(moment, other);
    return moment.toDateString() === other.toDateString() ? clock(moment) : dated(moment, other, CLOCK);
  }
}
customElements.define("local-time", LocalTime);
