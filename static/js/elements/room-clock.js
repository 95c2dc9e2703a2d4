// What the room's clock says now, to the minute.
import { now, start, stop } from "../clock.js";
import { two } from "../spans.js";

class RoomClock extends HTMLElement {
  connectedCallback() {
    start(this);
  }

  disconnectedCallback() {
    stop(this);
  }

  draw() {
    const moment = new Date(now(this.getAttribute("offset")));
    const words = `${two(moment.getHours())}:${two(moment.getMinutes())}`;
    if (this.textContent !== words) this.textContent = words;
  }
}
customElements.define("room-clock", RoomClock);
