/**
 * <live-room>: keeps a page in step with its room, and says truthfully whether it is.
 *
 *   <live-room socket-url="/ws/rooms/12/" epoch="…" cursors='{"briefing": 5, "working": 7}'
 *     data-sign-in-url="/sign-in/" data-text-sign-in="Sign in"
 *     data-text-live="Live, up to date" data-text-catching-up="Catching up"
 *     data-text-not-live="Not live — trying again"
 *     data-text-signed-out="You are signed out." data-text-removed="You are no longer in this room."></live-room>
 *
 * `cursors`: the newest number per stream that the page was rendered with.
 * The state goes into `data-live` (live | catching-up | not-live), its words into `#live-status [data-live-text]`,
 * or into `#live-status` itself. Entries go into `#timeline`, unless that one has `data-filtered` or
 * `data-order="newest-first"`: such lists, like every panel, fetch themselves on `room-changed`.
 */
const PROTOCOL = 1;
const PATIENCE = 4500; // ms; the server is heard every 2 s or has lost touch with the record
const LONGEST_PAUSE = 5000;
const NEW_FOR = 1500;
const AT_BOTTOM = 48; // px
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
    this.settlePostponed();
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

  /** Forget everything on the page: this person may no longer see it. */
  wipe(why) {
    this.over = true;
    const { textSignIn, signInUrl } = this.dataset;
    const sentence = this.dataset[why === "signedOut" ? "textSignedOut" : "textRemoved"];
    this.show("not-live");
    this.say(why === "signedOut" ? "textSignedOut" : "textRemoved");
    const notice = document.createElement("p");
    const link = document.createElement("a");
    link.href = signInUrl;
    link.textContent = textSignIn;
    notice.role = "alert";
    notice.append(sentence, " ", link);
    document.title = sentence;
    this.disconnectedCallback();
    (document.getElementById("room") ?? document.body).replaceChildren(notice);
  }
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/** The moment of an entry, comparable as text: ISO 8601 in UTC, to the microsecond even when that is 0. */
function moment(article) {
  return article.dataset.at.replace(/(?:\.(\d+))?(?:Z|\+00:00)$/, (_, fraction = "") => `.${fraction.padEnd(6, "0")}`);
}

/** Put a new article where its moment belongs; nearly always that is at the end. */
function insert(timeline, article) {
  if (document.getElementById(article.id)) return;
  const told = [...timeline.querySelectorAll("[data-at]")];
  const earlier = told.findLast((other) => moment(other) < moment(article));
  if (earlier) earlier.after(article);
  else if (told.length) told[0].before(article);
  else timeline.append(article);
  window.htmx?.process(article);
  article.classList.add("is-new");
  setTimeout(() => article.classList.remove("is-new"), NEW_FOR);
}

const FIELDS = "textarea, select, input:not([type=hidden], [type=password], [type=file], [type=checkbox], [type=radio])";

function isTyped(field) {
  if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue;
}

function isBeingWritten(article) {
  return article.contains(document.activeElement) || [...article.querySelectorAll(FIELDS)].some(isTyped);
}

/** Run `change` without moving what the reader reads or types; who reads the newest keeps reading the newest. */
function steadily(timeline, change) {
  const scroller = scrollerOf(timeline);
  const top = scroller === document.scrollingElement ? 0 : scroller.getBoundingClientRect().top;
  const rest = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  const field = document.activeElement?.matches(FIELDS) && scroller.contains(document.activeElement);
  const isVisible = (element) => element.getBoundingClientRect().bottom > top;
  const anchor = field ? document.activeElement : [...timeline.querySelectorAll("[data-at]")].find(isVisible);
  const before = anchor?.getBoundingClientRect().top;
  scroller.style.overflowAnchor = "none"; // the browser's own anchoring would correct a second time
  change();
  if (!field && rest < AT_BOTTOM) scroller.scrollTo({ top: scroller.scrollHeight, behavior: "instant" });
  else if (anchor) {
    const now = anchor.isConnected ? anchor : document.getElementById(anchor.id); // it may have been replaced
    scroller.scrollBy({ top: (now?.getBoundingClientRect().top ?? before) - before, behavior: "instant" });
  }
  requestAnimationFrame(() => (scroller.style.overflowAnchor = ""));
}

function scrollerOf(element) {
  for (let box = element; box; box = box.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(box).overflowY) && box.scrollHeight > box.clientHeight) return box;
  }
  return document.scrollingElement;
}

/* What is typed survives a reload in this tab's session storage, from the last moment before to the first after. */
const TYPED = "live-room:typed";

function nameOf(field) {
  return JSON.stringify([location.pathname, field.form?.getAttribute("action") ?? "", field.name]);
}

function keepTyped() {
  const typed = [...document.querySelectorAll(FIELDS)].filter((field) => field.name && isTyped(field));
  sessionStorage.setItem(TYPED, JSON.stringify(typed.map((field) => [nameOf(field), field.value])));
}

function restoreTyped() {
  const typed = new Map(JSON.parse(sessionStorage.getItem(TYPED) ?? "[]"));
  sessionStorage.removeItem(TYPED);
  for (const field of document.querySelectorAll(FIELDS)) {
    if (typed.has(nameOf(field)) && !isTyped(field)) field.value = typed.get(nameOf(field));
  }
}

customElements.define("live-room", LiveRoom);
