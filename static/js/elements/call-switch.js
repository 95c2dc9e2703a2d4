// Turns one way of being called on or off, on this device. `kind`: "sound" or "notice"; the latter asks the browser.
import { isOn, ring, turn } from "../calls.js";

class CallSwitch extends HTMLElement {
  connectedCallback() {
    this.kind = this.getAttribute("kind");
    this.hidden = this.kind === "notice" && !("Notification" in window);
    this.addEventListener("click", this);
    this.draw();
  }

  async handleEvent() {
    const wanted = !isOn(this.kind);
    if (wanted && this.kind === "notice" && (await Notification.requestPermission()) !== "granted") {
      this.querySelector("[data-refused]").hidden = false;
      return;
    }
    turn(this.kind, wanted);
    if (wanted && this.kind === "sound") ring(); // so that they know it when they hear it
    this.draw();
  }

  draw() {
    const on = isOn(this.kind);
    this.querySelector("button").setAttribute("aria-checked", on);
    this.querySelector("[data-state]").textContent = on ? this.dataset.on : this.dataset.off;
  }
}
customElements.define("call-switch", CallSwitch);
