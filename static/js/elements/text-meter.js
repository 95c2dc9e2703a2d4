// Counts a text as each network counts it, while it is typed. The server counts again; this only warns in time.
const LIMITS = { x: 280, bluesky: 300, mastodon: 500 };
const URL_PATTERN = /https?:\/\/\S+/g;
const graphemes = (text) => [...new Intl.Segmenter().segment(text)].length;

// X counts in halves: Latin and a few marks one, everything else (Korean, emoji) two; every link is 23.
function weighted(text) {
  const links = text.match(URL_PATTERN)?.length ?? 0;
  let weight = links * 23;
  for (const { segment } of new Intl.Segmenter().segment(text.replace(URL_PATTERN, "").normalize("NFC"))) {
    if (/\p{Extended_Pictographic}/u.test(segment)) weight += 2;
    else for (const letter of segment) weight += isLight(letter.codePointAt(0)) ? 1 : 2;
  }
  return weight;
}

const isLight = (code) =>
  code <= 0x10ff || (code >= 0x2000 && code <= 0x200d) || (code >= 0x2010 && code <= 0x201f) || (code >= 0x2032 && code <= 0x2037);

export const LENGTHS = {
  x: weighted,
  bluesky: graphemes,
  mastodon: (text) => graphemes(text.replace(URL_PATTERN, "x".repeat(23))),
};

class TextMeter extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute("for"));
    this.field?.addEventListener("input", this);
    this.field?.form?.addEventListener("change", this);
    this.handleEvent();
  }

  disconnectedCallback() {
    this.field?.removeEventListener("input", this);
    this.field?.form?.removeEventListener("change", this);
  }

  handleEvent() {
    const text = this.field?.value ?? "";
    for (const meter of this.querySelectorAll("[data-channel]")) this.draw(meter, text);
  }

  draw(meter, text) {
    const { channel } = meter.dataset;
    const box = this.field?.form?.querySelector(`[name="channels"][value="${channel}"]`);
    meter.hidden = Boolean(box && !box.checked);
    const [length, limit] = [(LENGTHS[channel] ?? graphemes)(text), LIMITS[channel]];
    meter.querySelector("b").textContent = limit ? `${length}/${limit}` : length;
    meter.classList.toggle("over", Boolean(limit && length > limit));
    meter.dataset.over = this.dataset.over ?? "";
  }
}
customElements.define("text-meter", TextMeter);
