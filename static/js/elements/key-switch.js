// Single keys can be in somebody's way: those who dictate, or use a screen reader. They turn them off here, in this
// browser, and the marks on the buttons go with them.
import { keysAreOn, turnKeys } from "../keys.js";

class KeySwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.draw();
  }

  handleEvent() {
    turnKeys(!keysAreOn());
    for (const each of document.querySelectorAll("key-switch")) each.draw();
  }

  draw() {
    this.querySelector("button").setAttribute("aria-pressed", keysAreOn());
    document.documentElement.toggleAttribute("data-keys-off", !keysAreOn());
  }
}
customElements.define("key-switch", KeySwitch);
