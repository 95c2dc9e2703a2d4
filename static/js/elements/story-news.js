// "3 new": what arrived below while somebody reads further up or looks elsewhere. It never scrolls by itself; a press
// goes to the first of them. Also keeps where its reader left off, and moves the line there once they come away.
import { leaveOff, leftOff } from "../left-off.js";

class StoryNews extends HTMLElement {
  connectedCallback() {
    this.story = document.getElementById(this.getAttribute("for"));
    this.pane = this.story.parentElement;
    this.ending = new AbortController();
    const { signal } = this.ending;
    this.addEventListener("click", () => this.go(), { signal });
    document.addEventListener("scroll", () => this.soon(), { signal, capture: true, passive: true });
    document.addEventListener("visibilitychange", () => this.soon(), { signal });
    this.resized = new ResizeObserver(() => this.soon()); // another pane's turn on a phone; a keyboard that comes
    this.resized.observe(this.pane);
    this.watcher = new MutationObserver(() => this.soon());
    this.watcher.observe(this.story, { childList: true });
    this.read = leftOff();
    if (!this.read) this.see(this.unread()); // nobody is behind at first sight
    this.isBehind = this.unread().length > 0;
    this.soon();
  }

  disconnectedCallback() {
    this.ending.abort();
    this.resized.disconnect();
    this.watcher.disconnect();
    cancelAnimationFrame(this.waiting);
  }

  last() {
    let row = this.story.lastElementChild;
    while (row && !row.dataset.at) row = row.previousElementSibling;
    return row;
  }

  /** The entries not read yet, newest first. */
  unread() {
    const entries = [];
    for (let row = this.last(); row && !(row.dataset.at <= this.read); row = row.previousElementSibling)
      if (row.dataset.at) entries.push(row);
    return entries;
  }

  // In a tab that nobody sees there are no frames; there a moment will do.
  soon() {
    if (document.hidden) return void this.look();
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = null;
      this.look();
    });
  }

  look() {
    const entries = this.unread();
    const { top, bottom } = this.pane.getBoundingClientRect();
    const end = Math.min(bottom, innerHeight) + 1;
    const isSeen = (entry) => !document.hidden && end > top + 1 && entry.getBoundingClientRect().bottom <= end;
    const seen = entries.findIndex(isSeen);
    const left = seen < 0 ? entries : entries.slice(0, seen);
    if (seen >= 0) this.see(entries.slice(seen));
    if (left.length && !this.isBehind) this.story.leave(left.at(-1));
    this.isBehind = left.length > 0;
    if (left.length) this.querySelector("span").textContent = this.dataset.text.replace("{}", left.length);
    this.hidden = !left.length;
  }

  /** These have been read; newest first. */
  see(entries) {
    this.read = entries[0]?.dataset.at ?? "";
    leaveOff(entries);
  }

  go() {
    const first = this.unread().at(-1);
    this.pane.focus({ preventScroll: true });
    first?.scrollIntoView({ block: "start" });
  }
}
customElements.define("story-news", StoryNews);
