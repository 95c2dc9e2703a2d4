// How long somebody has been waiting, in whole minutes, always exact.
import { now, start, stop } from "../clock.js";
import { span } from "../spans.js";

class WaitClock extends HTMLElement {
  connectedCallback() {
    start(this);
  }

  disconnectedCallback() {
    stop(this);
  }

  draw() {
    const words = span(now(this.getAttribute("offset")) - Date.parse(this.getAttribute("since")));
    if (this.textContent !== words) this.textContent = words;
  }
}
customElements.define("wait-clock", WaitClock);
