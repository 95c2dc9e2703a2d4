// Dialogs: data-opens="id" opens one, data-closes and a press beside it close it, and the focus goes back to where it
// was, even if that has been fetched anew meanwhile. A dialog is told "opening" before it shows.
import { isLost, land, placeOf } from "./focus.js";

export function open(dialog) {
  if (dialog.open) return;
  document.querySelector("dialog[open]")?.close();
  const menu = document.activeElement.closest("details.menu[open]");
  menu?.querySelector("summary").focus();
  if (menu) menu.open = false;
  const back = placeOf(document.activeElement);
  dialog.dispatchEvent(new Event("opening"));
  dialog.showModal();
  dialog.addEventListener("close", () => isLost() && back() && land(back()), { once: true });
}

document.addEventListener("click", ({ target }) => {
  const opener = target.closest("[data-opens]");
  if (opener) open(document.getElementById(opener.dataset.opens));
  else if (target.matches("dialog") || target.closest("[data-closes]")) target.closest("dialog").close();
});
