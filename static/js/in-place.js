// Changes to a list of entries that a person is reading. However long the list is, an arrival looks only at its end,
// or at what is before the reader.
import { isLost, land, placeOf } from "./focus.js";
import { FIELDS } from "./typed.js";

const NEW_FOR = 1500; // ms
const AT_BOTTOM = 48; // px

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/** Put a new article where its `data-at` belongs (as text it sorts like the time it is): nearly always at the end. */
export function insert(timeline, article) {
  if (document.getElementById(article.id)) return;
  let earlier = timeline.lastElementChild;
  while (earlier && !(earlier.dataset.at < article.dataset.at)) earlier = earlier.previousElementSibling;
  const told = earlier ?? timeline.querySelector("[data-at]");
  if (earlier) earlier.after(article);
  else if (told) told.before(article);
  else timeline.append(article);
  window.htmx?.process(article);
  article.dispatchEvent(new Event("entry-told", { bubbles: true }));
  article.classList.add("is-new");
  setTimeout(() => article.classList.remove("is-new"), NEW_FOR);
}

/** Put an entry's newer look in the place of the old one. A menu that is open in it stays, and so does the focus. */
export function renew(old, article) {
  const menu = old.querySelector(".entry-menu-slot:not(:empty, :has(.deed-done))");
  const back = placeOf(document.activeElement);
  if (menu) article.querySelector(".entry-menu-slot")?.replaceChildren(...menu.childNodes);
  article.hidden = old.hidden; // folded away, see folds.js
  old.replaceWith(article);
  window.htmx?.process(article);
  if (isLost() && back()) land(back());
}

/** Run `change` without moving what the reader reads or types; who reads the newest keeps reading the newest. */
export function steadily(timeline, change) {
  const boxes = scrollersOf(timeline).map((box) => ({ box, rest: box.scrollHeight - box.clientHeight - box.scrollTop }));
  const active = document.activeElement;
  const field = active?.matches(FIELDS) && boxes[0].box.contains(active) ? active : null;
  const scrolling = () => boxes.find(({ box }) => box.scrollHeight > box.clientHeight) ?? boxes.at(-1);
  const follows = scrolling().rest < AT_BOTTOM && !field;
  const anchor = follows ? null : (field ?? firstBelow(timeline, Math.max(0, boxes[0].box.getBoundingClientRect().top)));
  const before = anchor?.getBoundingClientRect().top;
  for (const { box } of boxes) box.style.overflowAnchor = "none"; // the browser would correct a second time
  change();
  const { box } = scrolling(); // a story that was short may be longer than its pane now
  const settle = () => {
    if (follows) {
      box.scrollTo({ top: box.scrollHeight, behavior: "instant" });
      return;
    }
    const now = anchor?.isConnected ? anchor : anchor && document.getElementById(anchor.id); // perhaps replaced
    if (now) box.scrollBy({ top: now.getBoundingClientRect().top - before, behavior: "instant" });
  };
  settle();
  requestAnimationFrame(() => {
    settle(); // others may have added their marks
    for (const { box } of boxes) box.style.overflowAnchor = "";
  });
}

/** The first entry that ends below `top`, in px of the window: what the reader has before them. By halves, because
    asking two thousand of them takes longer than drawing one. */
function firstBelow(timeline, top) {
  const rows = timeline.children;
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (rows[middle].getBoundingClientRect().bottom > top) to = middle;
    else from = middle + 1;
  }
  let row = rows[from];
  while (row && !(row.dataset.at && row.getClientRects().length)) row = row.nextElementSibling;
  return row;
}

/** What can scroll the element, from the inside out; the page itself comes last. */
function scrollersOf(element) {
  const boxes = [];
  for (let box = element; box; box = box.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(box).overflowY)) boxes.push(box);
  }
  return [...boxes.filter((box) => box !== document.scrollingElement), document.scrollingElement];
}
