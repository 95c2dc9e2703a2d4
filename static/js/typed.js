// What somebody is in the middle of typing.

export const FIELDS = "textarea, select, input:not([type=hidden], [type=password], [type=file], [type=checkbox], [type=radio])";

export function isTyped(field) {
  if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue;
}

export function isBeingWritten(article) {
  return [...article.querySelectorAll(FIELDS)].some((field) => field === document.activeElement || isTyped(field));
}

/* What is typed survives a reload in this tab's session storage, from the last moment before to the first after. Not
   what <keep-draft> keeps already, and nothing privileged: that is never stored. */
const TYPED = "live-room:typed";

function nameOf(field) {
  return JSON.stringify([location.pathname, field.form?.getAttribute("action") ?? "", field.name]);
}

/** Whether words are bound for the privileged stream: their form says so, or they answer what stands in it. */
export function isPrivileged(field) {
  const { form } = field;
  if ([field, form].some((part) => part?.closest("[data-stream=privileged]"))) return true;
  return new FormData(form ?? undefined).getAll("stream").includes("privileged");
}

function mayBeKept(field) {
  return field.name && isTyped(field) && !field.closest("keep-draft") && !isPrivileged(field);
}

export function keepTyped() {
  const typed = [...document.querySelectorAll(FIELDS)].filter(mayBeKept);
  sessionStorage.setItem(TYPED, JSON.stringify(typed.map((field) => [nameOf(field), field.value])));
}

export function forgetTyped() {
  sessionStorage.removeItem(TYPED);
}

export function restoreTyped() {
  const typed = new Map(JSON.parse(sessionStorage.getItem(TYPED) ?? "[]"));
  forgetTyped();
  for (const field of document.querySelectorAll(FIELDS)) {
    if (!typed.has(nameOf(field)) || isTyped(field)) continue;
    field.value = typed.get(nameOf(field));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
