// The line at "now": the audience follows the type until someone chooses it, Ctrl+Enter posts, and a posted entry
// leaves the cursor where it was and the line empty, but for words typed while the entry was on its way.
class EntryComposer extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.audience = this.querySelector("[name=stream]");
    this.addEventListener("change", this);
    this.addEventListener("keydown", this);
    this.form.addEventListener("htmx:before:request", this);
    this.form.addEventListener("htmx:after:request", this);
    this.follow();
    this.querySelector(".chip:has(:checked)")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (!this.hasAttribute("data-posted")) return;
    this.querySelector("textarea").focus({ preventScroll: true });
  }

  disconnectedCallback() {
    this.form.removeEventListener("htmx:before:request", this);
    this.form.removeEventListener("htmx:after:request", this);
  }

  handleEvent(event) {
    if (event.type === "htmx:before:request") return void (this.sent = this.querySelector("textarea").value);
    if (event.type === "htmx:after:request") return void (event.detail.ctx.response?.status === 201 && this.startOver());
    if (event.type === "keydown") {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
      return;
    }
    if (event.target === this.audience) this.hasChosen = true;
    if (event.target.name === "type") this.follow();
  }

  startOver() {
    const text = this.querySelector("textarea");
    const type = this.querySelector("[name=type]:checked");
    const since = text.value === this.sent ? "" : text.value;
    this.form.reset();
    if (type) type.checked = true; // the next one is likely of the same kind
    text.value = since;
    for (const opened of this.querySelectorAll("details[open]")) opened.open = false;
    this.hasChosen = false;
    this.follow();
    text.focus({ preventScroll: true });
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
