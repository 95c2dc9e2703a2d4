/* Ctrl K: go to anything in the room. A combobox over a list that the server finds: the focus stays in the box, the
   arrows move through the list, Enter goes. What stands in this page is gone to without leaving it. */
import { open } from "../dialogs.js";
import { go, placeIn } from "../keys.js";

const isMac = /^Mac|^iP/.test(navigator.platform);

class GoTo extends HTMLElement {
  connectedCallback() {
    this.dialog = this.closest("dialog");
    this.box = this.querySelector("[role=combobox]");
    this.list = this.querySelector("[role=listbox]");
    this.addEventListener("keydown", this);
    this.addEventListener("click", this);
    this.addEventListener("htmx:after:swap", this);
    this.dialog.addEventListener("opening", this);
    document.addEventListener("keydown", this.call);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.call);
  }

  // No character key: it works while somebody types, and when single keys are off.
  call = (event) => {
    if (event.isComposing || event.altKey || event.shiftKey || !(isMac ? event.metaKey : event.ctrlKey)) return;
    if (event.key.toLowerCase() !== "k" && event.code !== "KeyK") return;
    event.preventDefault();
    open(this.dialog);
  };

  get options() {
    return [...this.list.querySelectorAll("a[role=option]")];
  }

  get chosen() {
    return this.list.querySelector("[aria-selected=true]");
  }

  handleEvent(event) {
    if (event.type === "opening") this.begin();
    else if (event.type === "htmx:after:swap") this.choose(this.options[0]);
    else if (event.type === "click") this.take(event, event.target.closest("[role=option]"));
    else if (event.key === "Enter" && !event.isComposing) this.take(event, this.chosen);
    else this.move(event);
  }

  begin() {
    this.box.value = "";
    this.box.dispatchEvent(new Event("palette-open"));
  }

  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing || !this.options.length) return;
    event.preventDefault();
    const { options } = this;
    this.choose(options.at((options.indexOf(this.chosen) + step) % options.length));
  }

  choose(option) {
    this.chosen?.setAttribute("aria-selected", false);
    option?.setAttribute("aria-selected", true);
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.box.setAttribute("aria-activedescendant", option.id);
    else this.box.removeAttribute("aria-activedescendant");
  }

  take(event, option) {
    if (!option) return event.type === "keydown" ? event.preventDefault() : undefined;
    if (event.ctrlKey || event.metaKey) return; // in a tab of its own
    event.preventDefault();
    const place = document.getElementById(option.dataset.place) ?? placeIn(option);
    this.dialog.close();
    if (option.dataset.goesTo) open(document.getElementById(option.dataset.goesTo));
    else if (place) go(place);
    else location.assign(option.href);
  }
}
customElements.define("go-to", GoTo);
