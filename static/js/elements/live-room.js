/**
 * <live-room>: keeps a page in step with its room, and says truthfully whether it is.
 *
 *   <live-room socket-url="/ws/rooms/12/" epoch="…" cursors='{"briefing": 5, "working": 7}'
 *     data-sign-in-url="/sign-in/" data-text-sign-in="Sign in"
 *     data-text-live="Live, up to date" data-text-catching-up="Catching up"
 *     data-text-not-live="Not live, trying again"
 *     data-text-signed-out="You are signed out." data-text-removed="You are no longer in this room."></live-room>
 *
 * `cursors`: the newest number per stream that the page was rendered with.
 * The state goes into `data-live` (live | catching-up | not-live), its words into `#live-status [data-live-text]`,
 * or into `#live-status` itself. Entries go into `#timeline`, unless that one has `data-filtered` or
 * `data-order="newest-first"`: such lists, like every panel, fetch themselves on `room-changed`.
 */
import { forgetDrafts } from "../drafts.js";
import { insert, parse, steadily } from "../in-place.js";
import { forgetTyped, isBeingWritten, keepTyped, restoreTyped } from "../typed.js";

const PROTOCOL = 1;
const PATIENCE = 4500; // ms; the server is heard every 2 s or has lost touch with the record
const LONGEST_PAUSE = 5000;
const FINAL = { 4401: "signedOut", 4403: "removed", 4404: "removed" };
const RELOAD = 4409;

class LiveRoom extends HTMLElement {
  connectedCallback() {
    this.cursors = JSON.parse(this.getAttribute("cursors"));
    this.epoch = this.getAttribute("epoch");
    this.attempts = 0;
    this.postponed = new Map();
    this.ending = new AbortController();
    const { signal } = this.ending;
    this.watch = setInterval(() => this.check(), 500);
    document.addEventListener("visibilitychange", () => this.check(), { signal });
    addEventListener("online", () => this.connect(), { signal });
    addEventListener("offline", () => this.retry(), { signal });
    // A page out of the back-forward cache may show what this person may no longer see.
    addEventListener("pageshow", (event) => event.persisted && location.reload(), { signal });
    restoreTyped();
    this.connect();
  }

  disconnectedCallback() {
    this.ending.abort();
    clearInterval(this.watch);
    clearTimeout(this.again);
    clearTimeout(this.telling);
    this.hangUp();
  }

