// Who is here, as the room said last. Nobody knows while the page is not live, nor for readers who are not told.
let open = null; // a person's id -> the pages they have open
const marks = new Set();

function draw() {
  for (const mark of marks) mark.draw();
}

/** `here`: `[{person: 3, pages: ["", "revision.5.7"]}]`, everyone there is. */
export function tell(here) {
  open = new Map(here.map(({ person, pages }) => [person, pages]));
  draw();
}

export function forget() {
  if (!open) return;
  open = null;
  draw();
}

export const isKnown = () => open !== null;
export const pagesOf = (person) => open?.get(Number(person)) ?? [];
export const isHere = (person) => Boolean(open?.has(Number(person)));

/** Call `mark.draw()` now and whenever somebody comes or goes. */
export function follow(mark) {
  marks.add(mark);
  mark.draw();
}

export const unfollow = (mark) => marks.delete(mark);
