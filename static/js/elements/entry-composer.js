// The line at "now": the audience follows the type until someone chooses it, Ctrl+Enter posts, and a posted entry
// leaves the cursor where it was.
class EntryComposer extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.audience = this.querySelector("[name=stream]");
    this.addEventListener("change", this);
    this.addEventListener("keydown", this);
    this.follow();
    this.querySelector(".chip:has(:checked)")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (!this.hasAttribute("data-posted")) return;
    this.querySelector("textarea").focus({ preventScroll: true });
  }

  handleEvent(event) {
    if (event.type === "keydown") {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
      return;
    }
    if (event.target === this.audience) this.hasChosen = true;
    if (event.target.name === "type") this.follow();
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
