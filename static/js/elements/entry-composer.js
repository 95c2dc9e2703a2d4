// The line at "now": the audience follows the type until someone chooses it, Ctrl+Enter posts, and a posted entry
// leaves the cursor where it was and the line empty, but for words typed while the entry was on its way. The type is
// chosen by a press, by "/fact" typed first, or by an address pasted alone, which is a signal.
import { addressIn, commandIn } from "../commands.js";

class EntryComposer extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.text = this.querySelector("textarea");
    this.audience = this.querySelector("[name=stream]");
    for (const type of ["change", "keydown", "input", "paste"]) this.addEventListener(type, this);
    this.form.addEventListener("htmx:before:request", this);
    this.form.addEventListener("htmx:after:request", this);
    this.follow();
    if (this.hasAttribute("data-posted")) this.text.focus({ preventScroll: true });
  }

  disconnectedCallback() {
    this.form.removeEventListener("htmx:before:request", this);
    this.form.removeEventListener("htmx:after:request", this);
  }

  handleEvent(event) {
    const { type, target } = event;
    if (type === "htmx:before:request") this.sent = this.text.value;
    if (type === "htmx:after:request" && event.detail.ctx.response?.status === 201) this.startOver();
    if (type === "keydown" && event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
    if (type === "input" && target === this.text && !event.isComposing) this.obey();
    if (type === "paste" && target === this.text) this.take(event);
    if (type === "change" && target === this.audience) this.hasChosen = true;
    if (type === "change" && target.name === "type") this.follow();
  }

  types() {
    return [...this.querySelectorAll("[name=type]")];
  }

  choose(type) {
    type.checked = true;
    type.dispatchEvent(new Event("change", { bubbles: true }));
    this.querySelector("[data-chosen]").textContent = type.closest("label").textContent;
  }

  obey() {
    const command = commandIn(this.text.value, this.types());
    if (!command) return;
    this.text.setRangeText("", 0, this.text.value.length - command.rest.length, "preserve");
    this.choose(command.choice);
  }

  take(event) {
    const url = addressIn(event.clipboardData.getData("text"));
    const chosen = this.types().find((type) => type.checked)?.value;
    const [link, source] = ["url", "source"].map((name) => this.querySelector(`[name=${name}]`));
    if (!url || this.text.value.trim() || link.value || !["note", "signal"].includes(chosen)) return;
    event.preventDefault();
    link.value = url.href;
    source.value ||= url.hostname.replace(/^www\./, "");
    this.choose(this.types().find((type) => type.value === "signal"));
  }

  startOver() {
    const type = this.types().find((each) => each.checked);
    const since = this.text.value === this.sent ? "" : this.text.value;
    this.form.reset();
    if (type) type.checked = true; // the next one is likely of the same kind
    this.text.value = since;
    for (const opened of this.querySelectorAll("details[open]")) opened.open = false;
    this.hasChosen = false;
    this.follow();
    this.text.focus({ preventScroll: true });
    if (since) setTimeout(() => this.text.dispatchEvent(new Event("input", { bubbles: true }))); // a draft of its own
  }

  // "As usual" says nothing about who will read it, so the usual audience is named.
  follow() {
    const usual = this.querySelector("[name=type]:checked")?.dataset.usual;
    if (this.hasChosen || !this.audience || !usual) return;
    if (this.audience.value && this.audience.dataset.followed !== this.audience.value) return;
    if (![...this.audience.options].some((option) => option.value === usual)) return;
    this.audience.value = this.audience.dataset.followed = usual;
    for (const option of this.audience.options) option.hidden = option.value === "";
  }
}
customElements.define("entry-composer", EntryComposer);
