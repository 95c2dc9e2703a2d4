"""The story, each stream by its own numbers: of an entry in another stream there is neither a word nor a gap."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from incidents.entries import Entry
from incidents.models import Stream, TimelineEntry
from incidents.rendering import said_in
from reporting.copies.tables import as_csv, as_lines
from reporting.models import Export

PAGE = 500  # entries; a step of the making

Files = dict[str, bytes]


def page_of(export: Export) -> list[TimelineEntry]:
    """The next entries that belong in the copy."""
    entries = TimelineEntry.objects.filter(incident=export.incident_id).in_streams(export.reads)
    for stream, last in export.heads.items():
        entries = entries.exclude(stream=stream, n__gt=last)
    if export.told_until:
        entries = entries.filter(recorded_at__gt=export.told_until)
    return list(entries.told().select_related("actor", "refers_to")[:PAGE])


def timeline(export: Export, rows: Sequence[TimelineEntry]) -> Files:
    told = [(row, said_in(row)) for row in rows]
    head = () if export.told_until else _head()
    return {
        "timeline.jsonl": as_lines(_line(row, said, export) for row, said in told),
        "timeline.csv": as_csv((_cells(row, said) for row, said in told), head=head),
    }


def _line(row: TimelineEntry, said: Entry, export: Export) -> dict[str, Any]:
    line = {
        "ref": row.ref,
        "stream": row.stream,
        "n": row.n,
        "type": row.type,
        "by": str(row.actor) if row.actor else None,
        "occurred_at": row.occurred_at,
        "recorded_at": row.recorded_at,
        "clock_at": row.clock_at,
        "strands": row.strands,
        "refers_to": row.refers_to.ref if row.refers_to else None,
        "words": _words(said),
    }
    # What an entry holds beside its words counts the work as well, which a guest is not shown.
    return line | {"said": row.payload} if Stream.WORKING in export.reads else line


def _words(said: Entry) -> str:
    return said.search_text() or said.headline()


def _head() -> tuple[str, ...]:
    return (
        _("Reference"),
        _("Stream"),
        _("What"),
        _("Who"),
        _("Happened at"),
        _("Recorded at"),
        _("By the room’s clock"),
        _("Strands"),
        _("Refers to"),
        _("Words"),
    )


def _cells(row: TimelineEntry, said: Entry) -> tuple[object, ...]:
    return (
        row.ref,
        row.get_stream_display(),
        said.label,
        row.actor or "",
        row.occurred_at.isoformat(),
        row.recorded_at.isoformat(),
        row.clock_at.isoformat(),
        " ".join(row.strands),
        row.refers_to.ref if row.refers_to else "",
        _words(said),
    )
