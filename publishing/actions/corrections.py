"""What a refuted fact does to words that are out already. Nobody has to think of it: it follows."""

from itertools import groupby

from approvals.actions.corrections import open_correction
from approvals.models import Statement
from incidents.consequences import follows
from incidents.entries import EntryStruck, FactRefuted
from incidents.models import TimelineEntry
from incidents.timeline import record
from publishing.entries import PublicationFlagged
from publishing.models import Flag, Publication


@follows(FactRefuted.type, EntryStruck.type)
def flag_publications(entry: TimelineEntry) -> None:
    """Every publication that cites the fact is flagged, for everyone in the room, and a correction of each
    statement opens where it went out."""
    if entry.refers_to is None:
        return
    cited = Publication.objects.filter(revision__citations__fact_id=entry.refers_to_id, flag=None)
    cited = cited.select_related("revision__author", "statement", "entry").order_by("statement_id", "pk")
    for statement, publications in groupby(cited, key=lambda each: each.statement):
        _flag(statement, list(publications), entry)


def _flag(statement: Statement, publications: list[Publication], cause: TimelineEntry) -> None:
    statement = Statement.objects.hold(statement)
    for publication in publications:
        said = PublicationFlagged(
            statement=statement.pk,
            title=statement.title,
            kind=statement.kind,
            number=publication.revision.number,
            channel=publication.channel,
        )
        entry = record(statement.incident, said, by=None, refers_to=publication.entry)
        Flag.objects.create(publication=publication, cause=cause, entry=entry, clock_at=entry.clock_at)
    wrong = max((publication.revision for publication in publications), key=lambda each: each.number)
    wrong.statement = statement
    open_correction(wrong, channels=[publication.channel for publication in publications])
