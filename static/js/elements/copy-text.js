// Puts the exact text on the clipboard, to the letter, and says so.
class CopyText extends HTMLElement {
  connectedCallback() {
    this.querySelector("button").addEventListener("click", this);
  }

  async handleEvent() {
    const label = this.querySelector("[data-said]");
    await navigator.clipboard.writeText(this.querySelector("textarea").value);
    const before = label.textContent;
    if (before === label.dataset.said) return;
    label.textContent = label.dataset.said;
    setTimeout(() => (label.textContent = before), 2000);
  }
}
customElements.define("copy-text", CopyText);
