// Where <keep-draft> keeps what is being typed: this tab's session storage, by room, so that whoever leaves a room
// leaves no words of it behind.
const here = () => document.querySelector("live-room")?.getAttribute("socket-url") ?? "";

export const draftKey = (key) => `draft:${here()}:${key}`;

/** Forget what was drafted in a room, given its socket's address: entries, and statements of every age. */
export function forgetDrafts(room) {
  const [, pk] = room.match(/(\d+)\/$/) ?? [];
  const withoutSocket = [`draft::room-${pk}`, `draft::statement-new-${pk}`];
  const isOfRoom = (key) => key.startsWith(`draft:${room}:`) || withoutSocket.includes(key);
  for (const key of Object.keys(sessionStorage).filter(isOfRoom)) sessionStorage.removeItem(key);
}
