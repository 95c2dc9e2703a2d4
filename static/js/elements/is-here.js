// A dot by somebody's name, filled while they have a page of this room open. Nothing where nobody can know.
import { follow, isHere, isKnown, unfollow } from "../presence.js";

class IsHere extends HTMLElement {
  static observedAttributes = ["person"];

  connectedCallback() {
    follow(this);
  }

  disconnectedCallback() {
    unfollow(this);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.draw();
  }

  draw() {
    const person = this.getAttribute("person");
    const there = isHere(person);
    const words = !isKnown(person) ? "" : there ? this.dataset.textHere : this.dataset.textAway;
    if (words === this.textContent) return;
    this.replaceChildren(...(words ? [this.dot(there, words)] : []));
  }

  dot(there, words) {
    const dot = document.createElement("span");
    const unseen = document.createElement("span");
    dot.className = there ? "dot dot--here" : "dot";
    dot.title = words;
    unseen.className = "unseen";
    unseen.textContent = words;
    dot.append(unseen);
    return dot;
  }
}
customElements.define("is-here", IsHere);
