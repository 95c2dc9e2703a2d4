/**
 * <live-room>: keeps a page in step with its room, and says truthfully whether it is.
 *
 *   <live-room socket-url="/ws/rooms/12/" epoch="…" cursors='{"briefing": 5, "working": 7}'
 *     pass="…" pass-url="/rooms/12/pass/" data-sign-in-url="/sign-in/" data-text-sign-in="Sign in"
 *     data-text-live="Live, up to date" data-text-late="Live, up to 2 seconds late"
 *     data-text-catching-up="Catching up" data-text-not-live="Not live, trying again"
 *     data-text-signed-out="You are signed out." data-text-removed="You are no longer in this room."
 *     data-text-other-rights="What you may see has changed."></live-room>
 *
 * `cursors`: the newest number per stream that the page was rendered with. `pass`: see ../pass.js.
 * The state goes into `data-live` (live | catching-up | not-live) and `data-late`, its words into
 * `#live-status [data-live-text]`, or into `#live-status` itself. Entries go into `#timeline`, unless that one has
 * `data-filtered` or `data-order="newest-first"`: such lists, like every panel, fetch themselves on `room-changed`.
 * Who is here goes to ../presence.js.
 */
import { insert, parse, renew, steadily } from "../in-place.js";
import { Pass } from "../pass.js";
import * as presence from "../presence.js";
import { isBeingWritten, keepTyped, restoreTyped } from "../typed.js";
import { wipe } from "../wipe.js";

const PROTOCOL = 1;
const FINAL = { 4401: "textSignedOut", 4403: "textRemoved", 4404: "textRemoved" };
const RELOAD = 4409;
const OTHER_RIGHTS = 4410;
const WORDS = { live: "textLive", "catching-up": "textCatchingUp", "not-live": "textNotLive" };

/* Milliseconds. Not live must be said within 5 s, and 5 s after the network is back the page must be complete; so an
   attempt that nobody answers may not last, and what it lasted counts against the pause behind it. */
const LOOK = 250;
const SILENCE = 3250; // then it is said. A heartbeat comes every 2 s and is itself as much as 1.5 s behind the record
const PATIENCE = 4250; // then it is acted upon: one that was left out is no reason for a thousand pages to come anew
const ANSWER = 3000; // until a socket is open; three times there and back, even by satellite
const APART = 4000; // at most, from the beginning of one attempt to the beginning of the next
const MOMENT = 250;

const sleep = (length) => new Promise((wake) => setTimeout(wake, length));

