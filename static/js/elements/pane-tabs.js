// On a phone the three panes of a room are tabs. Each keeps the place it was scrolled to; a link to something in a
// pane, or a key, turns to that pane.
import { land } from "../focus.js";

const NARROW = matchMedia("(max-width: 43.99rem)");

class PaneTabs extends HTMLElement {
  connectedCallback() {
    this.room = document.getElementById(this.getAttribute("for"));
    this.tabs = [...this.querySelectorAll("[data-pane]")];
    this.places = {};
    this.addEventListener("click", this);
    this.addEventListener("keydown", this);
    this.room.addEventListener("wanted", this);
    addEventListener("hashchange", this);
    NARROW.addEventListener("change", this);
    this.choose(this.room.dataset.pane || this.tabs[0].dataset.pane);
    this.draw();
    this.follow();
    this.watcher = new MutationObserver(() => this.count());
    this.watcher.observe(document.getElementById("desk").parentElement, { childList: true, subtree: true });
    this.count();
  }

  disconnectedCallback() {
    this.watcher.disconnect();
    removeEventListener("hashchange", this);
    NARROW.removeEventListener("change", this);
  }

  handleEvent(event) {
    if (event.type === "change") return this.draw();
    if (event.type === "hashchange") return this.follow();
    if (event.type === "wanted") return this.turnTo(event.target);
    const at = this.tabs.indexOf(event.target.closest("[data-pane]"));
    if (at < 0) return;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (event.type === "keydown" && to === undefined) return;
    if (to !== undefined) event.preventDefault();
    const tab = this.tabs.at((to ?? at) % this.tabs.length);
    this.choose(tab.dataset.pane);
    tab.focus();
  }

  /** The address names a place in the page. */
  follow() {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place) return;
    this.turnTo(place);
    land(place);
  }

  turnTo(place) {
    const pane = place.closest(".pane");
    const tab = this.tabs.find((each) => each.getAttribute("aria-controls") === pane?.id);
    if (tab) this.choose(tab.dataset.pane);
  }

  choose(pane) {
    const page = document.scrollingElement;
    const before = this.room.dataset.pane;
    if (NARROW.matches && pane !== before) this.places[before] = page.scrollTop; // where the page scrolls as one
    this.room.dataset.pane = pane;
    if (NARROW.matches && pane in this.places) page.scrollTop = this.places[pane];
    for (const tab of this.tabs) {
      const isChosen = tab.dataset.pane === pane;
      tab.setAttribute("aria-selected", isChosen);
      tab.tabIndex = isChosen ? 0 : -1;
    }
  }

  // Panes are panels of these tabs only while there are tabs to be seen.
  draw() {
    for (const tab of this.tabs) {
      const pane = document.getElementById(tab.getAttribute("aria-controls"));
      pane.dataset.role ??= pane.getAttribute("role") ?? "region";
      pane.setAttribute("role", NARROW.matches ? "tabpanel" : pane.dataset.role);
    }
  }

  // How much waits for me, read off the desk that was fetched for me.
  count() {
    const desk = document.getElementById("desk");
    const waits = Number(desk?.dataset.waiting ?? 0) > 0;
    this.write(".tab-badge", waits ? desk.dataset.waiting : "");
    this.write("[data-badge-words]", waits ? desk.dataset.waitingWords : "");
  }

  write(selector, words) {
    const place = this.querySelector(selector);
    if (place && place.textContent !== words) place.textContent = words;
  }
}
customElements.define("pane-tabs", PaneTabs);
