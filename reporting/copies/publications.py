"""What went out, in the words in which it did, and how far it reached. The public has read it, so it is for
everyone in the room."""

from typing import Any

from django.utils.translation import gettext as _

from incidents.models import Incident
from publishing.models import Publication, ReachSnapshot
from reporting.copies.tables import as_csv, as_lines


def publications(incident: Incident) -> dict[str, bytes]:
    rows = list(Publication.objects.filter(incident=incident).told())
    counts = list(
        ReachSnapshot.objects.filter(incident=incident)
        .select_related("publication__statement", "entry")
        .order_by("counted_at", "pk")
    )
    return {
        "publications.jsonl": as_lines(map(_line, rows)),
        "publications.csv": as_csv(map(_cells, rows), head=_head()),
        "reach.csv": as_csv(map(_count, counts), head=_reach_head()),
    }


def _line(publication: Publication) -> dict[str, Any]:
    return {
        "entry": publication.entry.ref,
        "statement": publication.statement_id,
        "title": publication.statement.title,
        "revision": publication.revision.number,
        "sha256": publication.sha256,
        "channel": publication.channel,
        "language": publication.revision.language,
        "text": publication.text,
        "url": publication.url,
        "published_by": str(publication.published_by),
        "published_at": publication.published_at,
        "recorded_at": publication.clock_at,
        "before_every_signature": publication.break_glass_id is not None,
        "flagged_at": publication.flagged_at,
    }


def _head() -> tuple[str, ...]:
    return (
        _("Entry"),
        _("Statement"),
        _("Revision"),
        _("Channel"),
        _("Went out at"),
        _("By"),
        _("Address"),
        _("Words"),
        _("Taken back at"),
    )


def _cells(publication: Publication) -> tuple[object, ...]:
    return (
        publication.entry.ref,
        publication.statement.title,
        publication.revision.number,
        publication.get_channel_display(),
        publication.published_at.isoformat(),
        publication.published_by,
        publication.url,
        publication.text,
        publication.flagged_at.isoformat() if publication.flagged_at else "",
    )


def _reach_head() -> tuple[str, ...]:
    return (
        _("Entry"),
        _("Statement"),
        _("Channel"),
        _("Counted at"),
        _("Accounts reached"),
        _("Gross or net"),
        _("Reposts"),
        _("How it was counted"),
    )


def _count(snapshot: ReachSnapshot) -> tuple[object, ...]:
    publication = snapshot.publication
    return (
        snapshot.entry.ref,
        publication.statement.title if publication else _("the whole room"),
        publication.get_channel_display() if publication else "",
        snapshot.counted_at.isoformat(),
        snapshot.accounts,
        snapshot.get_basis_display(),
        snapshot.reposts,
        snapshot.method,
    )
