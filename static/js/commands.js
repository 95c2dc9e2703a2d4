// What is typed or pasted first can say what kind of entry it is: "/fact ", or an address alone.

/** The choice that a text begins by naming, in full or by as much as is clear, and what comes after it; null for
    none. `choices`: radio buttons, with their other names in `data-slash`. */
export function commandIn(text, choices) {
  const [, typed, rest] = text.match(/^\/(\S+)\s([^]*)$/) ?? [];
  if (!typed) return null;
  const word = typed.normalize("NFC").toLowerCase();
  const namesOf = (choice) => [choice.value, choice.dataset.slash.toLowerCase()];
  const named = choices.filter((choice) => namesOf(choice).some((name) => name.startsWith(word)));
  const choice = named.find((each) => namesOf(each).includes(word)) ?? (named.length === 1 ? named[0] : null);
  return choice && { choice, rest };
}

/** The address that a text is, and nothing else; null when there is more to it. */
export function addressIn(text) {
  const trimmed = text.trim();
  return /^https?:\/\/\S+$/i.test(trimmed) && URL.canParse(trimmed) ? new URL(trimmed) : null;
}
