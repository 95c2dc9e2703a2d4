// Neighbouring steps of one statement fold together: the last of them tells where it stands, those before are behind
// a press. Only where a reader comes to them anew; what they have seen open stays open.
const LEAST = 3;
const folds = (entry) => entry.dataset.statement && entry.matches(".entry--milestone:not(.entry--privileged)");

/** Fold the runs among `entries`, old to new. `words`: "{} earlier steps". */
export function foldAll(entries, words) {
  let run = [];
  for (const entry of entries) {
    const [first] = run;
    const goesOn = first?.dataset.statement === entry.dataset.statement && entry.previousElementSibling === run.at(-1);
    if (!goesOn || !folds(entry)) {
      fold(run, words);
      run = [];
    }
    if (folds(entry)) run.push(entry);
  }
  fold(run, words);
}

function fold(run, words) {
  if (run.length < LEAST) return;
  const last = run.pop();
  const row = document.createElement("div");
  const [time, spine, text] = [0, 0, 0].map(() => document.createElement("span"));
  const press = document.createElement("button");
  row.className = "fold story-row";
  row.dataset.count = run.length;
  spine.className = "spine";
  press.type = "button";
  press.className = "link";
  press.textContent = words.replace("{}", run.length);
  press.addEventListener("click", () => unfold(row)?.querySelector("a")?.focus());
  text.append(press);
  row.append(time, spine, text);
  for (const entry of run) entry.hidden = "until-found"; // searching the page and links into it still find them
  last.before(row);
}

/** Open the run that a row stands for. Returns its first entry. */
export function unfold(row) {
  let first = row;
  for (let left = Number(row.dataset.count); left && first.previousElementSibling; ) {
    first = first.previousElementSibling;
    if (first.hidden) left--;
    first.hidden = false;
  }
  row.remove();
  return first;
}

/** The row behind which an entry is. */
export function foldOf(entry) {
  let row = entry.nextElementSibling;
  while (row && !row.matches(".fold")) row = row.nextElementSibling;
  return row;
}
