// Signing in again, in another tab, makes the token of this page an old one. Fetch the new one and touch nothing
// else: the form that was being filled in goes through at the next press.
let isOld = false;

async function renew() {
  if (!isOld) return;
  isOld = false;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return void (isOld = true); // not signed in yet
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const headers = page.body.getAttribute("hx-headers:inherited");
  if (!headers) return;
  document.body.setAttribute("hx-headers:inherited", headers);
  const token = JSON.parse(headers)["X-CSRFToken"];
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
}

document.addEventListener("htmx:response:error", ({ detail }) => {
  const { status } = detail.ctx.response;
  isOld ||= status === 401 || status === 403;
  if (status === 403) renew();
});
addEventListener("focus", renew); // back from the tab where they signed in
document.addEventListener("visibilitychange", () => document.hidden || renew());
