// Puts the exact text on the clipboard, to the letter, and says so. In a form, the caret then stands where the link
// to what was posted goes.
class CopyText extends HTMLElement {
  connectedCallback() {
    this.querySelector("button").addEventListener("click", this);
  }

  async handleEvent() {
    const label = this.querySelector("[data-said]");
    await navigator.clipboard.writeText(this.querySelector("textarea").value);
    [...(this.closest("form")?.querySelectorAll("input[required]:not([type=hidden])") ?? [])]
      .find((field) => !field.value)
      ?.focus();
    const before = label.textContent;
    if (before === label.dataset.said) return;
    label.textContent = label.dataset.said;
    setTimeout(() => (label.textContent = before), 2000);
  }
}
customElements.define("copy-text", CopyText);