  connect() {
    if (this.over) return;
    clearTimeout(this.again);
    this.hangUp();
    this.heardAt = Date.now();
    const url = new URL(this.getAttribute("socket-url"), location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const held = Object.entries(this.cursors).map(([stream, n]) => `held.${stream}.${n}`);
    const language = document.documentElement.lang || "en";
    // Not in the URL, which ends up in logs: how many privileged entries there are is private too.
    const offer = [`warroom.${PROTOCOL}`, `epoch.${this.epoch}`, `language.${language}`, ...held];
    const socket = (this.socket = new WebSocket(url, offer));
    socket.onmessage = (event) => this.hear(JSON.parse(event.data));
    socket.onclose = (event) => this.closed(event.code);
  }

  hangUp() {
    if (!this.socket) return;
    this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
    this.socket = null;
  }

  /** Say we are not live and try again, after a random pause: a thousand pages must not come back at once. */
  retry() {
    if (this.over) return;
    this.hangUp();
    this.show("not-live");
    clearTimeout(this.again);
    const longest = Math.min(LONGEST_PAUSE, 250 * 2 ** this.attempts++);
    this.again = setTimeout(() => this.connect(), Math.random() * longest);
  }

  closed(code) {
    if (code in FINAL) this.wipe(FINAL[code]);
    else if (code === RELOAD) this.reload();
    else this.retry();
  }

  /** Silence means not live, whatever the socket believes. A clock that jumped means the machine slept. */
  check() {
    if (!this.dataset.live) this.show("catching-up");
    this.settlePostponed();
    const quiet = Date.now() - this.heardAt;
    if (this.socket && (quiet > PATIENCE || quiet < 0)) this.retry();
  }

  hear(frame) {
    this.heardAt = Date.now();
    if (frame.type === "reload" || frame.epoch !== this.epoch) return this.reload();
    if (frame.type === "hello" && frame.protocol !== PROTOCOL) return this.reload();
    if (frame.type === "hello") this.heads = frame.heads;
    if (frame.type === "entries" && !this.take(frame)) return this.retry();
    if (frame.type === "heartbeat" && this.missing(frame.heads)) return this.retry(); // something got lost
    if (this.missing(this.heads)) return this.show("catching-up");
    this.attempts = 0;
    this.show("live");
  }

  missing(heads) {
    return Object.entries(heads).some(([stream, n]) => n > this.cursors[stream]);
  }

  /** Put the entries of a frame in their place. False when one is missing in between. */
  take({ stream, entries }) {
    const fresh = entries.filter((entry) => entry.n > this.cursors[stream]);
    if (fresh.some((entry, i) => entry.n !== this.cursors[stream] + 1 + i)) return false;
    if (!fresh.length) return true;
    const timeline = document.getElementById("timeline");
    if (timeline && !("filtered" in timeline.dataset) && timeline.dataset.order !== "newest-first") {
      steadily(timeline, () => {
        for (const entry of fresh) {
          insert(timeline, parse(entry.html));
          for (const html of entry.touched) this.replace(parse(html));
        }
      });
    }
    this.cursors[stream] = fresh.at(-1).n;
    this.tell();
    return true;
  }

  /** Show an entry's newer look, unless somebody is writing in the old one: then once they are done. */
  replace(article) {
    const old = document.getElementById(article.id);
    if (!old) return;
    if (isBeingWritten(old)) return void this.postponed.set(article.id, article);
    this.postponed.delete(article.id);
    old.replaceWith(article);
    window.htmx?.process(article);
  }

  settlePostponed() {
    for (const article of [...this.postponed.values()]) this.replace(article);
  }

  /** Let the panels fetch themselves: soon, and once for a burst. */
  tell() {
    this.telling ??= setTimeout(() => {
      this.telling = null;
      document.body.dispatchEvent(new CustomEvent("room-changed", { bubbles: true }));
    }, 150);
  }

  show(state) {
    if (this.dataset.live === state) return;
    this.dataset.live = state;
    this.say({ live: "textLive", "catching-up": "textCatchingUp", "not-live": "textNotLive" }[state]);
  }

  say(text) {
    const status = document.querySelector("#live-status [data-live-text]") ?? document.getElementById("live-status");
    if (status) status.textContent = this.dataset[text];
  }

  /** Load the page afresh, keeping what is being typed. A random moment later, for everyone may be told at once. */
  reload() {
    if (this.over) return;
    this.over = true;
    this.hangUp();
    this.show("catching-up");
    const soonest = 2000 - performance.now(); // a page told so at birth must not spin
    setTimeout(() => (keepTyped(), location.reload()), Math.max(Math.random() * 1000, soonest));
  }

  /** Forget everything, on the page and in the tab: this person may no longer see it. */
  wipe(why) {
    this.over = true;
    const { textSignIn, signInUrl } = this.dataset;
    const sentence = this.dataset[why === "signedOut" ? "textSignedOut" : "textRemoved"];
    const main = document.createElement("main");
    const notice = document.createElement("p");
    const link = document.createElement("a");
    link.href = signInUrl;
    link.textContent = textSignIn;
    main.id = "main";
    main.className = "plain";
    notice.className = "notice";
    notice.role = "alert";
    notice.tabIndex = -1;
    notice.append(sentence, " ", link);
    main.append(notice);
    this.disconnectedCallback();
    history.replaceState(null, "", location.pathname); // what was searched for stands in the address, too
    document.title = sentence;
    document.body.removeAttribute("class");
    document.body.replaceChildren(main);
    notice.focus();
    // Last: a field that goes while someone types in it may still say so, and be kept once more.
    forgetDrafts(this.getAttribute("socket-url"));
    forgetTyped();
  }
}

customElements.define("live-room", LiveRoom);
