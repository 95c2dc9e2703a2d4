// What a page shows at the door of its room, so that nobody has to look up who it is. Without one, or with an old
// one, it is let in all the same, only not as fast: so whatever goes wrong in here is nobody's worry.
const MINUTE = 60_000;
const LEGAL = /^[\w.~-]+$/; // as the name of a subprotocol; others would make the browser refuse the whole socket
const about = (length) => length * (0.85 + 0.3 * Math.random()); // a thousand pages must not ask at once

/** Where the reader is: "" in the room, "revision.5.7" before a proof. */
// Asked all the time, on pages that may hold thousands of entries: by name, not by looking through them.
const whereabouts = () => (document.getElementById("review") ?? document.getElementById("room"))?.dataset.page ?? "";

export class Pass {
  /** `token`: as the page was rendered with; `address`: where there are others. */
  constructor(token, address) {
    this.address = address;
    this.page = whereabouts();
    this.askedAt = -Infinity;
    this.take(token);
  }

  take(token) {
    this.token = LEGAL.test(token) ? token : null;
    this.gotAt = Date.now();
    this.dueAt = this.gotAt + about(7 * MINUTE);
  }

  get offer() {
    return this.token ? [`pass.${this.token}`] : [];
  }

  /** Something happened in the room, perhaps to somebody's rights: get another soon, but not at every turn. */
  doubt() {
    this.dueAt = Math.min(this.dueAt, Math.max(Date.now(), this.gotAt + MINUTE) + about(MINUTE / 4));
  }

  /** Get another when it is time, or when the page shows something else. Resolves to whether the room should hear. */
  async keep() {
    const now = Date.now();
    const page = whereabouts();
    const hasMoved = page !== this.page;
    if (hasMoved ? now - this.askedAt < 5000 : now < this.dueAt) return false;
    this.askedAt = now;
    this.dueAt = now + about(MINUTE); // unless there is an answer
    const answer = await this.ask(page);
    if (!answer?.ok || answer.redirected) return false;
    this.take(await answer.text().catch(() => ""));
    this.page = page;
    return hasMoved;
  }

  /** Whether there is anybody to load the page from. A browser's own page of errors would not come back by itself. */
  async isServed() {
    const answer = await this.ask(this.page);
    return Boolean(answer) && answer.status < 500;
  }

  async ask(page) {
    const url = new URL(this.address, location.href);
    url.searchParams.set("page", page);
    return fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
  }
}
