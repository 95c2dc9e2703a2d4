// Lets a reader choose a passage of the proof, with the mouse, a finger or a key, and say something about it in the
// form named by `for`; and shows on the proof what has been said about which words. Positions count characters (code
// points) of the exact text, as the server does.
const count = (text) => [...text].length;

class ProofPassages extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    document.addEventListener("selectionchange", this);
    document.addEventListener("click", this);
    this.watcher = new MutationObserver(() => this.mark());
    this.parts = document.getElementById("parts");
    if (this.parts) this.watcher.observe(this.parts, { childList: true, subtree: true });
    this.addEventListener("change", this);
    this.mark();
  }

  disconnectedCallback() {
    document.removeEventListener("selectionchange", this);
    document.removeEventListener("click", this);
    this.watcher.disconnect();
    this.button?.remove();
  }

  handleEvent(event) {
    if (event.type === "selectionchange") return this.offer();
    if (event.type === "change") return this.mark();
    const { target } = event;
    if (event.currentTarget === this && target.closest(".passage-about")) {
      event.preventDefault();
      const start = Number(target.closest(".passage").dataset.start);
      return this.quote(start, start + count(this.ownText(target.closest(".passage")).replace(/\n+$/, "")));
    }
    if (event.currentTarget !== document) return;
    if (target.closest("#talk-about [data-clear]")) return this.fill(target.closest("form"), "", "");
    const link = target.closest(".passage-link");
    if (!link) return;
    event.preventDefault();
    this.show(Number(link.dataset.start), Number(link.dataset.end));
  }

  /** Every character of the text, in order: the clean wording has them all, whether or not it is on the screen. */
  get exact() {
    return [...this.ownText(this.querySelector(".proof-words--clean"))];
  }

  /** The words of a passage that are in the text today, without what went or what stands beside them. */
  nodesOf(passage) {
    const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest("del, .passage-about") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  }

  ownText(passage) {
    return this.nodesOf(passage).map((node) => node.data).join("");
  }

  get passages() {
    return [...this.querySelectorAll(".passage")].filter((passage) => passage.offsetParent);
  }

  /** [first, last] characters of what is chosen on the proof, without blanks around it; null for nothing. */
  chosen() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    let first = null;
    let last = null;
    for (const passage of this.passages.filter((each) => range.intersectsNode(each))) {
      let at = Number(passage.dataset.start);
      for (const node of this.nodesOf(passage)) {
        if (range.intersectsNode(node)) {
          const from = node === range.startContainer ? range.startOffset : 0;
          const to = node === range.endContainer ? range.endOffset : node.length;
          if (from < to) {
            first ??= at + count(node.data.slice(0, from));
            last = at + count(node.data.slice(0, to));
          }
        }
        at += count(node.data);
      }
    }
    if (first === null) return null;
    const words = this.exact.slice(first, last);
    while (words.length && !words[0].trim()) words.shift(), (first += 1);
    while (words.length && !words.at(-1).trim()) words.pop(), (last -= 1);
    return words.length ? [first, last] : null;
  }

  /** A button beside what is chosen. */
  offer() {
    const span = document.getElementById(this.getAttribute("for")) && this.chosen();
    if (!span) return void this.button?.remove();
    this.button ??= Object.assign(document.createElement("button"), {
      type: "button",
      className: "button button--now passage-choose",
      textContent: this.dataset.textChoose,
    });
    this.button.onpointerdown = (event) => event.preventDefault(); // which would let go of what is chosen
    this.button.onclick = () => this.quote(...this.chosen());
    const box = getSelection().getRangeAt(0).getBoundingClientRect();
    const around = this.getBoundingClientRect();
    this.append(this.button);
    this.button.style.top = `${box.bottom - around.top + 6}px`;
    const left = Math.min(box.left - around.left, around.width - this.button.offsetWidth - 8);
    this.button.style.left = `${Math.max(8, left)}px`;
  }

  quote(first, last) {
    const form = document.getElementById(this.getAttribute("for"));
    this.fill(form, this.exact.slice(first, last).join(""), first);
    getSelection().removeAllRanges();
    this.button?.remove();
    form.scrollIntoView({ block: "nearest" });
    form.querySelector("textarea[name=text]").focus();
  }

  fill(form, words, position) {
    const about = form.querySelector(".talk-about");
    about.hidden = !words;
    about.querySelector("[name=quote]").value = words;
    about.querySelector("[name=position]").value = position;
    about.querySelector("q").textContent = words;
    const replacement = about.querySelector("[name=replacement]");
    const suggests = about.querySelector("[name=suggests]");
    if (replacement) replacement.value = words;
    if (suggests) suggests.checked = false;
    if (!words) form.querySelector("textarea[name=text]").focus();
  }

  /** The ranges of the words from `first` to `last`, as they are drawn now. */
  rangesOf(first, last) {
    const ranges = [];
    for (const passage of this.passages) {
      let at = Number(passage.dataset.start);
      for (const node of this.nodesOf(passage)) {
        const letters = [...node.data];
        const [from, to] = [Math.max(first - at, 0), Math.min(last - at, letters.length)];
        if (from < to) {
          const range = new Range();
          range.setStart(node, letters.slice(0, from).join("").length);
          range.setEnd(node, letters.slice(0, to).join("").length);
          ranges.push(range);
        }
        at += letters.length;
      }
    }
    return ranges;
  }

  /** What has been said about, drawn on the words without touching them. */
  mark() {
    if (!globalThis.Highlight) return;
    const links = [...document.querySelectorAll(".passage-link:not([data-settled])")];
    const ranges = links.flatMap(({ dataset }) => this.rangesOf(Number(dataset.start), Number(dataset.end)));
    CSS.highlights.set("remark", new Highlight(...ranges));
  }

  show(first, last) {
    const ranges = this.rangesOf(first, last);
    if (!ranges.length) return;
    ranges[0].startContainer.parentElement.scrollIntoView({ block: "center" });
    getSelection().removeAllRanges();
    if (!globalThis.Highlight) return;
    CSS.highlights.set("remark-shown", new Highlight(...ranges));
    setTimeout(() => CSS.highlights.delete("remark-shown"), 2500);
  }
}
customElements.define("proof-passages", ProofPassages);
