"""How entries look: the same HTML for everyone in a stream, in their language."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from incidents.entries import Entry, EntryStruck, entry_class
from incidents.models import Stream, TimelineEntry

SHELL = "incidents/timeline/_entry.html"


@dataclass(frozen=True)
class Told:
    """A row of the timeline together with what it says and what was later said about it."""

    entry: TimelineEntry
    said: Entry
    later: "tuple[Told, ...]" = ()

    @property
    def struck(self) -> "Told | None":
        return next((each for each in self.later if isinstance(each.said, EntryStruck)), None)

    @property
    def ref(self) -> str:
        return self.entry.ref


def tell(entries: Iterable[TimelineEntry]) -> list[Told]:
    """Rows with their words and everything later that refers to them, in two queries for any number of rows."""
    rows = list(entries)
    later: dict[int, list[Told]] = defaultdict(list)
    for row in TimelineEntry.objects.filter(refers_to__in=[row.pk for row in rows]).told():
        assert row.refers_to_id is not None
        later[row.refers_to_id].append(Told(row, said_in(row)))
    return [Told(row, said_in(row), tuple(later[row.pk])) for row in rows]


def said_in(row: TimelineEntry) -> Entry:
    return entry_class(row.type).from_payload(row.payload, stream=Stream(row.stream))


def render(told: Told, language: str) -> str:
    """One `<article>`. Nothing in it may depend on who is looking: it is pushed to a whole stream."""
    with translation.override(language):
        return render_to_string(
            SHELL, {"entry": told.entry, "said": told.said, "later": told.later, "struck": told.struck}
        )


def render_all(entries: Sequence[TimelineEntry], language: str) -> list[str]:
    return [render(told, language) for told in tell(entries)]
