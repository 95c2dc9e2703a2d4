// Words beside a wait, while one of those it waits for has the page open: `people` are their ids, `page` is its name.
import { follow, pagesOf, unfollow } from "../presence.js";

class ReadingNow extends HTMLElement {
  static observedAttributes = ["people", "page"];

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
    const people = this.getAttribute("people").split(" ").filter(Boolean);
    const isRead = people.some((person) => pagesOf(person).includes(this.getAttribute("page")));
    const words = isRead ? this.dataset.text : "";
    if (words !== this.textContent) this.textContent = words;
  }
}
customElements.define("reading-now", ReadingNow);