class LiveRoom extends HTMLElement {
  connectedCallback() {
    this.cursors = JSON.parse(this.getAttribute("cursors"));
    this.epoch = this.getAttribute("epoch");
    this.pass = new Pass(this.getAttribute("pass") ?? "", this.getAttribute("pass-url") ?? "");
    this.over = false;
    this.attempts = 0;
    this.heardAt = Date.now();
    this.postponed = new Map();
    this.ending = new AbortController();
    const { signal } = this.ending;
    this.watch = setInterval(() => this.check(), LOOK);
    // In a tab that nobody sees, timers run once a minute, or not at all.
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry(), { signal });
    document.addEventListener("resume", () => this.hurry(), { signal });
    document.body.addEventListener("room-changed", () => this.pass.doubt(), { signal });
    addEventListener("online", () => this.reconnect(), { signal });
    addEventListener("offline", () => this.retry(), { signal });
    // A page out of the back-forward cache may show what this person may no longer see.
    addEventListener("pageshow", (event) => event.persisted && location.reload(), { signal });
    restoreTyped();
    this.connect();
  }

  disconnectedCallback() {
    this.over = true;
    this.ending.abort();
    clearInterval(this.watch);
    clearTimeout(this.again);
    clearTimeout(this.telling);
    this.hangUp();
    presence.forget();
  }

  connect() {
    if (this.over) return;
    clearTimeout(this.again);
    this.hangUp();
    this.triedAt = Date.now();
    this.allow(ANSWER);
    const url = new URL(this.getAttribute("socket-url"), location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const held = Object.entries(this.cursors).map(([stream, n]) => `held.${stream}.${n}`);
    const language = document.documentElement.lang || "en";
    // Not in the URL, which ends up in logs: how many privileged entries there are is private too.
    const offer = [`warroom.${PROTOCOL}`, `epoch.${this.epoch}`, `language.${language}`, ...held, ...this.pass.offer];
    const socket = (this.socket = new WebSocket(url, offer));
    socket.onopen = () => this.allow(PATIENCE); // there is somebody: let them look for the record
    socket.onmessage = (event) => this.hear(JSON.parse(event.data));
    socket.onclose = (event) => this.closed(event.code);
  }

  hangUp() {
    if (!this.socket) return;
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
    this.socket = null;
  }

  /** Something has to be heard within so many milliseconds. */
  allow(length) {
    this.deadline = Date.now() + length;
  }

  /** Say we are not live and try again, after a random pause: a thousand pages must not come back at once. */
  retry() {
    if (this.over) return;
    const spent = this.heardAt < this.triedAt ? Date.now() - this.triedAt : 0;
    this.hangUp();
    presence.forget(); // who was here is not who is here
    this.show("not-live");
    this.pause(Math.max(MOMENT, Math.min(APART - spent, MOMENT * 2 ** this.attempts++)));
  }

  pause(longest) {
    clearTimeout(this.again);
    this.again = setTimeout(() => this.connect(), Math.random() * longest);
  }

  /** The network is another one. What is open may be dead without knowing it, but is not closed before its time. */
  reconnect() {
    if (this.over) return;
    this.attempts = 0;
    this.pause(MOMENT);
  }

  /** Somebody looks: find out at once how things stand, and wait for no long pause. */
  hurry() {
    this.attempts = 0;
    this.check();
    if (!this.socket) this.retry();
  }

  closed(code) {
    if (code in FINAL) this.wipe(FINAL[code]);
    else if (code === RELOAD) this.reload();
    else if (code === OTHER_RIGHTS) this.reload({ blank: true });
    else this.retry();
  }

  /** Silence means not live, whatever the socket believes. A clock that jumped means the machine slept. */
  check() {
    if (this.over) return;
    if (!this.dataset.live) this.show("catching-up");
    this.settlePostponed();
    const quiet = Date.now() - this.heardAt;
    if (quiet > SILENCE || quiet < 0) this.show("not-live");
    const left = this.deadline - Date.now();
    if (this.socket && (left < 0 || left > PATIENCE)) this.retry();
    if (this.dataset.live === "live" && !document.hidden) {
      this.pass.keep().then((isElsewhere) => isElsewhere && this.connect());
    }
  }

  hear(frame) {
    if (frame.type === "presence") return presence.tell(frame); // says nothing of the record, nor that we are live
    this.heardAt = Date.now();
    this.allow(PATIENCE);
    if (frame.type === "reload" || frame.epoch !== this.epoch) return this.reload();
    if (frame.type === "hello" && frame.protocol !== PROTOCOL) return this.reload();
    if (frame.type === "hello") this.heads = frame.heads;
    if (frame.type === "entries" && !this.take(frame)) return this.retry();
    if (frame.type === "heartbeat") {
      if (this.missing(frame.heads)) return this.retry(); // something got lost
      this.isLate = frame.hints === false;
      this.attempts = 0; // not at hello: who is let in and thrown out again must not come back ever faster
    }
    this.show(this.missing(this.heads) ? "catching-up" : "live");
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
    renew(old, article);
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
    const isLate = state === "live" && Boolean(this.isLate);
    const words = isLate ? "textLate" : WORDS[state];
    // The mark in the header wears it too: a style that asked all of the page for it would make every arrival dear.
    for (const wearer of [this, document.getElementById("live-status")]) {
      if (wearer && wearer.dataset.live !== state) wearer.dataset.live = state;
      wearer?.toggleAttribute("data-late", isLate);
    }
    if (this.said !== words) this.say((this.said = words));
  }

  say(text) {
    const status = document.querySelector("#live-status [data-live-text]") ?? document.getElementById("live-status");
    if (status) status.textContent = this.dataset[text];
  }

  /** Load the page afresh, keeping what is being typed: a random moment later, for everyone may be told at once, and
      once there is somebody to load it from. */
  async reload({ blank = false } = {}) {
    if (this.over) return;
    this.over = true;
    this.hangUp();
    this.show("catching-up");
    keepTyped();
    if (blank) this.blank();
    const soonest = 2000 - performance.now(); // a page told so at birth must not spin
    await sleep(Math.max(Math.random() * 1000, soonest));
    while (!(await this.pass.isServed())) {
      this.show("not-live");
      await sleep(1000 + Math.random() * 2000);
    }
    if (!blank) keepTyped();
    location.reload();
  }

  /** The page may show more than may be seen now. That goes at once, however long the next one takes. */
  blank() {
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.role = "status";
    notice.textContent = this.dataset.textOtherRights;
    document.querySelector("main")?.replaceChildren(notice);
    for (const dialog of document.querySelectorAll("body > dialog")) dialog.remove(); // with what was found in it
  }

  /** Forget everything: this person may no longer see it. */
  wipe(why) {
    const { textSignIn, signInUrl } = this.dataset;
    this.disconnectedCallback();
    const gone = why === "textRemoved" ? this.getAttribute("socket-url") : "";
    wipe(gone, this.dataset[why], { url: signInUrl, text: textSignIn });
  }
}

customElements.define("live-room", LiveRoom);
