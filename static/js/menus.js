// Open menus close on Escape and on a press elsewhere, unless something is being typed in them, and give the focus
// back to what opened them. What is fetched into one has the focus.
import { isTyped } from "./typed.js";

const SLOTS = ".entry-menu-slot, .entry-menu-card, .ask-form, .sent > [id]";
const FIRST = "input:not([type=hidden]), textarea, select, a[href], button";
const hasWords = (slot) => [...slot.querySelectorAll("input:not([type=hidden]), textarea")].some(isTyped);

const close = (except) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(except)) menu.open = false;
  for (const slot of document.querySelectorAll(".entry-menu-slot:not(:empty)"))
    if (!slot.parentElement.contains(except) && !(except && hasWords(slot))) slot.replaceChildren();
};

// A row of tabs that is wider than the screen begins at the chosen one.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

document.addEventListener("click", (event) => close(event.target));
document.addEventListener("htmx:after:swap", ({ detail }) => {
  const { target } = detail.ctx;
  if (!target?.matches?.(SLOTS)) return;
  target.querySelector(FIRST)?.focus();
  target.scrollIntoView({ block: "nearest" }); // with its button, which is the last of it
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  const inside = document.activeElement;
  const opener =
    inside?.closest("details.menu")?.querySelector("summary") ??
    inside?.closest(".entry-body")?.querySelector(".entry-menu");
  if (!document.querySelector("details.menu[open], .entry-menu-slot:not(:empty)")) return;
  close(null);
  opener?.focus();
});
