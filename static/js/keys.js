/* One key, one decision. What a key does stands in the page: data-key="a" on a link or button presses it, on a form
   goes to what is still to be ticked or typed in it, else to its button. A link to a place in the page goes there.
   Where a page names no n and p, they walk from one [data-key-row] to the next, and Enter opens it.
   Keys never fire while somebody types, nor with Ctrl, Alt or Cmd, and whoever does not want them turns them off. */
const OFF = "single-keys-off";
const TYPING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
const OPEN = "input[type=checkbox]:not(:checked), input[type=password]";

export const keysAreOn = () => localStorage.getItem(OFF) === null;
export const turnKeys = (on) => (on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"));

// A Korean keyboard says ㅁ where an English one says a: then the place of the key counts.
const letterOf = ({ key, code }) => (/^[a-z]$/i.test(key) ? key : code.replace(/^Key/, "")).toLowerCase();

function go(target) {
  target.focus();
  target.scrollIntoView({ block: "center" });
}

function act(target) {
  if (target instanceof HTMLFormElement) {
    const open = [...target.querySelectorAll(OPEN)].find((field) => field.type !== "password" || !field.value);
    go(open ?? target.querySelector("button:not([disabled], [type=button])") ?? target);
  } else if (target.getAttribute("href")?.startsWith("#")) {
    go(document.getElementById(target.hash.slice(1)) ?? target);
  } else target.click();
}

function walk(step) {
  const rows = [...document.querySelectorAll("[data-key-row]")].filter((row) => row.checkVisibility());
  const at = rows.indexOf(document.activeElement);
  const next = rows.at(at < 0 ? (step > 0 ? 0 : -1) : (at + step) % rows.length);
  if (next) go(next);
  return Boolean(next);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.isComposing || !keysAreOn()) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open], details.menu[open]")) return;
  const letter = letterOf(event);
  if (!/^[a-z]$/.test(letter)) return;
  const target = [...document.querySelectorAll(`[data-key="${letter}"]`)].find((each) => each.checkVisibility());
  if (target) act(target);
  else if (!{ n: 1, p: -1 }[letter] || !walk({ n: 1, p: -1 }[letter])) return;
  event.preventDefault();
});
