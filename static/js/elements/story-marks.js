// Marks in the story that depend on the reader: the day, in their zone, and the silences between the entries they
// may see. Drawn here and never pushed, because a gap must not tell anyone that something else stood there.
import { span } from "../spans.js";

const SILENCE = 90 * 60 * 1000;
const day = (at) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" }).format(at);

class StoryMarks extends HTMLElement {
  connectedCallback() {
    this.watcher = new MutationObserver(() => this.mark());
    this.mark();
    this.showEnd();
  }

  disconnectedCallback() {
    this.watcher.disconnect();
  }

  // The story is read from its end, unless an address points into it.
  showEnd() {
    const named = location.hash && document.getElementById(location.hash.slice(1));
    if (named) named.scrollIntoView({ block: "center" });
    else this.parentElement.scrollTop = this.parentElement.scrollHeight;
  }

  mark() {
    this.watcher.disconnect();
    for (const row of this.querySelectorAll(":scope > .mark")) row.remove();
    const { silence } = this.dataset; // absent where not every entry is shown
    let before = null;
    for (const entry of this.querySelectorAll(":scope > article")) {
      const at = new Date(entry.dataset.clock);
      if (before && at.toDateString() !== before.toDateString()) entry.before(this.row("day", day(at)));
      if (silence && before && at - before >= SILENCE) entry.before(this.row("quiet", silence.replace("{}", span(at - before))));
      before = at;
    }
    this.watcher.observe(this, { childList: true });
  }

  row(kind, words) {
    const row = document.createElement("div");
    row.className = `mark story-row story-row--${kind}`;
    const [time, spine, text] = [0, 0, 0].map(() => document.createElement("span"));
    spine.className = "spine";
    text.textContent = words;
    row.append(time, spine, text);
    return row;
  }
}
customElements.define("story-marks", StoryMarks);
