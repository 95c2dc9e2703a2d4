"""How entries look: the same HTML for everyone in a stream, in their language."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.template.loader import render_to_string
from django.utils import translation

from incidents.entries import Entry, EntryStruck, entry_class
from incidents.models import Stream, TimelineEntry

SHELL = "incidents/timeline/_entry.html"

# The first pages of a dozen rooms in two languages. With their rows, 12 MB when full.
REMEMBERED = 2048


@dataclass(frozen=True, eq=False)
class Told:
    """A row of the timeline together with what it says and what was later said about it.

    Two are equal when they look alike, whenever they were read.
    """

    entry: TimelineEntry
    said: Entry
    later: "tuple[Told, ...]" = ()

    @property
    def struck(self) -> "Told | None":
        return next((each for each in self.later if isinstance(each.said, EntryStruck)), None)

    @property
    def ref(self) -> str:
        return self.entry.ref

    @cached_property
    def look(self) -> Hashable:
        """All that its HTML is made of. An entry's hash vouches for its words, times and numbers; the one thing
        about it that may change is what its author is called."""
        entry = self.entry
        later = tuple(each.look for each in self.later)
        return entry.pk, bytes(entry.hash), str(entry.actor), later

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Told) and self.look == other.look

    def __hash__(self) -> int:
        return hash(self.look)


def tell(entries: Iterable[TimelineEntry]) -> list[Told]:
    """Rows with their words and everything later that refers to them, in two queries for any number of rows."""
    rows = list(entries)
    return told(rows, TimelineEntry.objects.filter(refers_to__in=[row.pk for row in rows]).told())


def told(rows: Iterable[TimelineEntry], later: Iterable[TimelineEntry]) -> list[Told]:
    """Rows with their words. `later` holds all that refers to any of them, in the order of the story; it may
    hold more."""
    answers: dict[int | None, list[Told]] = defaultdict(list)
    for row in later:
        answers[row.refers_to_id].append(Told(row, said_in(row)))
    return [Told(row, said_in(row), tuple(answers.get(row.pk, ()))) for row in rows]


def said_in(row: TimelineEntry) -> Entry:
    return entry_class(row.type).from_payload(row.payload, stream=Stream(row.stream))


@lru_cache(maxsize=REMEMBERED)
def render(told: Told, language: str) -> str:
    """One `<article>`. Nothing in it may depend on who is looking: it is pushed to a whole stream.

    Remembered, because everyone who opens the room needs the same ones again: drawing takes 0.3 ms each.
    """
    with translation.override(language):
        return render_to_string(
            SHELL, {"entry": told.entry, "said": told.said, "later": told.later, "struck": told.struck}
        )


def render_all(entries: Sequence[TimelineEntry], language: str) -> list[str]:
    return [render(told, language) for told in tell(entries)]
