/* <page-seen url="/rooms/12/looks/">: says that the executive page was seen, how far its story went, and who saw it;
   once somebody had it before them for a moment, and again when they turn away. What was new stays new while they
   read. Who comes back after a while is told afresh. */
import { csrfHeader } from "../csrf.js";

const MOMENT = 3000;
const A_WHILE = 600_000; // as long as the server calls one visit

class PageSeen extends HTMLElement {
  connectedCallback() {
    this.ending = new AbortController();
    document.addEventListener("visibilitychange", () => this.turn(), { signal: this.ending.signal });
    this.turn();
  }

  disconnectedCallback() {
    this.ending.abort();
    clearTimeout(this.waiting);
  }

  turn() {
    clearTimeout(this.waiting);
    if (document.hidden) {
      this.leftAt = Date.now();
      if (this.isSeen) this.tell();
      return;
    }
    if (this.leftAt && Date.now() - this.leftAt > A_WHILE) {
      window.htmx.ajax("GET", location.pathname, { target: "#executive", swap: "outerMorph" });
    }
    this.waiting = setTimeout(() => this.tell(), MOMENT);
  }

  tell() {
    const until = document.getElementById("executive")?.dataset.until;
    if (!until) return;
    this.isSeen = true;
    const body = new URLSearchParams({ until });
    fetch(this.getAttribute("url"), { method: "POST", body, headers: csrfHeader(), keepalive: true }).catch(() => null);
  }
}
customElements.define("page-seen", PageSeen);
