// What a person leaves on this device: by person, so that nobody finds another's words, and by room, so that whoever
// has to leave a room leaves no words of it behind. It outlives the tab and the session.
const here = () => document.querySelector("live-room")?.getAttribute("socket-url") ?? "";
const me = () => document.documentElement.dataset.person ?? "";

export const ofRoom = (key) => `${key}:${me()}:${here()}`;
export const draftKey = (key) => `${ofRoom("draft")}:${key}`;

/** Forget what was left of a room, given its socket's address: entries, and statements of every age. */
export function forgetDrafts(room) {
  const [, pk] = room.match(/(\d+)\/$/) ?? [];
  const elsewhere = [`room-${pk}`, `statement-new-${pk}`].map((key) => `draft:${me()}::${key}`);
  const isOfRoom = (key) => /^(draft|left-off):/.test(key) && `${key}:`.includes(`:${me()}:${room}:`);
  for (const store of [localStorage, sessionStorage])
    for (const key of Object.keys(store)) if (isOfRoom(key) || elsewhere.includes(key)) store.removeItem(key);
}
