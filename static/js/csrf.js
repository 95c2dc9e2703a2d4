// The token that every deed brings along; the page keeps a fresh one (token.js).
export const csrfHeader = () => JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}");
