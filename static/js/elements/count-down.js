// Counts down to a promise: minutes loud, seconds small beside them. Past it, says by how much.
import { now, start, stop } from "../clock.js";
import { two } from "../spans.js";

class CountDown extends HTMLElement {
  connectedCallback() {
    this.loud = document.createElement("span");
    this.small = document.createElement("small");
    this.replaceChildren(this.loud, this.small);
    this.setAttribute("role", "timer");
    start(this);
  }

  disconnectedCallback() {
    stop(this);
  }

  draw() {
    const left = Math.trunc((Date.parse(this.getAttribute("to")) - now(this.getAttribute("offset"))) / 1000);
    const [seconds, minutes] = [Math.abs(left) % 60, Math.floor(Math.abs(left) / 60)];
    const hours = Math.floor(minutes / 60);
    this.toggleAttribute("data-overdue", left < 0);
    this.loud.textContent = (left < 0 ? "+" : "") + (hours ? `${hours}:${two(minutes % 60)}` : minutes);
    this.small.textContent = `:${two(seconds)}`;
  }
}
customElements.define("count-down", CountDown);
