// What time it is in the room. The server's clock is the right one: a laptop may be minutes off, and a countdown
// that lies is worse than none. Rooms of an exercise run behind by `offset` milliseconds.
const told = Number(document.documentElement.dataset.now) * 1000;
const drift = told ? told - Date.now() : 0;
const skew = Math.abs(drift) > 5000 ? drift : 0; // less is only the time the page took to arrive

export const now = (offset = 0) => Date.now() + skew - Number(offset || 0);

// One timer for every clock on the page, on the second.
const ticking = new Set();
let timer;

function tick() {
  for (const clock of ticking) clock.draw();
  timer = ticking.size ? setTimeout(tick, 1000 - (Date.now() % 1000)) : undefined;
}

export function start(clock) {
  ticking.add(clock);
  clock.draw();
  timer ??= setTimeout(tick, 1000 - (Date.now() % 1000));
}

export const stop = (clock) => ticking.delete(clock);
