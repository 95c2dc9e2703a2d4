"""What must be true after any fault. Plain functions from what was seen to a list of violations, none when all is well.

A: what was acknowledged is there, once · H: histories without gap or double, equal to a fresh page · L: nothing
privileged anywhere it should not be · B: nothing grows without bound · U: a page that says it is live, is.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Protocol

from tests.faults.history import History, parse
from tests.faults.ledger import Deed
from tests.faults.marks import Marks
from tests.faults.meter import Reading

COMPLETE_SECONDS = 5.0
"""README: a page is complete this soon after its connectivity returned, and says within it that it is not live."""

LEEWAY = 0.5  # seconds, for clients that share two cores with all that they watch

PRIVILEGED_ARTICLE = re.compile(r'id=\\?"entry-p[0-9]')


def unkept(deeds: Iterable[Deed], rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """A. `rows`: the room's entries, each with client_key (text), stream, type and payload (its JSON, as text)."""
    times = Counter(str(row["client_key"]) for row in rows)
    said = {str(row["client_key"]): row for row in rows}
    found = []
    for deed in deeds:
        if deed.acknowledged_at is None:
            found += (
                [f"{deed.who}'s {deed.key} is there {times[deed.key]} times"] if times[deed.key] > 1 else []
            )
        elif times[deed.key] != 1:
            found.append(f"{deed.who}'s {deed.key} was acknowledged and is there {times[deed.key]} times")
        elif (words := deed.form.get("text", deed.form.get("source", ""))) not in said[deed.key]["words"]:
            found.append(f"{deed.who}'s {deed.key} says something else than {words[:40]!r}")
    return found


def incomplete(history: History, heads: Mapping[str, int], fresh: Mapping[str, str]) -> list[str]:
    """H. `heads`: the newest numbers of this reader's streams; `fresh`: every entry as a page drawn now shows it."""
    found = list(history.faults)
    for stream, head in heads.items():
        numbers = history.numbers(stream)
        wanted = list(range(history.first.get(stream, head + 1), head + 1))
        if numbers != wanted:
            lost, odd = sorted(set(wanted) - set(numbers)), sorted(set(numbers) - set(wanted))
            found.append(f"{history.who}: {stream} lacks {lost[:5]}, and has {odd[:5]}, of {head}")
    for stream in {parse(ref)[0] for ref in history.shown} - heads.keys():
        found.append(f"{history.who}: shows {stream}")
    twice = [ref for ref, times in Counter(history.pushed).items() if times > 1]
    found += [f"{history.who}: {ref} came twice" for ref in twice]
    for ref, look in history.shown.items():
        if look != fresh.get(ref):
            found.append(f"{history.who}: {ref} does not look as on a fresh page")
    return found


def leaked(marks: Marks, where: str, texts: Iterable[str | bytes]) -> list[str]:
    """L. A privileged text, wherever else it went. Compare `told_of_privileged` for frames and pages."""
    return [f"a privileged text in {where}: {_around(marks, text)}" for text in texts if marks.found_in(text)]


def told_of_privileged(who: str, texts: Iterable[str]) -> list[str]:
    """L. Not even its number, nor that there is any: of what was sent to someone not cleared."""
    found = []
    for text in texts:
        if PRIVILEGED_ARTICLE.search(text):
            found.append(f"{who} was sent a privileged entry's name")
        frame = json.loads(text) if text.startswith("{") else {}
        if "privileged" in {*frame.get("heads", {}), frame.get("stream")}:
            found.append(f"{who} was told of the privileged stream")
        if who == "guest" and ("working" in frame.get("heads", {}) or frame.get("type") == "presence"):
            found.append("a guest was told of the team")
    return found


def _around(marks: Marks, text: str | bytes) -> str:
    words = text if isinstance(text, str) else text.decode(errors="replace")
    at = words.index(marks.secret)
    return repr(words[max(at - 60, 0) : at + 40])


def grown(before: Reading, after: Reading) -> list[str]:
    """B. What the house holds at the end that it did not hold at the beginning, with the same pages open."""
    found = []
    if after.memory > before.memory + MORE_MEMORY:
        found.append(f"memory grew from {before.memory >> 20} to {after.memory >> 20} MB in one process")
    if after.descriptors > before.descriptors + MORE_DESCRIPTORS:
        found.append(f"descriptors grew from {before.descriptors} to {after.descriptors} in one process")
    if after.connections > after.allowed_connections:
        found.append(f"{after.connections} database connections, {after.allowed_connections} allowed")
    return found


MORE_MEMORY = 96 << 20  # a process that has just started has not yet met every template and thread of its own
MORE_DESCRIPTORS = (
    40  # kept-alive requests and pooled connections that were not yet open; sockets are counted
)


class Telling(Protocol):
    """A page as far as `untruthful` looks at it."""

    who: str
    history: History

    def not_live_during(self, since: float, until: float) -> bool: ...


def untruthful(
    page: Telling,
    due: Mapping[str, float],
    *,
    until: float,
    lag: Callable[[float, float], float] = lambda _since, _until: 0.0,
) -> list[str]:
    """U. `due`: by reference, when an entry was known to be committed; seconds since 1970. `lag`: what the box itself
    lost between two such times, in seconds.

    Whoever lacks one for five seconds must have said in that time that they are not live.
    """
    found = []
    for ref, committed_at in due.items():
        latest = committed_at + COMPLETE_SECONDS + LEEWAY
        latest += lag(committed_at, latest)
        came_at = page.history.came_at.get(ref, float("inf"))
        if committed_at < page.history.loaded_at or latest > until:
            continue
        if came_at > latest and not page.not_live_during(committed_at, latest):
            found.append(f"{page.who} said it was live, and lacked {ref} for {came_at - committed_at:.1f} s")
    return found


def sent_after(history: History, seqs: Mapping[str, int], cutoff: int, lost: Collection[str]) -> list[str]:
    """G4. Pushed entries of the `lost` streams that were committed after the revocation (`room_seq` > cutoff)."""
    late = [f"{stream[0]}{n}" for stream, n in history.pushed if stream in lost]
    return [f"{history.who} was sent {ref} afterwards" for ref in late if seqs[ref] > cutoff]
