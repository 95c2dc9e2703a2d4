/* How much waits for me, where I see it from another tab: before the title and on the icon. Read off what the page
   was told for me alone (data-waiting), so a page that was wiped says nothing of it. What is among it to sign
   (data-sign) may call me. */
import { call } from "./calls.js";

const MOST = 9;
const icon = document.getElementById("icon");
const plain = icon.href;
let shown = "";
let signs = null; // nobody is called for what lay there when the page was opened

function sum(name) {
  const told = [...document.querySelectorAll(`[data-${name}]:not([data-waiting-icons])`)];
  return told.length ? told.reduce((all, each) => all + Number(each.dataset[name]), 0) : null;
}

function draw() {
  const waiting = sum("waiting") ?? 0;
  const prefix = waiting ? `(${waiting}) ` : "";
  if (prefix !== shown) {
    const title = document.title.startsWith(shown) ? document.title.slice(shown.length) : document.title;
    document.title = prefix + title;
    icon.href = waiting ? `${icon.dataset.waitingIcons}${waiting > MOST ? "more" : waiting}.svg` : plain;
    shown = prefix;
  }
  const now = sum("sign");
  if (signs !== null && now > signs) call();
  signs = now;
}

new MutationObserver(draw).observe(document.body, {
  subtree: true,
  attributes: true,
  attributeFilter: ["data-waiting", "data-sign"],
});
const parts = new MutationObserver(draw);
for (const part of [document.body, document.querySelector("main")]) if (part) parts.observe(part, { childList: true });
draw();
