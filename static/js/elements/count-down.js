// Counts down to a promise: minutes loud, seconds small beside them. Past it, says by how much.
import { now, start, stop } from "../clock.js";
import { span, two } from "../spans.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

class CountDown extends HTMLElement {
  connectedCallback() {
    this.loud = document.createElement("span");
    this.small = document.createElement("small");
    for (const part of [this.loud, this.small]) part.ariaHidden = "true"; // they run for the eye alone
    this.replaceChildren(this.loud, this.small);
    start(this);
  }

  disconnectedCallback() {
    stop(this);
  }

  draw() {
    const due = new Date(this.getAttribute("to"));
    const said = `${two(due.getHours())}:${two(due.getMinutes())}`; // does not change while it runs
    if (this.ariaLabel !== said) this.ariaLabel = said;
    const left = Math.trunc((due - now(this.getAttribute("offset"))) / 1000);
    const [loud, small] = this.words(Math.abs(left));
    this.toggleAttribute("data-overdue", left < 0);
    this.toggleAttribute("data-long", Math.abs(left) >= HOUR);
    this.loud.textContent = (left < 0 ? "+" : "") + loud;
    this.small.textContent = small;
  }

  words(seconds) {
    if (seconds >= DAY) return [span(seconds * 1000), ""];
    const minutes = Math.floor(seconds / MINUTE);
    const loud = seconds >= HOUR ? `${Math.floor(minutes / 60)}:${two(minutes % 60)}` : minutes;
    return [loud, `:${two(seconds % MINUTE)}`];
  }
}
customElements.define("count-down", CountDown);
