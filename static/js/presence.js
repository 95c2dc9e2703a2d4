// Who is here, as the room said last. Nobody knows while the page is not live, nor for readers who are not told.
let open = null; // a person's id -> the pages they have open
let isCut = false; // there are more than were named
const marks = new Set();

function draw() {
  for (const mark of marks) mark.draw();
}

/** `here`: `[{person: 3, pages: ["", "revision.5.7"]}]`, everyone there is, unless there are `more`. */
export function tell({ here, more = false }) {
  isCut = more;
  open = new Map(here.map(({ person, pages }) => [person, pages]));
  draw();
}

export function forget() {
  if (!open) return;
  open = null;
  draw();
}

/** Whether anything can be said of this person. */
export const isKnown = (person) => open !== null && (!isCut || isHere(person));
export const pagesOf = (person) => open?.get(Number(person)) ?? [];
export const isHere = (person) => Boolean(open?.has(Number(person)));

/** Call `mark.draw()` now and whenever somebody comes or goes. */
export function follow(mark) {
  marks.add(mark);
  mark.draw();
}

export const unfollow = (mark) => marks.delete(mark);
