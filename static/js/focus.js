/* When what has the focus is taken out of the page (a panel fetched itself, an entry got its newer look, a form was
   done), the focus goes to what took its place: what was refused in it, the same thing again, or what it stood in. */
const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";
const kindOf = (element) =>
  [element.localName, element.name, element.type, element.getAttribute("href"), element.className].join(" ");

/** Where an element is, to be asked for again: by the ids around it, from the inside out. */
export function placeOf(element) {
  const kind = kindOf(element);
  const ids = [];
  for (let box = element; box; box = box.parentElement) if (box.id) ids.push(box.id);
  return () => {
    if (element.isConnected && element.checkVisibility()) return element;
    const box = ids.map((id) => document.getElementById(id)).find((each) => each?.checkVisibility());
    if (!box || box.id === element.id) return box;
    const alike = [...box.querySelectorAll(element.localName)].find((each) => kindOf(each) === kind);
    return box.querySelector("[aria-invalid=true]") ?? alike ?? box.closest("article") ?? box.querySelector("h1, h2, h3") ?? box;
  };
}

/** Focus what need not take it by itself, a heading or an entry. */
export function land(target) {
  if (target === document.body) return;
  if (!target.matches(FOCUSABLE)) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

export const isLost = () => !document.activeElement || document.activeElement === document.body;

let last = null;
document.addEventListener("focusin", ({ target }) => (last = { target, find: placeOf(target) }));
document.addEventListener("focusout", ({ target }) =>
  // Whoever pressed beside everything has left it. A window that went to the back, or a change around it, has not.
  queueMicrotask(() => {
    if (last?.target === target && target.isConnected && document.activeElement !== target) last = null;
  }),
);
new MutationObserver(() => {
  if (!last || last.target.isConnected || !isLost()) return;
  const found = last.find();
  last = null;
  if (found) land(found);
}).observe(document.body, { childList: true, subtree: true });
