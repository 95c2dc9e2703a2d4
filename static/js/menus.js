// Open menus close on Escape and on a press elsewhere, and give the focus back to what opened them.
const close = (except) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(except)) menu.open = false;
  for (const slot of document.querySelectorAll(".entry-menu-slot:not(:empty)"))
    if (!slot.parentElement.contains(except)) slot.replaceChildren();
};

// A row of tabs that is wider than the screen begins at the chosen one.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

document.addEventListener("click", (event) => close(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const inside = document.activeElement;
  const opener =
    inside?.closest("details.menu")?.querySelector("summary") ??
    inside?.closest(".entry-body")?.querySelector(".entry-menu");
  if (!document.querySelector("details.menu[open], .entry-menu-slot:not(:empty)")) return;
  close(null);
  opener?.focus();
});
