// Changes to a list of entries that a person is reading.
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
  const told = [...timeline.querySelectorAll("[data-at]")];
  const earlier = told.findLast((other) => other.dataset.at < article.dataset.at);
  if (earlier) earlier.after(article);
  else if (told.length) told[0].before(article);
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
  old.replaceWith(article);
  window.htmx?.process(article);
  if (isLost() && back()) land(back());
}

/** Run `change` without moving what the reader reads or types; who reads the newest keeps reading the newest. */
export function steadily(timeline, change) {
  const boxes = scrollersOf(timeline).map((box) => ({ box, rest: box.scrollHeight - box.clientHeight - box.scrollTop }));
  const top = Math.max(0, boxes[0].box.getBoundingClientRect().top);
  const active = document.activeElement;
  const field = active?.matches(FIELDS) && boxes[0].box.contains(active) ? active : null;
  const articles = [...timeline.querySelectorAll("[data-at]")];
  const anchor = field ?? articles.find((article) => article.getBoundingClientRect().bottom > top);
  const before = anchor?.getBoundingClientRect().top;
  for (const { box } of boxes) box.style.overflowAnchor = "none"; // the browser would correct a second time
  change();
  const { box, rest } = boxes.find(({ box }) => box.scrollHeight > box.clientHeight) ?? boxes.at(-1);
  const settle = () => {
    if (rest < AT_BOTTOM && !field) {
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

/** What can scroll the element, from the inside out; the page itself comes last. */
function scrollersOf(element) {
  const boxes = [];
  for (let box = element; box; box = box.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(box).overflowY)) boxes.push(box);
  }
  return [...boxes.filter((box) => box !== document.scrollingElement), document.scrollingElement];
}
