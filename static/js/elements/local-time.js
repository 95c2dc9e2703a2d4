// Words a <time> in the reader's own zone and language: form "clock" 16:05; "day-clock" adds the date unless it
// is the day of `beside` (default: today in the room); "long" spells everything out.
import { now } from "../clock.js";

const format = (moment, options) => new Intl.DateTimeFormat(document.documentElement.lang, options).format(moment);
const clock = (moment) => format(moment, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = (moment, other) =>
  format(moment, {
    day: "numeric",
    month: "short",
    year: moment.getFullYear() === other.getFullYear() ? undefined : "numeric",
  });

class LocalTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time");
    const moment = new Date(time?.dateTime);
    if (!time || Number.isNaN(moment.valueOf())) return;
    time.textContent = this.words(moment);
    time.title = format(moment, { dateStyle: "full", timeStyle: "long" });
  }

  words(moment) {
    const form = this.getAttribute("form");
    if (form === "long") return format(moment, { dateStyle: "long", timeStyle: "short", hourCycle: "h23" });
    if (form !== "day-clock") return clock(moment);
    const offset = this.closest("[data-clock-offset]")?.dataset.clockOffset;
    const other = new Date(this.getAttribute("beside") ?? now(offset));
    return moment.toDateString() === other.toDateString() ? clock(moment) : `${day(moment, other)}, ${clock(moment)}`;
  }
}
customElements.define("local-time", LocalTime);
