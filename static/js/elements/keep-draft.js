// Keeps what is being typed, on this device, across reloads and sessions: its field, or with `whole` its whole form.
// Privileged words are never stored: not in the moment either, when someone turns the audience to privileged after
// typing.
import { draftKey } from "../drafts.js";
import { FIELDS, isPrivileged } from "../typed.js";

const TICKS = "[type=radio], [type=checkbox]";
const nameOf = (field) => (field.matches(TICKS) ? `${field.name}=${field.value}` : field.name);
const tell = (field, type) => field.dispatchEvent(new Event(type, { bubbles: true }));

class KeepDraft extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("textarea, input");
    this.store = draftKey(this.getAttribute("key"));
    if (!this.field) return;
    this.form = this.field.form;
    if (this.hasAttribute("posted")) localStorage.removeItem(this.store);
    this.restore();
    const source = (this.hasAttribute("whole") && this.form) || this;
    this.ending = new AbortController();
    const { signal } = this.ending;
    source.addEventListener("input", () => this.keep(), { signal });
    this.form?.addEventListener("change", () => this.keep(), { signal });
    // What has been taken need not be kept; a form that leads to another page never says so itself.
    const isTaken = ({ detail }) => detail.ctx.response?.raw.ok && localStorage.removeItem(this.store);
    this.form?.addEventListener("htmx:after:request", isTaken, { signal });
  }

  disconnectedCallback() {
    this.ending?.abort();
  }

  fields() {
    if (!this.hasAttribute("whole")) return [this.field];
    return [...this.form.elements].filter((each) => each.name && each.matches(`${FIELDS}, ${TICKS}`));
  }

  keep() {
    const fields = this.fields();
    const isEmpty = fields.every((each) => each.matches(`select, ${TICKS}`) || !each.value);
    if (isEmpty || isPrivileged(this.field)) return localStorage.removeItem(this.store);
    const values = fields.map((each) => [nameOf(each), each.matches(TICKS) ? each.checked : each.value]);
    localStorage.setItem(this.store, JSON.stringify(values));
  }

  restore() {
    const kept = new Map(JSON.parse(localStorage.getItem(this.store) ?? "[]"));
    if (!kept.size || this.field.value || isPrivileged(this.field)) return;
    for (const field of this.fields()) {
      if (!kept.has(nameOf(field))) continue;
      if (field.matches(TICKS)) field.checked = kept.get(nameOf(field));
      else field.value = kept.get(nameOf(field));
    }
    tell(this.field, "input");
  }
}
customElements.define("keep-draft", KeepDraft);
