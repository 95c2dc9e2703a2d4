from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals import policy
from approvals.actions.handovers import hand_over_for_the_absent
from approvals.actions.presses import made_by_press
from approvals.entries import RevisionSigned, SignOffRequested
from approvals.models import Demand, Revision, SignOff, SignOffPolicy, SignOffRequest, Slot, Statement
from approvals.models.gate import REFUSALS
from common.gates import gate
from common.verdicts import Stale, require
from incidents.models import TimelineEntry
from incidents.timeline import already_recorded, record


@transaction.atomic
def request_sign_off(
    statement: Statement, *, seen_sha: str, by: User, key: UUID | None = None
) -> SignOffRequest:
    """Put the current revision before every desk that the policies in force name. Asked again after the
    policies ask for more (the severity rose), it adds the desks that were not asked yet.

    Raises Stale when `seen_sha` is not the current text's digest; Refused otherwise.
    """
    statement = Statement.objects.hold(statement)
    if earlier := already_recorded(
        by, key, type=SignOffRequested.type, refers_to=statement.entry, payload={"sha": seen_sha[:12]}
    ):
        return SignOffRequest.objects.get(
            revision__statement=statement, revision__number=earlier.payload["number"]
        )
    revision = Revision.objects.under(statement, statement.current)
    require_seen(revision, seen_sha)
    require(policy.request_sign_off(by, revision))
    more = policy.unasked(SignOffPolicy.objects.demands_for(revision), revision.slots)
    said = SignOffRequested(
        statement=statement.pk,
        title=statement.title,
        kind=statement.kind,
        number=revision.number,
        sha=revision.fingerprint,
        roles=[demand.role for demand in more if demand.role],
        people=", ".join(demand.desk_in(statement.incident) for demand in more if not demand.role),
    )
    entry = record(statement.incident, said, by=by, refers_to=statement.entry, key=key)
    request = revision.asked or SignOffRequest.objects.create(
        revision_id=revision.pk, entry=entry, requested_by=by, clock_at=entry.clock_at
    )
    _open_slots(request, more, revision.slots, entry.clock_at)
    hand_over_for_the_absent(Revision.objects.under(statement, revision))
    return SignOffRequest.objects.get(pk=request.pk)  # without the slots that were read before


def _open_slots(request: SignOffRequest, demands: list[Demand], slots: list[Slot], at: datetime) -> None:
    """A slot for every signature that is wanted and was not asked for among `slots`."""
    asked = Counter(slot.who for slot in slots)
    wanted = [(each, ordinal) for each in demands for ordinal in range(1 + asked[each.who], 1 + each.count)]
    for position, (demand, ordinal) in enumerate(wanted, start=1 + len(slots)):
        Slot.objects.create(
            request=request,
            role=demand.role,
            people=list(demand.people),
            ordinal=ordinal,
            step=demand.step,
            position=position,
            deputy_id=demand.deputy,
            minutes=demand.minutes,
            clock_at=at,
        )


@transaction.atomic
def sign_off(
    revision: Revision, *, seen_sha: str, acknowledged: bool = False, by: User, key: UUID | None = None
) -> SignOff:
    """Fill `by`'s slot: approve exactly the text whose digest was on the screen. While a fact that it cites is
    unverified, `acknowledged` says that `by` knows.

    Raises Stale when that is no longer the current text; Refused when it is not `by`'s to sign.
    """
    statement = Statement.objects.hold(revision.statement)
    if earlier := made_by_press(SignOff, by=by, key=key, revision_id=revision.pk, sha256=seen_sha):
        return earlier
    revision = Revision.objects.under(statement, revision)
    require_seen(revision, seen_sha)
    require(policy.sign_off(by, revision))
    require(policy.acknowledge(revision, acknowledged))
    slot = policy.slot_of(by, revision)
    assert slot is not None  # the policy has said so
    said = RevisionSigned(
        statement=statement.pk,
        title=statement.title,
        kind=statement.kind,
        number=revision.number,
        sha=revision.fingerprint,
        role=slot.role or _role_of(by, statement),
        acknowledged=acknowledged,
        complete=_completes(slot, revision),
    )
    entry = record(statement.incident, said, by=by, refers_to=statement.entry, key=key)
    return _sign(revision, slot, entry, seen_sha=seen_sha, by=by)


def require_seen(revision: Revision, seen_sha: str) -> None:
    """Pass when `revision` is current and is what was on the screen. Raises Stale."""
    if not revision.is_current or seen_sha != revision.sha256:
        raise Stale(_("The text has changed since you opened it. Look at what is new, then decide again."))


def _completes(slot: Slot, revision: Revision) -> bool:
    """Whether, with `slot` filled, nobody is left to ask or to wait for."""
    return (
        [each.pk for each in revision.open_slots] == [slot.pk]
        and not revision.lapsed_slots
        and not revision.withdrawn_slots
        and not policy.unasked(SignOffPolicy.objects.demands_for(revision), revision.slots)
    )


def _role_of(person: User, statement: Statement) -> str:
    """What somebody is here who was asked by name."""
    place = statement.incident.participant(person)
    return place.role if place else ""


def _sign(revision: Revision, slot: Slot, entry: TimelineEntry, *, seen_sha: str, by: User) -> SignOff:
    with gate(REFUSALS):
        signed = SignOff.objects.create(
            revision_id=revision.pk,
            slot_id=slot.pk,
            entry=entry,
            person=by,
            sha256=seen_sha,
            created_at=entry.recorded_at,
            clock_at=entry.clock_at,
        )
    signed.refresh_from_db(fields=["fact_states"])
    return signed
