// When a request fails, say so in words and touch nothing that was typed. A refusal and a lost session bring their
// own sentence from the server; the rest is one of two.
const board = () => document.getElementById("notice");
const ANSWERED = [401, 409, 422];
const BY_ITSELF = ["intersect", "load", "room-changed", "every"];

function say(words) {
  const notice = document.createElement("p");
  notice.className = "notice notice--wrong";
  notice.textContent = words;
  board()?.replaceChildren(notice);
}

document.addEventListener("htmx:response:error", ({ detail }) => {
  if (BY_ITSELF.includes(detail.ctx.sourceEvent?.type)) return; // nobody pressed anything
  const { status } = detail.ctx.response;
  if (!ANSWERED.includes(status)) say(status === 404 ? board()?.dataset.gone : board()?.dataset.lost);
});
document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.ctx && !BY_ITSELF.includes(detail.ctx.sourceEvent?.type)) say(board()?.dataset.lost);
});
document.addEventListener("htmx:before:request", ({ detail }) => {
  if (detail.ctx.request?.method?.toUpperCase() === "POST") board()?.replaceChildren();
});
