// The keys that work on this page: those that its list names, as far as there is something for them, and those that
// the page's own buttons, links and forms are marked with.
import { marked } from "../keys.js";

const NO_WORDS = ".key, .unseen, svg";

class KeyList extends HTMLElement {
  connectedCallback() {
    this.closest("dialog").addEventListener("opening", this);
  }

  handleEvent() {
    for (const row of this.querySelectorAll("[data-needs]")) row.hidden = !document.querySelector(row.dataset.needs);
    const own = marked("").filter((each) => !each.closest("dialog, .menu-card"));
    const seen = new Map(own.reverse().map((each) => [each.dataset.key, this.wordsOf(each)])); // the first one counts
    const place = this.querySelector("[data-here]");
    place.replaceChildren(...[...seen].reverse().map(([keys, words]) => this.row(keys, words)));
    place.parentElement.hidden = !seen.size;
  }

  wordsOf(element) {
    const says = element.matches("form") ? element.querySelector("button:not([disabled], [type=button])") : element;
    const copy = (says ?? element).cloneNode(true);
    for (const each of copy.querySelectorAll(NO_WORDS)) each.remove();
    return copy.textContent.trim();
  }

  row(keys, words) {
    const row = document.createElement("li");
    const key = document.createElement("kbd");
    row.className = "key-row";
    key.className = "key";
    key.textContent = keys;
    row.append(words, key);
    return row;
  }
}
customElements.define("key-list", KeyList);
