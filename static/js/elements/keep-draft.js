// Keeps what is being typed across a reload, in this tab only. Privileged words are never stored: not in the
// moment either, when someone turns the audience to privileged after typing.
import { draftKey } from "../drafts.js";
import { isPrivileged } from "../typed.js";

class KeepDraft extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("textarea, input");
    this.store = draftKey(this.getAttribute("key"));
    if (!this.field) return;
    if (this.hasAttribute("posted")) sessionStorage.removeItem(this.store);
    const kept = sessionStorage.getItem(this.store);
    if (kept && !this.field.value && !isPrivileged(this.field)) {
      this.field.value = kept;
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.addEventListener("input", this);
    this.form = this.field.form;
    this.form?.addEventListener("change", this);
    this.form?.addEventListener("htmx:after:request", this);
  }

  disconnectedCallback() {
    this.form?.removeEventListener("change", this);
    this.form?.removeEventListener("htmx:after:request", this);
  }

  handleEvent({ type, detail }) {
    // What has been taken need not be kept; a form that leads to another page never says so itself.
    if (type === "htmx:after:request") return void (detail.ctx.response?.raw.ok && sessionStorage.removeItem(this.store));
    if (this.field.value && !isPrivileged(this.field)) sessionStorage.setItem(this.store, this.field.value);
    else sessionStorage.removeItem(this.store);
  }
}
customElements.define("keep-draft", KeepDraft);
