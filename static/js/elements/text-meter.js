// Counts a text as each network counts it, while it is typed. The server counts again; this only warns in time.
const LINK = 23; // X and Mastodon count every link as this long
const URL_PATTERN = /https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]}»”’…]/gi;
const BARE_URL =
  /https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]}»”’…]|(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|net|org|info|biz|edu|gov|io|co|app|dev|news|me|tv|ai|eu|uk|us|ca|de|fr|jp|kr|au)(?![\w.-]*\w)(?:\/(?:[^\s<>"]*[^\s<>"'.,;:!?)\]}»”’…])?)?/gi;
const REMOTE_MENTION = /(?<![\w/])(@\w+(?:[\w.-]*\w)?)@[\w.-]*\w/g;
const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\p{Regional_Indicator}{2}|\ufe0f?\u20e3/u;
const LIGHT = [[0, 4351], [8192, 8205], [8208, 8223], [8242, 8247]]; // code points that X weighs 1; all others 2

const graphemes = (text) => [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
const weigh = (letter) => (LIGHT.some(([low, high]) => low <= letter.codePointAt(0) && letter.codePointAt(0) <= high) ? 1 : 2);
const weight = (cluster) => (EMOJI.test(cluster) ? 2 : [...cluster].reduce((sum, letter) => sum + weigh(letter), 0));

function onX(text) {
  const links = text.match(BARE_URL)?.length ?? 0;
  return links * LINK + graphemes(text.replace(BARE_URL, "")).reduce((sum, each) => sum + weight(each), 0);
}

const onMastodon = (text) =>
  graphemes(text.replace(URL_PATTERN, "_".repeat(LINK)).replace(REMOTE_MENTION, "$1")).length;

export function lengthOf(channel, text) {
  const count = { x: onX, mastodon: onMastodon }[channel] ?? ((words) => graphemes(words).length);
  return count(text.normalize("NFC"));
}

class TextMeter extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute("for"));
    this.whole = this.field?.form ?? this.field;
    this.whole?.addEventListener("input", this);
    if (this.field) this.handleEvent();
  }

  disconnectedCallback() {
    this.whole?.removeEventListener("input", this);
  }

  // What one channel gets: its own words (a field named text_x) where there are any, else everybody's.
  wordsFor(channel) {
    const own = this.field.form?.elements.namedItem(`${this.field.name}_${channel}`)?.value;
    return own?.trim() ? own : this.field.value;
  }

  handleEvent() {
    for (const meter of this.querySelectorAll("[data-channel]")) {
      const length = lengthOf(meter.dataset.channel, this.wordsFor(meter.dataset.channel));
      meter.querySelector("b").textContent = length;
      meter.classList.toggle("over", length > Number(meter.dataset.limit ?? Infinity));
    }
  }
}
customElements.define("text-meter", TextMeter);
