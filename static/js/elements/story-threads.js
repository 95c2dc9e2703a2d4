// What leads from an entry to others is one reader's, so it is fetched apart from the story and put under its entries
// here, wherever they come to stand. A link to an entry that is on the page goes to it.
import { steadily } from "../in-place.js";

class StoryThreads extends HTMLElement {
  connectedCallback() {
    this.story = document.querySelector(".story");
    if (!this.story) return;
    this.threads = new Map([...this.querySelectorAll("[data-for]")].map((thread) => [thread.dataset.for, thread]));
    const changed = [...this.threads.keys()].filter((id) => this.isOther(document.getElementById(id)));
    const gone = [...this.story.querySelectorAll(".entry-thread")].filter((old) => !this.threads.has(old.dataset.for));
    if (changed.length || gone.length) {
      steadily(this.story, () => {
        for (const id of changed) this.put(document.getElementById(id));
        for (const old of gone) old.remove();
      });
    }
    this.watcher = new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) if (this.isOther(node)) this.put(node);
    });
    this.watcher.observe(this.story, { childList: true });
  }

  disconnectedCallback() {
    this.watcher?.disconnect();
  }

  isOther(entry) {
    const thread = this.threads.get(entry?.id);
    return thread && entry.querySelector(".entry-thread")?.isEqualNode(thread) !== true;
  }

  put(entry) {
    entry.querySelector(".entry-thread")?.remove();
    entry.querySelector(".entry-menu").before(this.threads.get(entry.id).cloneNode(true));
  }
}
customElements.define("story-threads", StoryThreads);

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-ref]");
  const there = link && document.getElementById(`entry-${link.dataset.ref}`);
  if (!there || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.hash = there.id; // the way back is the browser's own
});
