/* <room-tour url="/tour/">: four steps around the room, a dialog of the browser's own: Escape puts it away for now,
   [data-end] for good. The part that a step is about is marked, and on a phone turned to. */
import { csrfHeader } from "../csrf.js";

class RoomTour extends HTMLElement {
  connectedCallback() {
    this.card = this.querySelector("dialog");
    this.steps = [...this.card.querySelectorAll("section")];
    this.next = this.querySelector("[data-next]");
    this.back = this.querySelector("[data-back]");
    this.words = this.next.textContent;
    for (const part of [this, this.card]) part.addEventListener("click", this);
    this.card.addEventListener("close", () => this.mark(null));
  }

  handleEvent(event) {
    const { target } = event;
    event.stopPropagation(); // the card may stand in here still
    if (target.closest("[data-show]")) this.show();
    else if (target.closest("[data-end]")) this.end();
    else if (target === this.back) this.step(this.at - 1);
    else if (target === this.next && this.at === this.steps.length - 1) this.end();
    else if (target === this.next) this.step(this.at + 1);
  }

  show() {
    document.body.append(this.card); // the pane it stands in may be turned away from
    this.card.showModal();
    this.step(0);
  }

  step(at) {
    this.at = at;
    for (const step of this.steps) step.hidden = step !== this.steps[at];
    this.back.hidden = at === 0;
    this.next.textContent = at === this.steps.length - 1 ? this.next.dataset.last : this.words;
    const title = this.steps[at].querySelector("h2");
    for (const other of this.card.querySelectorAll("h2[id]")) other.removeAttribute("id");
    title.id = "tour-title";
    title.focus();
    this.mark(this.steps[at].dataset.pane);
  }

  mark(pane) {
    for (const each of document.querySelectorAll(".pane")) {
      each.toggleAttribute("data-shown", each.classList.contains(`pane--${pane}`));
    }
    if (pane) document.querySelector(`pane-tabs [data-pane="${pane}"]`)?.click();
  }

  end() {
    this.card.close();
    fetch(this.getAttribute("url"), { method: "POST", headers: csrfHeader(), keepalive: true }).catch(() => null);
    this.card.remove();
    this.remove();
    document.getElementById("room")?.focus();
  }
}
customElements.define("room-tour", RoomTour);
