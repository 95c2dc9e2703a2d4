// Where a person left off in a room: the `data-at` of the last entry that they have had before them. On this device;
// a moment of the privileged stream only in this tab, so that nothing of it stays behind.
import { ofRoom } from "./drafts.js";

const KEY = "left-off";

/** The later of both, or "" for somebody who was never here. */
export function leftOff() {
  return [localStorage, sessionStorage].map((store) => store.getItem(ofRoom(KEY)) ?? "").sort()[1];
}

/** Remember that these entries have been read, newest first. */
export function leaveOff(entries) {
  const [newest, open] = [entries[0], entries.find(({ dataset }) => dataset.stream !== "privileged")];
  if (newest) sessionStorage.setItem(ofRoom(KEY), newest.dataset.at);
  if (open) localStorage.setItem(ofRoom(KEY), open.dataset.at);
}
