"""What a refuted fact does to the sign-offs of what cites it. Nobody has to think of it: it follows."""

from itertools import groupby

from approvals.entries import SignOffWithdrawn
from approvals.models import Lapse, Revision, SignOff, Statement
from incidents.consequences import follows
from incidents.entries import EntryStruck, FactRefuted
from incidents.models import TimelineEntry
from incidents.timeline import record


@follows(FactRefuted.type, EntryStruck.type)
def withdraw_sign_offs(entry: TimelineEntry) -> None:
    """Every sign-off of a current revision that cites the fact lapses, and each statement's story says so."""
    if entry.refers_to is None:
        return
    rested = (
        SignOff.objects.filter(
            revision__in=Revision.objects.current().filter(citations__fact_id=entry.refers_to_id),
            lapse=None,
        )
        .select_related("slot", "revision__statement")
        .order_by("revision__statement_id", "slot__position")
    )
    for statement, sign_offs in groupby(rested, key=lambda each: each.revision.statement):
        _withdraw(statement, list(sign_offs), entry)


def _withdraw(statement: Statement, sign_offs: list[SignOff], entry: TimelineEntry) -> None:
    statement = Statement.objects.hold(statement)
    assert entry.refers_to is not None
    revision = sign_offs[0].revision
    said = SignOffWithdrawn(
        statement=statement.pk,
        title=statement.title,
        kind=statement.kind,
        number=revision.number,
        sha=revision.fingerprint,
        roles=[signed.slot.role or signed.slot.desk for signed in sign_offs],
        fact=entry.refers_to.ref,
    )
    for signed in sign_offs:
        Lapse.objects.create(sign_off=signed, entry=entry, clock_at=entry.clock_at)
    record(statement.incident, said, by=None, refers_to=statement.entry)
