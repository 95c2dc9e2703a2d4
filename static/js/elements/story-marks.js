// Marks in the story that depend on the reader: the day, in their zone, the silences between the entries they may
// see, and where they left off. Drawn here and never pushed, because a gap must not tell anyone that something else
// stood there. An arrival is marked by its neighbours alone, however long the story is.
import { foldAll, foldOf, unfold } from "../folds.js";
import { leftOff } from "../left-off.js";
import { span } from "../spans.js";

const SILENCE = 90 * 60 * 1000;
const NEAR = 100; // entries, from the end
const ONCE_DRAWN = 1000; // ms
const isEntry = (row) => row?.localName === "article";
const day = (at) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" }).format(at);

class StoryMarks extends HTMLElement {
  connectedCallback() {
    this.left = this.dataset.textNew ? leftOff() : ""; // then <story-news> says so
    this.watcher = new MutationObserver((changes) => this.update(changes));
    const entries = [...this.querySelectorAll(":scope > article")];
    for (const entry of entries) this.mark(entry);
    if (this.dataset.silence) foldAll(entries, this.dataset.fold);
    this.watcher.observe(this, { childList: true });
    this.addEventListener("beforematch", ({ target }) => unfold(foldOf(target)));
    this.showEnd();
    this.settleSoon();
  }

  disconnectedCallback() {
    this.watcher.disconnect();
    clearTimeout(this.settling);
  }

  // The story is read from its end, or from where one left off, unless an address points into it.
  showEnd() {
    const named = location.hash && document.getElementById(location.hash.slice(1));
    if (named && this.contains(named)) return named.scrollIntoView({ block: "center" });
    const pane = this.parentElement;
    pane.scrollTop = pane.scrollHeight;
    const line = this.querySelector(":scope > .story-row--new");
    if (line && line.getBoundingClientRect().top < pane.getBoundingClientRect().top) line.scrollIntoView();
  }

  /** Draw the line after the last entry that was read before `first`, the first unread one. */
  leave(first) {
    this.left = this.beside(first, "previousElementSibling")?.dataset.at ?? "";
    this.quietly(() => {
      this.querySelector(":scope > .story-row--new")?.remove();
      this.mark(first);
    });
  }

  /** What is far from the end need not be drawn while it is out of sight: painting two thousand entries at every
      arrival is what would make it dear. Only once their height is known, so that nothing moves. */
  settleSoon() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      let row = this.lastElementChild;
      for (let near = NEAR; row && near; row = row.previousElementSibling) if (isEntry(row)) near--;
      if (row) for (const way of ["previousElementSibling", "nextElementSibling"]) {
        let far = way === "previousElementSibling" ? row : this.firstElementChild;
        for (; far && !far.matches(".is-far"); far = far[way]) if (isEntry(far)) far.classList.add("is-far");
      }
    }, ONCE_DRAWN);
  }

  update(changes) {
    this.settleSoon();
    this.quietly(() => {
      const added = changes.flatMap((change) => [...change.addedNodes]).filter((node) => isEntry(node) && node.isConnected);
      const near = new Set(added);
      for (const entry of added) near.add(this.beside(entry, "nextElementSibling"));
      for (const entry of near) if (entry) this.mark(entry);
      // What came above is read for the first time; what came at the end is being read, and stays as it is.
      if (added.length > 1 && this.dataset.silence && this.beside(added.at(-1), "nextElementSibling")) foldAll(added, this.dataset.fold);
    });
  }

  quietly(change) {
    this.watcher.disconnect();
    change();
    this.watcher.observe(this, { childList: true });
  }

  beside(entry, way) {
    let row = entry[way];
    while (row && !isEntry(row)) row = row[way];
    return row;
  }

  /** Draw what stands between an entry and the one before. */
  mark(entry) {
    while (entry.previousElementSibling?.matches(".mark")) entry.previousElementSibling.remove();
    const { silence, textNew } = this.dataset; // absent where not every entry is shown
    const last = this.beside(entry, "previousElementSibling");
    const at = new Date(entry.dataset.clock);
    const before = last && new Date(last.dataset.clock);
    if (before && at.toDateString() !== before.toDateString()) entry.before(this.row("day", "", day(at)));
    if (silence && before && at - before >= SILENCE) entry.before(this.row("quiet", "", silence.replace("{}", span(at - before))));
    if (textNew && this.left && entry.dataset.at > this.left && !(last?.dataset.at > this.left)) entry.before(this.row("new", textNew, ""));
  }

  row(kind, ...words) {
    const row = document.createElement("div");
    row.className = `mark story-row story-row--${kind}`;
    const [time, spine, text] = [0, 0, 0].map(() => document.createElement("span"));
    spine.className = "spine";
    [time.textContent, text.textContent] = words;
    row.append(time, spine, text);
    return row;
  }
}
customElements.define("story-marks", StoryMarks);
