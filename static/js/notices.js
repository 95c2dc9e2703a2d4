// When a request fails, say so in words and touch nothing that was typed. A deed that was refused carries its own
// sentence; everything else is one of three.
const board = () => document.getElementById("notices");

function say(words) {
  const notice = document.createElement("p");
  notice.className = "notice notice--wrong";
  notice.textContent = words;
  board()?.replaceChildren(notice);
}

const refused = (text) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  return (page.querySelector("[data-reason]") ?? page.body).textContent.trim();
};

document.addEventListener("htmx:response:error", ({ detail }) => {
  const { status } = detail.ctx.response;
  const { lost, signedOut, gone } = board().dataset;
  if (status === 422) return;
  if (status === 409 && detail.ctx.text) return say(refused(detail.ctx.text));
  say(status === 401 || status === 403 ? signedOut : status === 404 ? gone : lost);
});
document.addEventListener("htmx:error", () => say(board().dataset.lost));
document.addEventListener("htmx:before:request", () => board()?.replaceChildren());
