// Says politely what has just come into the story, to whoever does not see it arrive: each entry in a line, a burst
// as a number. A place of its own, because what changes in the story itself (older pages, an entry's newer look, an
// open menu) is no news.
const SOON = 400; // ms: what comes at once is said at once
const EACH = 3;
const LENGTH = 240;

class StoryLog extends HTMLElement {
  connectedCallback() {
    this.news = [];
    document.addEventListener("entry-told", this);
  }

  disconnectedCallback() {
    document.removeEventListener("entry-told", this);
    clearTimeout(this.saying);
  }

  handleEvent({ target }) {
    this.news.push(target);
    clearTimeout(this.saying);
    this.saying = setTimeout(() => this.say(), SOON);
  }

  say() {
    const news = this.news.splice(0);
    const lines = news.length > EACH ? [this.dataset.many.replace("{}", news.length)] : news.map((each) => this.line(each));
    this.replaceChildren(
      ...lines.map((words) => {
        const line = document.createElement("p");
        line.textContent = words;
        return line;
      }),
    );
  }

  line(article) {
    const parts = [".slug-what", ".slug-state", ".words, .public, .pairs"].map((each) => article.querySelector(each));
    const words = parts.map((part) => part?.textContent.replace(/\s+/g, " ").trim()).filter(Boolean);
    return words.join(". ").slice(0, LENGTH);
  }
}
customElements.define("story-log", StoryLog);
