// Who else has this statement before them, and which revision of it. `people` has the names, by id, in the order of
// the room; the room itself tells only ids.
import { follow, pagesOf, unfollow } from "../presence.js";

class ProofReaders extends HTMLElement {
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
    const lines = JSON.parse(this.getAttribute("people")).flatMap(([person, name]) => {
      const sentence = this.sentenceFor(pagesOf(person));
      return sentence ? [sentence.replace("{}", () => name)] : [];
    });
    if (lines.join() === [...this.children].map((line) => line.textContent).join()) return;
    this.replaceChildren(...lines.map((words) => Object.assign(document.createElement("p"), { textContent: words })));
  }

  /** Of several revisions that somebody has open, this one counts, then the newest. */
  sentenceFor(pages) {
    const [statement, here] = this.revision(this.getAttribute("page"));
    const theirs = pages.map((page) => this.revision(page)).filter(([of]) => of === statement);
    if (!theirs.length) return null;
    const numbers = theirs.map(([, number]) => number);
    if (numbers.includes(here)) return this.dataset.textThis;
    return Math.max(...numbers) > here ? this.dataset.textNewer : this.dataset.textEarlier;
  }

  revision(page) {
    const [, statement, number] = page.match(/^revision\.(\d+)\.(\d+)$/) ?? [];
    return [statement, Number(number)];
  }
}
customElements.define("proof-readers", ProofReaders);
