// On a phone the three panes of a room are tabs. Remembers the choice while the page is open; a link into the
// story turns to the story.
class PaneTabs extends HTMLElement {
  connectedCallback() {
    this.room = document.getElementById(this.getAttribute("for"));
    this.tabs = [...this.querySelectorAll("[data-pane]")];
    this.addEventListener("click", this);
    this.addEventListener("keydown", this);
    this.choose(this.room.dataset.pane || this.tabs[0].dataset.pane);
    this.watcher = new MutationObserver(() => this.count());
    this.watcher.observe(this.room, { childList: true, subtree: true });
    this.count();
  }

  disconnectedCallback() {
    this.watcher.disconnect();
  }

  handleEvent(event) {
    const at = this.tabs.indexOf(event.target.closest("[data-pane]"));
    if (at < 0) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.type === "keydown" && !step) return;
    const tab = this.tabs.at((at + (step ?? 0)) % this.tabs.length);
    this.choose(tab.dataset.pane);
    tab.focus();
  }

  choose(pane) {
    this.room.dataset.pane = pane;
    for (const tab of this.tabs) {
      const isChosen = tab.dataset.pane === pane;
      tab.setAttribute("aria-selected", isChosen);
      tab.tabIndex = isChosen ? 0 : -1;
    }
  }

  // How much waits for me, read off the desk that was fetched for me.
  count() {
    const badge = this.querySelector(".tab-badge");
    const waiting = this.room.querySelector("[data-waiting]")?.dataset.waiting ?? "";
    const words = waiting === "0" ? "" : waiting;
    if (badge && badge.textContent !== words) badge.textContent = words;
  }
}
customElements.define("pane-tabs", PaneTabs);
