"""What a refuted fact does to words that are out already. Nobody has to think of it: it follows."""

from itertools import groupby

from approvals.actions.corrections import open_correction
from approvals.models import Statement
from incidents.consequences import follows
from incidents.entries import EntryStruck, FactRefuted
from incidents.models import TimelineEntry
from incidents.timeline import record
from publishing.entries import PublicationFlagged
from publishing.models import Flag, LineUse, Publication

WentOut = Publication | LineUse


@follows(FactRefuted.type, EntryStruck.type)
def flag_what_went_out(entry: TimelineEntry) -> None:
    """Every publication and every use of a line that cites the fact is flagged, for everyone in the room, and a
    correction of each statement opens where it went out. A fact that falls a second time is no news."""
    if entry.refers_to is None:
        return
    flagged = {
        statement: _flag(statement, list(went_out), entry)
        for statement, went_out in groupby(
            _resting_on(entry.refers_to), key=lambda each: each.revision.statement
        )
    }
    for statement, went_out in flagged.items():
        # Of words and of what corrected them, both wrong now, the later take back both.
        if flagged.keys().isdisjoint(statement.corrections.all()):
            _correct(statement, went_out)


def _resting_on(fact: TimelineEntry) -> list[WentOut]:
    """What is out, cites `fact` and was not flagged for it, by statement."""
    told = ("revision__author", "revision__statement", "entry")
    publications = Publication.objects.filter(revision__citations__fact=fact.pk)
    uses = LineUse.objects.filter(revision__citations__fact=fact.pk)
    resting: list[WentOut] = [
        *publications.exclude(flags__cause__refers_to=fact).select_related(*told),
        *uses.exclude(flags__cause__refers_to=fact).select_related(*told),
    ]
    return sorted(resting, key=lambda each: (each.revision.statement_id, each.entry_id))


def _flag(statement: Statement, went_out: list[WentOut], cause: TimelineEntry) -> list[WentOut]:
    statement = Statement.objects.hold(statement)
    for each in went_out:
        said = PublicationFlagged(
            statement=statement.pk,
            title=statement.title,
            kind=statement.kind,
            number=each.revision.number,
            channel=each.channel,
        )
        entry = record(statement.incident, said, by=None, refers_to=each.entry)
        what = {"publication": each} if isinstance(each, Publication) else {"line_use": each}
        Flag.objects.create(**what, cause=cause, entry=entry, clock_at=entry.clock_at)
    return went_out


def _correct(statement: Statement, went_out: list[WentOut]) -> None:
    wrong = max((each.revision for each in went_out), key=lambda each: each.number)
    wrong.statement = Statement.objects.hold(statement)
    open_correction(wrong, channels=sorted({each.channel for each in went_out}))
