/* One key, one decision. What a key does stands in the page: data-key="a" on a link or button presses it, on a form
   goes to what is still to be ticked or typed in it, else to its button. A link to a place in the page goes there.
   data-key="g d" is two keys, one after the other. Where a page names no n and p, they walk from one [data-key-row]
   to the next; j and k walk through the story. Enter opens what one has walked to.
   Keys never fire while somebody types, nor with Ctrl, Alt or Cmd, and whoever does not want them turns them off. */
const OFF = "single-keys-off";
const TYPING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
const OPEN = "input[type=checkbox]:not(:checked), input[type=password]";
const ROWS = "[data-key-row]";
const ENTRIES = ".story > article";
const LEFT = "#composer-text, .page--room #search"; // Escape leaves them for the story
const WALKS = { n: [ROWS, 1], p: [ROWS, -1], j: [ENTRIES, 1], k: [ENTRIES, -1] };
const SECOND = 1500; // ms in which the second of two keys is awaited

export const keysAreOn = () => localStorage.getItem(OFF) === null;
export const turnKeys = (on) => (on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"));

// A Korean keyboard says ㅁ where an English one says a: then the place of the key counts.
function letterOf({ key, code, shiftKey }) {
  if (/^[ -~]$/.test(key)) return key.toLowerCase();
  if (code === "Slash") return shiftKey ? "?" : "/";
  return code.replace(/^Key/, "").toLowerCase();
}

/** Go to a place in the page; a part of the page that hides it is told so first. */
export function go(target, block = "center") {
  target.dispatchEvent(new Event("wanted", { bubbles: true }));
  if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block });
}

/** The place in this very page that a link leads to, if it does. */
export const placeIn = ({ hash, pathname }) =>
  hash && pathname === location.pathname ? document.getElementById(hash.slice(1)) : null;

function act(target) {
  if (target instanceof HTMLFormElement) {
    const open = [...target.querySelectorAll(OPEN)].find((field) => field.type !== "password" || !field.value);
    go(open ?? target.querySelector("button:not([disabled], [type=button])") ?? target);
  } else if (placeIn(target)) go(placeIn(target));
  else target.click();
}

// What stands in a list of keys or in a menu has its key while that is shut, too.
const isThere = (element) => element.checkVisibility() || element.closest("dialog, .menu-card");
export const marked = (keys) => [...document.querySelectorAll(`[data-key${keys}]`)].filter(isThere);

let walked = "";
function walk(kind, step) {
  const rows = [...document.querySelectorAll(kind)].filter((row) => row.checkVisibility());
  const isStory = kind === ENTRIES;
  const here = document.activeElement.closest(kind) ?? (isStory && document.getElementById(walked));
  const at = rows.indexOf(here);
  const end = document.getElementById("story")?.getBoundingClientRect().bottom ?? innerHeight;
  const shown = isStory && rows.findLast((row) => row.getBoundingClientRect().bottom <= end);
  const next = at < 0 ? shown || rows.at(step > 0 ? 0 : -1) : isStory ? (rows[at + step] ?? here) : rows.at((at + step) % rows.length);
  if (!next) return false;
  if (isStory) walked = next.id;
  go(next, isStory ? "nearest" : "center");
  return true;
}

let first = ""; // of two keys
let firstAt = 0;
function press(letter, at) {
  const keys = first && at - firstAt < SECOND ? `${first} ${letter}` : letter;
  first = "";
  const [target] = marked(`="${keys}"`);
  if (target) return act(target) ?? true;
  if (keys !== letter) return true;
  if (!marked(`^="${letter} "`).length) return letter in WALKS && walk(...WALKS[letter]);
  first = letter;
  firstAt = at;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && event.target.matches?.(LEFT)) go(document.getElementById("story"), "nearest");
  if (event.key === "Enter" && event.target.matches?.(ENTRIES)) event.target.querySelector(".entry-menu")?.click();
  if (!keysAreOn() || event.target.closest?.(TYPING)) return;
  if (document.querySelector("dialog[open], details.menu[open]")) return;
  const letter = letterOf(event);
  if (!/^[a-z?/]$/.test(letter) || (event.shiftKey && /[a-z]/.test(letter))) return;
  if (press(letter, event.timeStamp)) event.preventDefault();
});
