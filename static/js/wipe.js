import { forgetDrafts } from "./drafts.js";
import { forgetTyped } from "./typed.js";

/** Leave nothing of the room on the page, in its address, or in the tab: this person may no longer see it.
    `sentence` says so, beside a link to `signIn`. `room`: the address of the socket of a room that they have to leave
    for good, and their drafts with it; "" for who may come back. */
export function wipe(room, sentence, signIn) {
  const main = document.createElement("main");
  const notice = document.createElement("p");
  const link = document.createElement("a");
  link.href = signIn.url;
  link.textContent = signIn.text;
  main.id = "main";
  main.className = "plain";
  notice.className = "notice";
  notice.role = "alert";
  notice.tabIndex = -1;
  notice.append(sentence, " ", link);
  main.append(notice);
  history.replaceState(null, "", location.pathname); // what was searched for stands in the address, too
  document.title = sentence;
  document.body.removeAttribute("class");
  document.body.replaceChildren(main);
  notice.focus();
  // Last: a field that goes while someone types in it may still say so, and be kept once more.
  if (room) forgetDrafts(room);
  forgetTyped();
}
